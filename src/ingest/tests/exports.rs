//! Records as databases, services and tables of many countries export them.

use super::*;

/// Regions differ in what comes first; a table mostly keeps to one of the two.
#[test]
fn figures_are_dates_by_the_order_that_is_said() {
    let at = |mapping: &str, date: &str| {
        parse_with(mapping, &format!(r#"{{"text": "a", "date": "{date}"}}"#)).published_at.map(|at| at.to_string())
    };
    for (date, day_first, month_first) in [
        ("03/04/2031 06:12", Some("2031-04-03T06:12:00Z"), Some("2031-03-04T06:12:00Z")),
        ("3-4-2031", Some("2031-04-03T00:00:00Z"), Some("2031-03-04T00:00:00Z")),
        (" 3/14/2031 6:12 PM", None, Some("2031-03-14T18:12:00Z")),
        ("14/3/2031 06:12:30", Some("2031-03-14T06:12:30Z"), None),
        ("2031/03/04", Some("2031-03-04T00:00:00Z"), Some("2031-03-04T00:00:00Z")),
        ("4.3.2031", Some("2031-03-04T00:00:00Z"), Some("2031-03-04T00:00:00Z")),
    ] {
        assert_eq!(at("dates=day-first", date).as_deref(), day_first, "{date}");
        assert_eq!(at("dates=month-first", date).as_deref(), month_first, "{date}");
    }
    assert_eq!(at("", "03/04/2031"), None);
    let abroad = parse_with("dates=month-first", r#"{"text": "a", "fecha": "03/04/2031"}"#);
    assert_eq!(abroad.published_at, Timestamp::parse("2031-03-04"));
}

#[test]
fn a_record_is_taken_out_of_its_envelope() {
    for line in [
        r#"{"_index": "n", "_id": "1", "_source": {"title": "T", "text": "Body.", "date": "2031-03-04", "source": "A"}}"#,
        r#"{"payload": {"before": null, "after": {"title": "T", "body": "Body.", "date": "2031-03-04", "source": "A"}}}"#,
        r#"{"article": {"headline": "T", "articleBody": "Body.", "datePublished": "2031-03-04", "publisher": "A"}}"#,
        r#"{"type": "story", "attributes": {"title": "T", "body": {"value": "Body."}, "created": 1930348800, "source": "A"}}"#,
        r#"{"page_content": "Body.", "metadata": {"title": "T", "source": "A", "published": "2031-03-04"}}"#,
        r#"{"webTitle": "T", "webPublicationDate": "2031-03-04", "fields": {"bodyText": "Body.", "publication": "A"}}"#,
        r#"{"@context": "x", "@graph": [{"@type": "WebSite", "name": "A", "description": "All the news"},
            {"headline": "T", "articleBody": "Body.", "datePublished": "2031-03-04", "publisher": {"name": "A"}}]}"#,
    ] {
        let line = line.replace('\n', "");
        let read = parse(&line);
        let date = read.published_at.map(Timestamp::seconds);
        assert_eq!((read.title.as_deref(), read.text.as_str()), (Some("T"), "Body."), "{line}");
        assert_eq!((read.source.as_deref(), date), (Some("A"), Some(1_930_348_800)), "{line}");
    }
    // What the record says goes before its envelope's content, and what stands beside the host of its page does not.
    let read =
        parse(r#"{"title": "T", "text": "Body.", "data": {"text": "Other", "author": "B"}, "meta": {"lang": "fr"}}"#);
    assert_eq!((read.text.as_str(), read.metadata.author.as_deref()), ("Body.", Some("B")));
    assert_eq!(read.language.map(|l| l.to_string()).as_deref(), Some("fr"));
    let read = parse(r#"{"text": "Body.", "url": "https://a.example/1", "metadata": {"source": "set of 2031"}}"#);
    assert_eq!(read.source.as_deref(), Some("a.example"));
    let read = parse(r#"{"text": "Body.", "source": "https://www.a.example/1"}"#);
    assert_eq!((read.source.as_deref(), read.url.as_deref()), (Some("a.example"), Some("https://www.a.example/1")));
    // An outlet is no envelope, nor is what a description describes.
    let read = parse(r#"{"text": "Body.", "source": {"name": "A", "url": "https://a.example", "title": "All of A"}}"#);
    assert_eq!((read.source.as_deref(), read.title), (Some("A"), None));
    let read = parse(r#"{"text": "Body.", "metadata": {"article": {"publisher": "B"}, "og": {"title": "X"}}}"#);
    assert_eq!((read.source, read.title), (None, None));
    // Which of two articles is meant is not known.
    let two = br#"{"@graph": [{"headline": "T", "articleBody": "a"}, {"headline": "U", "articleBody": "b"}]}"#;
    let refused = outcomes(two, Format::JsonLines, &Options::default()).remove(0).unwrap_err().rejection.reason;
    assert_eq!(refused, Reason::WrongForm(Form::Envelope("@graph".into())));
    let hits = br#"{"hits": {"hits": [{"_id": "1", "_source": {"text": "a"}}]}}"#;
    let refused = outcomes(hits, Format::JsonLines, &Options::default()).remove(0).unwrap_err().rejection.reason;
    assert_eq!(refused, Reason::WrongForm(Form::Envelope("hits.hits".into())));
    let mapped = Options { mapping: "text=data.b".parse().expect("a mapping"), ..Options::default() };
    let read = outcomes(br#"{"data": {"a": "x", "b": "Body."}}"#, Format::JsonLines, &mapped).remove(0).expect("read");
    assert_eq!(read.text, "Body.");
}

#[test]
fn names_in_other_languages_are_known() {
    for (line, source) in [
        (r#"{"titre": "T", "texte": "Body.", "date de publication": "04/03/2031", "journal": "A"}"#, "A"),
        (r#"{"Überschrift": "T", "Inhalt": "Body.", "Datum": "4.3.2031", "Quelle": "A"}"#, "A"),
        (r#"{"Заголовок": "T", "Текст": "Body.", "Дата": "04.03.2031", "Источник": "A"}"#, "A"),
        (r#"{"标题": "T", "正文": "Body.", "日期": "2031-03-04", "来源": "A"}"#, "A"),
        (r#"{"título": "T", "cuerpo": "Body.", "fecha": "04-03-2031 00:00", "medio": "A"}"#, "A"),
        (
            r#"{"judul": "T", "isi": "Body.", "tanggal": "2031-03-04", "summary": "No.", "name": "No", "sumber": "A"}"#,
            "A",
        ),
    ] {
        let read = parse(line);
        let date = read.published_at.map(Timestamp::seconds);
        assert_eq!(
            (read.text.as_str(), read.source.as_deref(), date),
            ("Body.", Some(source), Some(1_930_348_800)),
            "{line}"
        );
    }
    // An English name goes before, and a value that is none costs nothing.
    let read = parse(r#"{"text": "Body.", "title": "T", "texto": "Other", "medio": 3, "fecha": "2031-03-04"}"#);
    assert_eq!((read.text.as_str(), read.source), ("Body.", None));
    let csv = "titre;texte;date;source\n\"T\";\"Body.\";04.03.2031;A\n";
    assert_eq!(outcomes(csv.as_bytes(), Format::Csv, &Options::default())[0].as_ref().expect("read").text, "Body.");
}

#[test]
fn lines_that_are_not_quite_json_are_read() {
    let texts = |input: &str| -> Vec<Option<String>> {
        let read = outcomes(input.as_bytes(), Format::JsonLines, &Options::default());
        read.into_iter().map(|outcome| outcome.ok().map(|article| article.text)).collect()
    };
    let both = [Some("a".to_owned()), Some("b".to_owned())];
    for input in [
        "[{\"text\": \"a\"},\n{\"text\": \"b\"}]",
        "{\"text\": \"a\"},\r\n  {\"text\": \"b\"}\r\n]\r\n",
        "{\"text\": \"a\"}\n, {\"text\": \"b\"}\n",
        "\u{1e}{\"text\": \"a\"}\n\u{1e}{\"text\": \"b\"}\n",
        "{\"text\": \"a\", \"id\": NaN, \"x\": [-Infinity]}\n{\"text\": \"b\", \"source\": NaN}\n",
    ] {
        assert_eq!(texts(input), both, "{input}");
    }
    assert_eq!(texts("{\"text\": \"a\tb NaN \\\" \", \"x\": NaN}"), [Some("a b NaN \" ".to_owned())]);
    assert_eq!(
        texts("{\"text\": NaN}\n{\"text\": \"a\" NaN}\n[{\"text\": \"a\"}, {\"text\": \"b\"}]"),
        [None, None, None]
    );
    let outcomes = outcomes(b"\n[{\"text\": \"a\", \"id\": true},\n", Format::JsonLines, &Options::default());
    assert_eq!(outcomes[0].as_ref().unwrap_err().rejection.byte, 22);
}

#[test]
fn a_stream_of_rows_is_told_by_its_header() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("export.dat");
    for (input, text) in [
        ("\u{feff}id,title,text\n1,T,\"a\nb\"\n", "a\nb"),
        ("id\ttext\n1\ta\n", "a"),
        ("id|title|body\n1|T|a\n", "a"),
        ("titel;tekst\nT;a", "a"),
        ("{\"text\": \"a\", \"title\": \"b\"}\n", "a"),
    ] {
        fs::write(&path, input).expect("it is written");
        let read: Vec<_> =
            read(&[&path], &Options::default()).expect("sources").map(|outcome| outcome.expect("it is read")).collect();
        let [Ok(article)] = &read[..] else { panic!("{input}: {read:?}") };
        assert_eq!(article.text, text, "{input}");
    }
    for no_header in ["Title\n\nText\n", "a,b\n1,2\n", "not json\n"] {
        fs::write(&path, no_header).expect("it is written");
        let mut read = read(&[&path], &Options::default()).expect("sources");
        assert!(read.next().expect("a record").expect("it is read").is_err(), "{no_header}");
    }
    for input in ["sep=;\nid;text\n1;\"a;b\"\n", "sep=|\r\nid|text\r\n1|a;b\r\n"] {
        assert_eq!(outcomes(input.as_bytes(), Format::Csv, &Options::default())[0].as_ref().expect("read").text, "a;b");
    }
}

#[test]
fn paragraphs_that_are_objects_make_one_text() {
    let read = parse(
        r#"{"headlines": {"basic": "T"}, "content_elements": [{"type": "image", "content": "No"}, {"type": "text", "content": "a"},
            {"type": "text", "content": "b"}]}"#
            .replace('\n', "")
            .as_str(),
    );
    assert_eq!((read.title.as_deref(), read.text.as_str()), (Some("T"), "a\n\nb"));
    assert_eq!(parse(r#"{"paragraphs": ["a", "b"], "byline": {"original": "By B"}}"#).text, "a\n\nb");
    // Two forms of one text.
    assert_eq!(
        parse(r#"{"content": [{"type": "text/html", "value": "a"}, {"type": "text/plain", "value": "b"}]}"#).text,
        "a"
    );
}

#[test]
fn a_feed_around_its_articles_is_no_article() {
    let reason = |line: &str| {
        let read = outcomes(line.as_bytes(), Format::JsonLines, &Options::default()).remove(0);
        read.err().map(|refused| refused.rejection.reason)
    };
    let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "A", "items": [{"title": "T", "content_text": "Body."}]}"#;
    assert_eq!(reason(feed), Some(Reason::WrongForm(Form::Envelope("items".into()))));
    let split = r#"{"columns":["title","text"],"index":[0],"data":[["T","Body."]]}"#;
    assert_eq!(reason(split), Some(Reason::WrongForm(Form::Columns)));
    // A headline without a text is an article, whatever it is linked with.
    let linked =
        r#"{"title": "T", "related": [{"title": "U", "url": "https://a.example/2", "text": "x"}], "items": [1, 2]}"#;
    assert_eq!(reason(linked), None);
}

#[test]
fn names_of_databases_and_forums_are_known() {
    for line in [
        r#"{"post_title": "T", "post_content": "<p>Body.</p>", "post_date": "2031-03-04 01:00:00", "post_date_gmt": "2031-03-04 00:00:00"}"#,
        r#"{"title": "T", "selftext": "Body.", "created_utc": 1930348800}"#,
        r#"{"heading": "T", "BodyText": "Body.", "@timestamp": "2031-03-04T00:00:00Z"}"#,
        r#"{"headline": {"main": "T"}, "abstract": "x", "lead_paragraph": "Body.", "publishing_date": "2031-03-04"}"#,
    ] {
        let read = parse(line);
        assert_eq!((read.title.as_deref(), read.text.contains("Body.")), (Some("T"), true), "{line}");
        assert_eq!(read.published_at.map(Timestamp::seconds), Some(1_930_348_800), "{line}");
    }
    let read =
        parse(r#"{"title": "T", "content": "Body.", "link": {"@rel": "alternate", "@href": "https://a.example/1"}}"#);
    assert_eq!(read.source.as_deref(), Some("a.example"));
    let read = parse(r#"{"title": "T", "text": "Body.", "WARC-Target-URI": "https://a.example/1"}"#);
    assert_eq!(read.url.as_deref(), Some("https://a.example/1"));
}
