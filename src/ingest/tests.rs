use super::*;
use crate::error::Form;
use crate::units::Timestamp;
use proptest::prelude::*;
use std::{
    fs,
    io::{self, Read, Write},
};

mod exports;

const FORMAT: &str = include_str!("../../docs/formats/articles.md");

fn parse(json: &str) -> Article {
    parse_with("", json)
}

fn parse_with(mapping: &str, json: &str) -> Article {
    let options = Options { mapping: mapping.parse().expect("a mapping"), ..Options::default() };
    Parser::new(&options).parse_line("-", json.as_bytes(), 1, 0).unwrap_or_else(|e| panic!("{e}: {json}"))
}

fn refuse(line: &[u8]) -> Rejection {
    Parser::new(&Options::default()).parse_line("-", line, 1, 0).unwrap_err()
}

fn outcomes_of(reader: impl Read + Send + 'static, format: Format, options: &Options) -> Vec<Outcome> {
    let parser = Parser::new(options);
    Blocks::of_reader("-", format, reader, options)
        .flat_map(|block| parser.parse_block(&block.expect("a block")))
        .collect()
}

fn outcomes(bytes: &[u8], format: Format, options: &Options) -> Vec<Outcome> {
    outcomes_of(io::Cursor::new(bytes.to_vec()), format, options)
}

fn example(language: &str) -> &'static str {
    FORMAT.split(&format!("```{language}\n")).nth(1).and_then(|rest| rest.split("```").next()).expect("an example")
}

#[test]
fn the_documented_names_are_the_known_ones() {
    for field in Field::all() {
        let spellings: Vec<_> = field.spellings().iter().map(|s| format!("`{s}`")).collect();
        let row = format!("| `{}` | {} |\n", field.name(), spellings.join(", "));
        assert!(FORMAT.contains(&row), "{row}");
    }
}

#[test]
fn the_documented_json_is_read_as_documented() {
    let articles: Vec<_> = example("json").lines().map(parse).collect();
    let [plain, ninjs, schema, feed] = &articles[..] else { panic!("four examples") };
    assert_eq!(plain.id, "a1");
    assert_eq!(plain.language.map(|l| l.to_string()).as_deref(), Some("fr"));

    assert_eq!(ninjs.id, "urn:example:1");
    assert_eq!(ninjs.metadata.credit.as_deref(), Some("AFP"));
    assert_eq!(ninjs.metadata.dateline.as_deref(), Some("VALMORIN"));
    assert_eq!(ninjs.metadata.version, Some(2));
    assert_eq!(ninjs.metadata.editorial_note.as_deref(), Some("RECASTS"));
    assert_eq!(ninjs.metadata.slug.as_deref(), Some("VALMORIN-BRIDGE"));
    assert_eq!(ninjs.metadata.publication_status.as_deref(), Some("usable"));

    assert_eq!(schema.source.as_deref(), Some("Tribune"));
    assert_eq!(schema.metadata.author.as_deref(), Some("A. Doe, B. Roe"));
    assert_eq!(schema.metadata.based_on, ["https://afp.example/1"]);
    assert_eq!(schema.published_at, ninjs.published_at);

    assert_eq!(feed.id, "17");
    assert_eq!(feed.text, "First paragraph.\n\nSecond paragraph.");
    assert_eq!(feed.source.as_deref(), Some("tribune.example"));
    assert_eq!(feed.metadata.syndicated_from.as_deref(), Some("https://lavoix.example/feed"));
    assert_eq!(feed.published_at, ninjs.published_at);
}

#[test]
fn the_documented_rows_and_text_are_read() {
    let rows = outcomes(example("csv").as_bytes(), Format::Csv, &Options::default());
    let [Ok(row)] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!((row.id.as_str(), row.text.as_str()), ("b1", "Le pont, suspendu,\nest fermé."));
    assert_eq!(row.published_at.map(|t| t.to_string()).as_deref(), Some("2031-03-04T00:00:00Z"));

    let texts = outcomes(example("text").as_bytes(), Format::Text, &Options::default());
    let [Ok(text)] = &texts[..] else { panic!("{texts:?}") };
    assert_eq!(text.title.as_deref(), Some("Le pont fermé"));
    assert_eq!(text.text, "Le pont suspendu est fermé.\n");
    assert_eq!(text.source, None);
}

#[test]
fn the_shapes_of_feeds_and_standards_are_read() {
    let article = parse(
        r#"{"title": {"rendered": "T"}, "content": {"rendered": "B"}, "source": {"id": null, "name": "Tribune"},
            "author": "null", "byline": null, "date": {"$date": "2031-03-04T06:10:00Z"}, "_id": {"$oid": "5f"}}"#,
    );
    assert_eq!((article.title.as_deref(), article.text.as_str()), (Some("T"), "B"));
    assert_eq!((article.source.as_deref(), article.id.as_str()), (Some("Tribune"), "5f"));
    assert_eq!(article.metadata.syndicated_from, None);
    assert!(article.published_at.is_some());

    let ninjs3 = parse(
        r#"{"uri": "u", "headlines": [{"role": "main", "value": "H"}], "bodies": [{"role": "main", "value": "B"}],
            "associations": [{"uri": "urn:1", "type": "text"}, {"uri": "urn:2", "type": "picture"}],
            "infoSources": [{"name": "AFP"}, {"name": "Reuters"}]}"#,
    );
    assert_eq!((ninjs3.title.as_deref(), ninjs3.text.as_str()), (Some("H"), "B"));
    assert_eq!(ninjs3.metadata.based_on, ["urn:1"]);
    assert_eq!(ninjs3.metadata.credit.as_deref(), Some("AFP, Reuters"));

    let ninjs1 = parse(
        r#"{"headline": "H", "associations": {"main": {"uri": "urn:1"}, "photo": {"uri": "urn:2", "type": "picture"}}}"#,
    );
    assert_eq!(ninjs1.metadata.based_on, ["urn:1"]);
}

#[test]
fn explicit_names_outrank_the_common_ones() {
    let json = r#"{"text": "teaser", "fields": {"body": "B", "lang": "de"}, "source": "feed", "brand": {"name": "N"}}"#;
    let article = parse_with("text=fields.body,language=fields.lang,source=brand", json);
    assert_eq!(article.text, "B");
    assert_eq!(article.language.map(|l| l.to_string()).as_deref(), Some("de"));
    assert_eq!(article.source.as_deref(), Some("N"));
    assert_eq!(parse_with("text=fields.story", json).text, "teaser");
    assert_eq!(parse_with("text=fields.body", r#"{"fields.body": "B"}"#).text, "B");
}

#[test]
fn the_stated_order_decides_among_common_names_and_not_the_records() {
    for json in
        [r#"{"text": "a", "body": "b"}"#, r#"{"body": "b", "text": "a"}"#, r#"{"text": "x", "body": "b", "text": "a"}"#]
    {
        assert_eq!(parse(json).text, "a");
    }
    assert_eq!(parse(r#"{"text": "", "content": null, "body": "b"}"#).text, "b");
    assert_eq!(parse(r#"{"text": "a", "content": {"blocks": []}, "body": 7}"#).text, "a");
}

#[test]
fn instants_are_read_from_strings_and_numbers() {
    let at = Some(Timestamp::from_seconds(1_642_065_000));
    for date in ["1642065000", "1642065000000", "1642065000.7", "\"1642065000000\"", "\"2022-01-13 09:10\""] {
        assert_eq!(parse(&format!(r#"{{"text": "a", "timestamp": {date}}}"#)).published_at, at, "{date}");
    }
    for date in ["20220113", "20220113.0", "20220113000000", "\"20220113\"", "\"20220113.0\"", "[\"Jan 13, 2022\"]"] {
        let day = parse(&format!(r#"{{"text": "a", "date": {date}}}"#)).published_at;
        assert_eq!(day.map(|t| t.to_string()).as_deref(), Some("2022-01-13T00:00:00Z"), "{date}");
    }
}

#[test]
fn an_unreadable_date_costs_the_date_and_not_the_article() {
    let parser = Parser::new(&Options::default());
    let date_of = |json: &str| parser.parse_line("-", json.as_bytes(), 1, 0).expect("a record").published_at;
    assert_eq!(date_of(r#"{"text": "a", "date": "yesterday"}"#), None);
    assert_eq!(date_of(r#"{"text": "a", "date": [true, 1e300]}"#), None);
    assert_eq!(parser.unread_dates(), 2);
    assert!(date_of(r#"{"text": "a", "published": "yesterday", "date": "2031-01-01"}"#).is_some());
    assert_eq!(date_of(r#"{"text": "a", "date": ""}"#), None);
    assert_eq!(parser.unread_dates(), 2);
}

#[test]
fn what_articles_lack_is_counted_and_unread_dates_are_placed() {
    let lines = [
        r#"{"title": "a", "source": "s", "date": "2031-03-04"}"#,
        r#"{"text": "b", "date" : "16/02/2031"}"#,
        r#"{"text": "c", "published": 2031, "source": "s"}"#,
        "not json",
    ];
    let input = lines.join("\n") + "\n" + &[lines[1]; 9].join("\n");
    for (block_bytes, mapping) in [(1, "source=journal,text=text"), (1 << 20, "source=journal,text=text")] {
        let options = Options { block_bytes, mapping: mapping.parse().expect("a mapping"), ..Options::default() };
        let parser = Parser::new(&options);
        let reader = io::Cursor::new(input.clone().into_bytes());
        let blocks: Vec<_> = Blocks::of_reader("n.jsonl", Format::JsonLines, reader, &options).collect();
        // Whatever thread comes first.
        blocks.iter().rev().for_each(|block| _ = parser.parse_block(block.as_ref().expect("a block")));
        let remarks = parser.remarks();
        assert_eq!(remarks.lacking, Lacking { text: 1, date: 11, unread_dates: 11, source: 10 });
        assert_eq!(remarks.unmet, ["source=journal"]);
        assert_eq!(remarks.unread_dates.len(), 5);
        let first: Vec<_> = remarks.unread_dates.iter().take(2).map(ToString::to_string).collect();
        assert_eq!(first[0], r#"n.jsonl:2: byte 75: the date is in no known form: "16/02/2031""#);
        assert_eq!(first[1], "n.jsonl:3: byte 116: the date is in no known form: 2031");
        let at = remarks.unread_dates.iter().map(|date| (date.line, date.byte as usize));
        assert!(at.clone().is_sorted() && at.skip(2).all(|(_, byte)| input[byte..].starts_with("\"16/02")));
    }
    let mapping = "source=journal,published_at=x".parse().expect("a mapping");
    let parser = Parser::new(&Options { mapping, ..Options::default() });
    let rows = b"journal,title,date\n,t,soon\n";
    let blocks = Blocks::of_reader("n.csv", Format::Csv, io::Cursor::new(rows.to_vec()), &Options::default());
    blocks.for_each(|block| _ = parser.parse_block(&block.expect("a block")));
    assert_eq!(parser.remarks().unmet, ["published_at=x"]);
    assert_eq!(
        parser.remarks().unread_dates[0].to_string(),
        r#"n.csv:2: byte 19: the date is in no known form: "soon""#
    );
}

#[test]
fn a_teaser_is_the_text_where_there_is_no_better_one() {
    let text = |json: &str| parse(json).text;
    assert_eq!(text(r#"{"title": "t", "description": "d", "content:encoded": "c", "summary": "s"}"#), "c");
    assert_eq!(text(r#"{"title": "t", "summary": "s", "content": null}"#), "s");
    assert_eq!(text(r#"{"title": "t", "description": "d", "body": "b"}"#), "b");
    assert_eq!(text(r#"{"title": "t", "description": 7, "summary": {"label": "s"}}"#), "");
    let dated = parse(r#"{"text": "a", "date": "2031-03-04T07:12:00", "date_gmt": "2031-03-04T06:12:00"}"#);
    assert_eq!(dated.published_at, Timestamp::parse("2031-03-04T06:12:00Z"));
    let seen = parse(r#"{"title": "a", "seendate": "20310304T061200Z"}"#);
    assert_eq!(seen.published_at, dated.published_at);
}

#[test]
fn the_host_of_the_url_is_the_outlet_where_none_is_named() {
    let source = |json: &str| parse(json).source;
    let of_url = |url: &str| source(&format!(r#"{{"text": "a", "url": "{url}"}}"#));
    for url in ["https://www.Lavoix.example/a?b=c.d", "http://lavoix.example:8080", "https://u@lavoix.example#top"] {
        assert_eq!(of_url(url).as_deref(), Some("lavoix.example"), "{url}");
    }
    for url in [
        "a1",
        "urn:example:1",
        "https://",
        "https://localhost/a",
        "https://a b.c/",
        "https://t.co/x",
        "mailto:a@b.example",
    ] {
        assert_eq!(of_url(url), None, "{url}");
    }
    assert_eq!(
        source(r#"{"text": "a", "url": "https://lavoix.example/a", "site": "La Voix"}"#).as_deref(),
        Some("La Voix")
    );
    let feed = r#"{"text": "a", "url": "https://t.example/a", "source": {"url": "https://lavoix.example/feed", "name": "La Voix"}}"#;
    assert_eq!(source(feed).as_deref(), Some("La Voix"));
}

#[test]
fn a_whole_number_is_an_id_however_it_is_written() {
    for id in ["7", "7.0", "7e0", "\"7\""] {
        assert_eq!(parse(&format!(r#"{{"text": "a", "id": {id}}}"#)).id, "7", "{id}");
    }
    assert_eq!(parse(r#"{"text": "a", "id": -0.0}"#).id, "0");
    assert_eq!(parse(r#"{"text": "a", "id": 9007199254740992.0}"#).id, "9007199254740992");
    for id in ["7.5", "1e300", "9007199254740994.0"] {
        let rejection = refuse(format!(r#"{{"text": "a", "id": {id}}}"#).as_bytes());
        assert!(matches!(rejection.reason, Reason::WrongType { .. }), "{id}");
    }
}

#[test]
fn an_id_is_stable_where_none_is_given() {
    assert_eq!(parse(r#"{"text": "a", "url": "https://a.example/1"}"#).id, "https://a.example/1");
    let id = parse(r#"{"text": "a", "title": "b", "source": "c"}"#).id;
    assert_eq!(id, format!("{:016x}", xxhash_rust::xxh3::xxh3_64(b"c\x1fb\x1fa")));
}

#[test]
fn rejections_say_what_and_where() {
    let wrong = |field: &str, expected, found| Reason::WrongType { field: field.into(), expected, found };
    let cases: [(&[u8], u64, Reason); 9] = [
        (b"{\"text\": \"\xff\"}", 10, Reason::InvalidUtf8),
        (b"{\"text\": ", 8, Reason::InvalidJson("EOF while parsing a value".into())),
        (b"{\"text\": \"\\ud800\"}", 16, Reason::InvalidJson("unexpected end of hex escape".into())),
        (b"{} {}", 3, Reason::InvalidJson("trailing characters".into())),
        (b"[1]", 0, Reason::NotAnObject),
        (b"{\"id\": \"a\", \"text\": \" \"}", 0, Reason::NoText),
        (b"{\"id\": 1, \"body\": true}", 18, wrong("body", "a string", "true or false")),
        (b"{\"text\": \"a\", \"id\" : 1.5}", 21, wrong("id", "a string or a whole number", "a number")),
        (b" \r", 0, Reason::BlankLine),
    ];
    for (line, byte, reason) in cases {
        let rejection = refuse(line);
        assert_eq!((rejection.byte, rejection.reason), (byte, reason), "{}", String::from_utf8_lossy(line));
    }
    assert_eq!(parse(r#"{"text": "a", "version": "1.0", "author": 7, "credit": true}"#).metadata, Default::default());
}

#[test]
fn texts_and_records_over_their_limits_are_rejected_and_the_run_goes_on() {
    let options = Options { max_text_bytes: 8, block_bytes: 1, ..Options::default() };
    let limit = options.record_limit();
    let long = format!("{{\"text\": \"{}\"}}", "x".repeat(limit as usize));
    let input = format!("{{\"text\": \"123456789\"}}\n{long}\n{{\"text\": \"12345678\"}}");
    let outcomes = outcomes(input.as_bytes(), Format::JsonLines, &options);
    let [Err(text), Err(record), Ok(last)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!(text.rejection.reason, Reason::TextTooLong { bytes: 9, limit: 8 });
    assert_eq!(record.rejection.reason, Reason::RecordTooLong { bytes: limit + 12, limit });
    assert_eq!((record.rejection.line, record.rejection.byte), (2, 22));
    assert_eq!((record.record.len() as u64, record.record_bytes), (limit, limit + 12));
    assert_eq!(last.text, "12345678");
}

#[test]
fn a_stray_quote_costs_no_more_than_the_limit() {
    let options = Options { max_text_bytes: 0, ..Options::default() };
    let limit = options.record_limit() as usize;
    let input = format!("title\n\"{}\nb\n\"c\nd\"\n", "a\n".repeat(limit / 2));
    let outcomes = outcomes(input.as_bytes(), Format::Csv, &options);
    let titles: Vec<_> =
        outcomes[1..].iter().map(|o| o.as_ref().expect("an article").title.as_deref().expect("a title")).collect();
    assert_eq!(titles, ["b", "c\nd"]);
    assert_eq!(outcomes[0].as_ref().unwrap_err().rejection.line, 2);
}

#[test]
fn a_quote_that_nothing_closes_costs_its_line() {
    type Read = Result<(String, String), (u64, u64, Reason)>;
    let read = |input: &str, format| -> Vec<Read> {
        let outcomes = outcomes(input.as_bytes(), format, &Options::default());
        let shown = |outcome: Outcome| match outcome {
            Ok(article) => Ok((article.id, article.text)),
            Err(rejected) => Err((rejected.rejection.line, rejected.rejection.byte, rejected.rejection.reason)),
        };
        outcomes.into_iter().map(shown).collect()
    };
    let article = |id: &str, text: &str| Ok((id.to_owned(), text.to_owned()));
    let unclosed = |line, byte| Err((line, byte, Reason::UnclosedQuote));
    let input = "id,title,text\n1,A,He said\r\n2,B,\"Unclosed, he said\r\n3,\"C\",c\r\n4,D,\"d\"\"\n\"\n5,E,e";
    let expected =
        [article("1", "He said"), unclosed(3, 31), article("3", "c"), article("4", "d\"\n"), article("5", "e")];
    // The quote of the third row closes the cell of the second, in the midst of a line.
    assert_eq!(read(input, Format::Csv), expected);
    let to_the_end = "id,text\n1,a\n2,\"b\n3,c\n4,\"d\"\"\n";
    let expected = [article("1", "a"), unclosed(3, 14), article("3", "c"), unclosed(5, 23)];
    assert_eq!(read(to_the_end, Format::Csv), expected);
    let unquoted = "id\ttext\n1\t\"Yes\n2\t\"Yes\" he said\n3\t\"No\n4\td\n";
    let expected = [unclosed(2, 10), article("2", "Yes he said"), unclosed(4, 33), article("4", "d")];
    assert_eq!(read(unquoted, Format::Tsv), expected);
    assert_eq!(read("id,\"text\n1,a\n", Format::Csv), [unclosed(1, 3)]);
}

/// Each line would open a cell that runs on to the end.
#[test]
fn stray_quotes_cost_no_more_than_their_number() {
    let input = format!("id,text\n{}", "\"a\"b,\"c\n".repeat(200_000));
    let outcomes = outcomes(input.as_bytes(), Format::Csv, &Options::default());
    let unclosed = outcomes.iter().filter(|o| o.as_ref().is_err_and(|r| r.rejection.reason == Reason::UnclosedQuote));
    assert_eq!(unclosed.count(), 200_000);
}

#[test]
fn a_source_of_another_form_is_told_by_its_first_record() {
    let reasons = |input: &[u8], format| -> Vec<Reason> {
        let refused = outcomes(input, format, &Options::default()).into_iter().filter_map(Result::err);
        refused.map(|rejected| rejected.rejection.reason).collect()
    };
    let utf16: Vec<u8> = "\u{feff}id;text\n1;a\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let gz = gzip(b"{\"text\": \"a\"}\n");
    let cases: [(&[u8], Form); 14] = [
        (b"[{\"text\": \"a\"}]", Form::JsonArray),
        (b"[\n  {\n    \"text\": \"a\"\n  }\n]", Form::JsonArray),
        (b"\xef\xbb\xbf{\n  \"text\": \"a\"\n}", Form::JsonOverLines),
        (
            b"{\"status\": \"ok\", \"articles\": [{\"title\": \"a\", \"url\": \"b\"}]}",
            Form::Envelope("articles".into()),
        ),
        (
            b"{\"response\": {\"tags\": [{\"name\": \"x\"}], \"docs\": [{\"body\": \"a\"}]}}",
            Form::Envelope("response.docs".into()),
        ),
        (
            b"{\"schema\":\"wirefold.verdict/1\",\"id\":\"a\",\"events\":[{\"type\":\"created\",\"article\":\"a\"}]}",
            Form::Verdict,
        ),
        (b"<?xml version=\"1.0\"?>\n<rss>", Form::Xml),
        (&utf16, Form::Utf16),
        (&gz, Form::Compressed { by: "gzip", ending: "gz" }),
        (b"PK\x03\x04\xff\n", Form::Binary("a ZIP archive or an Office document")),
        (b"\xff\xfe\0\0{\0\0\0", Form::Binary("text in UTF-32")),
        (b"\xfd7zXZ\0\0\x04", Form::Binary("data compressed by xz")),
        (b"BZh91AY&SY\xff", Form::Binary("data compressed by bzip2")),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", Form::Binary("a WARC file")),
    ];
    for (input, form) in cases {
        assert_eq!(reasons(input, Format::JsonLines).first(), Some(&Reason::WrongForm(form.clone())), "{form}");
    }
    for format in [Format::Csv, Format::Tsv] {
        assert_eq!(reasons(&utf16, format), [Reason::WrongForm(Form::Utf16)]);
        assert_eq!(reasons(b"<rss>\n<a>", format), [Reason::WrongForm(Form::Xml)]);
        assert_eq!(reasons(b"{\"text\": \"a\"}\n{\"text\": \"b\"}\n", format), [Reason::WrongForm(Form::Json)]);
        assert_eq!(reasons(b"[{\"text\": \"a\"}]", format), [Reason::WrongForm(Form::Json)]);
        assert_eq!(reasons(b"[\n {\"text\": \"a\"}]", format), [Reason::WrongForm(Form::Json)]);
        assert!(reasons(b"[id]\t\"text\"\n1\ta\n", format).is_empty());
    }
    assert_eq!(reasons(&utf16, Format::Text), [Reason::WrongForm(Form::Utf16)]);
    let unknown = reasons(b"a,b\n1,2\n3,4\n", Format::Csv);
    assert_eq!(
        unknown,
        [Reason::WrongForm(Form::NoColumn("a, b".into())), Reason::WrongForm(Form::NoColumn("a, b".into()))]
    );
    // What has the right form keeps the reasons of its records.
    assert_eq!(reasons(b"{\"text\": \"a\n{\"tags\": [{\"name\": \"x\"}]}", Format::JsonLines)[1], Reason::NoText);
    assert!(matches!(reasons(b"{\"text\": \"a", Format::JsonLines)[..], [Reason::InvalidJson(_)]));
    assert!(matches!(reasons(b"{\"text\": \"a\"}\n[1]", Format::JsonLines)[..], [Reason::NotAnObject]));
}

#[test]
fn the_header_says_what_separates_the_cells() {
    for (input, format) in [
        ("id;text\n1;\"a;\nb\"", Format::Csv),
        ("id\ttext\n1\t\"a;\nb\"", Format::Csv),
        ("id,text\n1,\"a;\nb\"", Format::Tsv),
    ] {
        let outcomes = outcomes(input.as_bytes(), format, &Options::default());
        let [Ok(article)] = &outcomes[..] else { panic!("{input}: {outcomes:?}") };
        assert_eq!((article.id.as_str(), article.text.as_str()), ("1", "a;\nb"));
    }
    let one_column = outcomes(b"\"text\"\na;b\n", Format::Csv, &Options::default());
    assert_eq!(one_column[0].as_ref().expect("an article").text, "a;b");
}

#[test]
fn a_folder_without_a_readable_file_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let empty =
        |options: &Options| Blocks::open(&[folder.path()], options).expect("it is there").empty_folders().to_vec();
    assert_eq!(empty(&Options::default())[0].unknown, 0);
    fs::write(folder.path().join("a.xml"), "<a>").expect("it is written");
    let told = empty(&Options::default());
    assert!(told[0].unknown == 1 && told[0].to_string().contains("--format"), "{told:?}");
    assert!(empty(&Options { format: Some(Format::Text), ..Options::default() }).is_empty());
    fs::write(folder.path().join("b.txt"), "a").expect("it is written");
    assert!(empty(&Options::default()).is_empty());
}

#[test]
fn rows_say_where_they_stand() {
    let input = b"\xef\xbb\xbf\r\nid,title\r\n1,\"a\r\nb\"\r\n\r\n2,c,d\r\n3,\xff\r\n4,e";
    let outcomes = outcomes(input, Format::Csv, &Options::default());
    let [Ok(first), Err(cells), Err(utf8), Ok(last)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert_eq!((first.title.as_deref(), last.title.as_deref()), (Some("a\r\nb"), Some("e")));
    assert_eq!(cells.rejection.reason, Reason::WrongCellCount { expected: 2, found: 3 });
    assert_eq!((cells.rejection.line, cells.rejection.byte), (6, 27));
    assert_eq!((utf8.rejection.line, utf8.rejection.byte), (7, 36));
    assert_eq!(utf8.rejection.reason, Reason::InvalidUtf8);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

#[test]
fn files_and_folders_are_read_in_the_order_of_their_paths() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it lies in a folder")).expect("it is written");
        fs::write(path, bytes).expect("it is written");
    };
    let members = [gzip(b"{\"id\": \"b1\", \"text\": \"x\"}\n"), gzip(b"{\"id\": \"b2\", \"text\": \"x\"}")].concat();
    let frames = [
        zstd::encode_all(&b"id\ttitle\nc1\t"[..], 1).expect("memory takes it"),
        zstd::encode_all(&b"x\n"[..], 1).expect("memory takes it"),
    ];
    write("a/z.txt", b"Title\r\n\r\n  \nBody\n");
    write("b.jsonl.gz", &members);
    write("c.TSV.zst", &frames.concat());
    write("d.unknown", b"no article");
    write(".hidden.txt", b"no article");
    let ids = |options: &Options| -> Vec<String> {
        let articles = read(&[folder.path()], options).expect("sources");
        articles.map(|outcome| outcome.expect("it is read").expect("an article").id).collect()
    };
    assert_eq!(ids(&Options::default()), ["a/z", "b1", "b2", "c1"]);

    let one = read(&[folder.path().join("a/z.txt")], &Options::default())
        .expect("sources")
        .next()
        .expect("one record")
        .expect("it is read")
        .expect("an article");
    assert_eq!((one.id.as_str(), one.text.as_str()), ("z", "Body\n"));
    assert!(matches!(read(&[folder.path().join("none")], &Options::default()), Err(Error::Io { .. })));
}

#[test]
fn a_damaged_stream_is_rejected_at_its_fault_and_the_next_file_follows() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines: String = (0..2000).map(|i| format!("{{\"id\": \"{i}\", \"text\": \"{}\"}}\n", i * i)).collect();
    let whole = [gzip(lines.as_bytes()), zstd::encode_all(lines.as_bytes(), 1).expect("memory takes it")];
    for (bytes, name) in whole.iter().zip(["a.jsonl.gz", "a.jsonl.zst"]) {
        let cut = folder.path().join(name);
        let next = folder.path().join("b.jsonl");
        fs::write(&cut, &bytes[..bytes.len() / 2]).expect("it is written");
        fs::write(&next, "{\"text\": \"x\"}").expect("it is written");
        let outcomes: Vec<_> = read(&[&cut, &next], &Options::default())
            .expect("sources")
            .map(|outcome| outcome.expect("it is read"))
            .collect();
        let [read @ .., Err(damaged), Ok(last)] = &outcomes[..] else { panic!("{name}") };
        assert_eq!(last.text, "x");
        assert!(matches!(damaged.rejection.reason, Reason::DamagedStream(_)), "{name}: {}", damaged.rejection);
        assert!(read.iter().all(Result::is_ok));
        assert_eq!(damaged.rejection.line, read.len() as u64 + 1);
        assert!(lines.as_bytes()[..damaged.rejection.byte as usize].ends_with(&damaged.record));
    }
}

#[test]
fn with_blocks_of_one_byte_no_read_waits_for_what_follows_a_record() {
    struct OneLineThenPanic(bool);
    impl Read for OneLineThenPanic {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            assert!(!std::mem::replace(&mut self.0, true), "asked for more before the first record was given out");
            into[..3].copy_from_slice(b"{}\n");
            Ok(3)
        }
    }
    let options = Options { block_bytes: 1, ..Options::default() };
    let mut blocks = Blocks::of_reader("-", Format::JsonLines, OneLineThenPanic(false), &options);
    assert_eq!(blocks.next().expect("one block").expect("it is read").bytes(), b"{}\n");
}

/// Gives its bytes in pieces of the given sizes.
struct Pieces(Vec<u8>, Vec<usize>);

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let size = self.1.pop().unwrap_or(usize::MAX).min(self.0.len()).min(into.len());
        into[..size].copy_from_slice(&self.0[..size]);
        self.0.drain(..size);
        Ok(size)
    }
}

/// Bytes that come near to being records.
fn nearly_records() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "{\"id\": \"1\", \"text\": \"a\"}", "{\"text\": ", "\"b\"", "}", "{", "[", "null", "\\u00e9", "\\ud800", "id,text",
            "1,2", ",", "\t", "\"\"", "\"", "\u{feff}", "\"source\": {\"url\": \"x\"}", "\"date\": 1e999", "-", "é",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
        3 => prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n"]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_line_is_answered_once(bytes in nearly_records()) {
        let options = Options { reject_blank_lines: true, ..Options::default() };
        let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let lines: Vec<_> = unmarked.split_inclusive(|byte| *byte == b'\n').collect();
        let outcomes = outcomes(&bytes, Format::JsonLines, &options);
        prop_assert_eq!(outcomes.len(), lines.len());
        for (i, (outcome, line)) in outcomes.iter().zip(lines).enumerate() {
            if let Err(rejected) = outcome {
                prop_assert_eq!(&rejected.record, line.strip_suffix(b"\n").unwrap_or(line));
                prop_assert_eq!(rejected.rejection.line, i as u64 + 1);
                prop_assert!(rejected.rejection.byte as usize <= bytes.len());
            }
        }
    }

    #[test]
    fn the_sizes_of_blocks_and_reads_change_nothing(
        bytes in nearly_records(),
        block_bytes in 1..64usize,
        reads in prop::collection::vec(1..9usize, 0..200),
        record_limit in prop_oneof![0..40usize, Just(1000)],
    ) {
        for format in [Format::JsonLines, Format::Csv, Format::Tsv, Format::Text] {
            let outcomes = |reads: &[usize], block_bytes| -> Vec<Outcome> {
                let options = Options { block_bytes, ..Options::default() };
                let parser = Parser::new(&options);
                let reader = Pieces(bytes.clone(), reads.to_vec());
                let blocks = Blocks::of_reader("-", format, reader, &options).with_record_limit(record_limit);
                blocks.flat_map(|block| parser.parse_block(&block.expect("a block"))).collect()
            };
            prop_assert_eq!(&outcomes(&reads, block_bytes), &outcomes(&[], 1 << 20));
        }
    }

    #[test]
    fn no_damage_to_a_compressed_file_panics(at in any::<prop::sample::Index>(), to in any::<u8>(), is_gzip in any::<bool>()) {
        let line = b"{\"id\": \"1\", \"text\": \"abcabcabc\"}\n";
        let mut bytes = if is_gzip { gzip(line).repeat(2) } else { zstd::encode_all(&line[..], 1).expect("memory takes it").repeat(2) };
        *at.get_mut(&mut bytes) = to;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(if is_gzip { "a.jsonl.gz" } else { "a.jsonl.zst" });
        fs::write(&path, bytes).expect("it is written");
        prop_assert!(read(&[path], &Options::default()).expect("sources").all(|outcome| outcome.is_ok()));
    }
}
