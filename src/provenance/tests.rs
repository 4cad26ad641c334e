//! The case tables: what is a credit and what is not, language by language.

use super::*;
use crate::normalise::clean;
use crate::units::Timestamp;
use proptest::prelude::*;

const CREDITS: &str = include_str!("cases/credits.tsv");
const CITATIONS: &str = include_str!("cases/citations.tsv");

/// A paragraph without any signal, in the language of the case.
fn filler(language: &str) -> &'static str {
    match language {
        "fr" => {
            "Le pont, fermé depuis le mois de mai à la suite d'une crue, a été remis en service lundi matin, et les premiers véhicules l'ont franchi vers huit heures. Les travaux ont coûté deux millions, a précisé la mairie, qui espère un retour des commerçants dans le quartier avant la fin de l'été prochain."
        }
        "de" => {
            "Die Brücke, die seit dem Hochwasser im Mai gesperrt war, ist am Montag wieder freigegeben worden, und gegen acht Uhr fuhren die ersten Autos hinüber. Die Arbeiten haben zwei Millionen gekostet, wie die Stadt mitteilte, die nun auf die Rückkehr der Händler in das Viertel hofft."
        }
        "es" => {
            "El puente, cerrado desde mayo a causa de una crecida, volvió a abrirse el lunes por la mañana, y los primeros vehículos lo cruzaron hacia las ocho. Las obras costaron dos millones, según el ayuntamiento, que espera que los comerciantes vuelvan al barrio antes de que acabe el verano."
        }
        "it" => {
            "Il ponte, chiuso da maggio dopo una piena, è stato riaperto lunedì mattina e i primi veicoli lo hanno attraversato verso le otto. I lavori sono costati due milioni, ha precisato il comune, che spera nel ritorno dei commercianti nel quartiere prima della fine dell'estate prossima."
        }
        "pt" => {
            "A ponte, fechada desde maio por causa de uma cheia, reabriu na segunda-feira de manhã, e os primeiros veículos passaram por volta das oito. As obras custaram dois milhões, segundo a câmara, que espera o regresso dos comerciantes ao bairro antes do fim do próximo verão."
        }
        "ru" | "uk" => {
            "Мост, закрытый с мая из-за паводка, снова открыли в понедельник утром, и первые машины проехали по нему около восьми часов. Работы обошлись в два миллиона, уточнили в мэрии, где надеются на возвращение торговцев в квартал до конца следующего лета."
        }
        "ar" => {
            "أعيد فتح الجسر صباح يوم الاثنين بعد أن ظل مغلقا منذ شهر مايو بسبب الفيضان وعبرته أولى السيارات عند الساعة الثامنة. وبلغت كلفة الأشغال مليونين بحسب البلدية التي تأمل عودة التجار إلى الحي قبل نهاية الصيف."
        }
        "zh" => {
            "这座桥自五月洪水以来一直关闭，星期一上午重新开放，八点左右第一批车辆通过。市政府说，工程耗资两百万，希望商户在明年夏天结束前回到这一街区。"
        }
        "ja" => {
            "五月の洪水以来閉鎖されていた橋は月曜日の朝に再び開通し、八時ごろ最初の車が渡った。工事費は二百万で、市は来年の夏が終わるまでに商店が戻ることを期待している。"
        }
        "ko" => {
            "오월 홍수 이후 폐쇄되었던 다리가 월요일 아침 다시 열렸고 여덟 시쯤 첫 차량이 지나갔다. 공사에는 이백만이 들었으며 시는 내년 여름이 끝나기 전에 상인들이 돌아오기를 기대하고 있다."
        }
        _ => {
            "The bridge, closed since a flood in May, was opened again on Monday morning, and the first cars crossed it at about eight. The works cost two million, the town said, which hopes that the shopkeepers will come back to the quarter before the end of next summer."
        }
    }
}

/// The article of a case; `fr@1925` is French of that year.
fn article(language: &str, text: &str) -> Article {
    let (language, year) = language.split_once('@').map_or((language, None), |(l, y)| (l, Some(y)));
    let text = text.replace('¶', "\n").replace("{}", filler(language));
    let published_at = year.map(|y| Timestamp::parse(&format!("{y}-06-01")).expect("a year"));
    Article { language: Language::parse(language), published_at, ..Article::new("case", text) }
}

fn cases(table: &'static str) -> impl Iterator<Item = (usize, Vec<&'static str>)> {
    let rows = table.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty());
    rows.map(|(number, line)| (number + 1, line.split('\t').collect()))
}

fn shown(signals: &Signals) -> Vec<(&str, Basis, f32)> {
    signals.agencies.iter().map(|s| (s.agency.name.as_str(), s.basis, s.confidence)).collect()
}

#[test]
fn credits_are_credits() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (line, cells) in cases(CREDITS) {
        let [language, agency, basis, text] = cells[..] else { panic!("line {line} has {} cells", cells.len()) };
        let signals = read_signals(&article(language, text), None);
        count += 1;
        if !signals.credits_agency(agency) {
            failures.push(format!("{line}: {agency} by {basis} in {text:?}: {:?}", shown(&signals)));
        }
    }
    assert!(count >= 150);
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}

/// An outlet's own name beside an agency, where a person's is a photographer.
#[test]
fn who_prints_a_text_signs_it_beside_an_agency() {
    for (source, line, is_credit) in [
        ("yenilema.example", "Yeni Lema / AA", true),
        ("www.ozgur-kalem.example", "Özgür Kalem / AA", true),
        ("yenilema.example", "Deniz Kaya / AA", false),
    ] {
        let signals = read_signals(&article("tr", &format!("{{}}¶{line}")).with_source(source), None);
        assert_eq!(signals.credits_agency("Anadolu"), is_credit, "{source}: {line}");
    }
}

/// The kinds of credit shade into each other (is `AFP` under a title a byline?): most must be named as the table does.
#[test]
fn credits_are_of_the_right_kind() {
    let agrees = |(_, cells): (usize, Vec<&'static str>)| {
        let signals = read_signals(&article(cells[0], cells[3]), None);
        let basis: Basis = serde_json::from_value(cells[2].into()).expect("a basis");
        signals.agencies.iter().any(|s| s.basis == basis && s.agency.name == cells[1])
    };
    let (right, all) = cases(CREDITS).fold((0, 0), |(right, all), case| (right + usize::from(agrees(case)), all + 1));
    assert!(right * 100 >= all * 85, "{right} of {all}");
}

#[test]
fn citations_and_photo_credits_are_no_credits() {
    let mut failures = Vec::new();
    let mut count = 0;
    for (line, cells) in cases(CITATIONS) {
        let [language, agency, basis, text] = cells[..] else { panic!("line {line} has {} cells", cells.len()) };
        let signals = read_signals(&article(language, text), None);
        count += 1;
        let named = signals.agencies.iter().any(|s| s.agency.name == agency);
        if !signals.credits().is_empty() || basis != "-" && !named {
            failures.push(format!("{line}: {agency} as {basis} in {text:?}: {:?}", shown(&signals)));
        }
    }
    assert!(count >= 200);
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n"));
}

/// Texts come with the markup of their pages: it changes nothing that is read, and places stay those of what was given.
#[test]
fn markup_hides_no_credit() {
    let read = |article: &Article| {
        let bare = |place: Span| clean(place.of(&article.text)).as_str().replace('\n', "").trim().to_owned();
        let signals = read_signals(article, None);
        let agencies =
            signals.agencies.iter().map(|s| format!("{} {:?} {} {}", s.agency.name, s.basis, s.told, bare(s.span)));
        let via = signals.via.iter().map(|v| format!("via {:?} {}", v.name, bare(v.span)));
        agencies.chain(via).chain(signals.byline.map(|b| format!("by {} {}", b.name, bare(b.span)))).collect::<Vec<_>>()
    };
    let (mut count, mut differ) = (0, Vec::new());
    for (line, cells) in cases(CREDITS).chain(cases(CITATIONS)) {
        let mut plain = article(cells[0], cells[3]);
        if plain.text.contains('<') {
            continue;
        }
        let lines: Vec<&str> = plain.text.lines().collect();
        let marked = lines.iter().map(|line| {
            let line = line
                .replace('&', "&amp;")
                .replace("AFP", "<a href=\"https://afp.example/é\">AFP</a>")
                .replace("Reuters", "<b>Reuters</b>");
            format!("<p class=\"é\"><em>{line}</em></p>")
        });
        let page = Article { text: marked.collect::<Vec<_>>().concat(), ..plain.clone() };
        plain.text = lines.join("\n\n");
        count += 1;
        let (is, was) = (read(&page), read(&plain));
        if is != was {
            differ.push(format!("{line}: {was:?} {is:?} {}", page.text));
        }
    }
    assert!(count > 350);
    assert!(differ.is_empty(), "{} of {count}:\n{}", differ.len(), differ.join("\n"));
}

#[test]
fn fields_of_the_record_speak() {
    let credited = |set: fn(&mut Article)| {
        let mut article = Article::new("a", filler("en"));
        set(&mut article);
        let signals = read_signals(&article, None);
        signals.credits().first().map(|s| (s.agency.name.clone(), s.basis, s.field))
    };
    let is = |name: &str, basis, field| Some((name.to_string(), basis, field));
    assert_eq!(credited(|a| a.source = Some("Reuters".into())), is("Reuters", Basis::Metadata, Field::Source));
    assert_eq!(credited(|a| a.source = Some("apnews.com".into())), is("AP", Basis::Metadata, Field::Source));
    assert_eq!(credited(|a| a.source = Some("Anadolu Sigorta".into())), None);
    assert_eq!(credited(|a| a.url = Some("https://www.tass.com/x".into())), is("TASS", Basis::Metadata, Field::Url));
    for (address, agency) in [
        ("https://orsa.example/ntb/innenriks/2031/x", Some("NTB")),
        ("https://orsa.example/a/NTB_innenriks/x", Some("NTB")),
        ("https://orsa.example/pti-feed/story/x?y=/ansa/", Some("PTI")),
        ("https://orsa.example/tag/reuters/x", None),
        ("https://orsa.example/mena/x", None),
        ("https://orsa.example/news/reuters", None),
        ("https://orsa.example/pa-politics/x", None),
    ] {
        let article = Article { url: Some(address.into()), ..Article::new("a", "A text.") };
        let signals = read_signals(&article, None);
        assert_eq!(shown(&signals).first().map(|s| (s.0, s.1)), agency.map(|a| (a, Basis::Metadata)), "{address}");
    }
    assert_eq!(credited(|a| a.metadata.author = Some("AFP".into())), is("AFP", Basis::Byline, Field::Author));
    assert_eq!(credited(|a| a.metadata.author = Some("Jane Doe (AP)".into())), is("AP", Basis::Byline, Field::Author));
    assert_eq!(
        credited(|a| a.metadata.author = Some("Le Monde avec AFP".into())),
        is("AFP", Basis::Byline, Field::Author)
    );
    assert_eq!(credited(|a| a.metadata.author = Some("Ana Ap Rhys".into())), None);
    assert_eq!(credited(|a| a.metadata.credit = Some("dpa".into())), is("dpa", Basis::Metadata, Field::Credit));
    assert_eq!(
        credited(|a| a.metadata.copyright = Some("© 2020 EFE".into())),
        is("EFE", Basis::Copyright, Field::Copyright)
    );
    assert_eq!(
        credited(|a| a.metadata.dateline = Some("PARIS (AFP)".into())),
        is("AFP", Basis::Dateline, Field::Dateline)
    );
    assert_eq!(
        credited(|a| a.metadata.syndicated_from = Some("https://reuters.com/a".into())),
        is("Reuters", Basis::Metadata, Field::SyndicatedFrom)
    );
    assert_eq!(
        credited(|a| a.title = Some("Bridge opened again - Reuters".into())),
        is("Reuters", Basis::Credit, Field::Title)
    );
    assert_eq!(credited(|a| a.title = Some("Reuters to cut jobs".into())), None);
}

#[test]
fn names_follow_the_time_of_the_article() {
    let text = "PARIS, 3 (Havas). — La Chambre a voté les crédits.";
    let dated = |year: &str| {
        let at = Timestamp::parse(&format!("{year}-06-01")).expect("a date");
        read_signals(&Article::new("a", text).with_published_at(at), None).credits_agency("Havas")
    };
    assert!(dated("1925"));
    assert!(!dated("2019"));
}

#[test]
fn the_word_before_agencies_is_none_of_them() {
    for (language, text) in [("fr", "{}¶(Agences AFP et Reuters)"), ("es", "{}¶Agencias. EFE")] {
        let signals = read_signals(&article(language, text), None);
        assert!(!signals.agencies.is_empty() && signals.agencies.iter().all(|signal| !signal.agency.generic), "{text}");
    }
}

#[test]
fn outlets_that_it_was_taken_over_from_are_named() {
    for (text, name) in [
        ("{}¶Ce texte est repris du Courrier du Val.", Some("Courrier du Val")),
        ("{}¶Cet article a d'abord été publié dans La Gazette du Val", Some("La Gazette du Val")),
        ("{}¶Lire l'article original sur Le Matin du Val", Some("Le Matin du Val")),
        ("{}¶Lea la nota original en El Correo del Valle", Some("El Correo del Valle")),
        ("{}¶Articolo apparso originariamente su La Voce della Valle", Some("La Voce della Valle")),
        ("{}¶Erstveröffentlichung in den Talnachrichten", Some("Talnachrichten")),
        ("{}¶Первоисточник: Голос Долины", Some("Голос Долины")),
        ("{}¶Текст уперше вийшов у газеті «Голос Долини»", Some("Голос Долини")),
        ("{}¶İlk olarak Vadi Haber'de yayımlandı", Some("Vadi Haber")),
        ("{}¶نشر أولا في صحيفة الوادي", Some("صحيفة الوادي")),
        ("{}¶(This article was syndicated from The Vale Herald)", Some("The Vale Herald")),
        ("{}¶via LeMonde", Some("LeMonde")),
        ("{} Fuente: El Faro / EFE", Some("El Faro")),
        ("{} (Izvor: Talas)", Some("Talas")),
        ("Извор:¶¶Телеграф¶¶13.03.2031¶{}", Some("Телеграф")),
        ("{}¶წყარო: ტალღა", Some("ტალღა")),
        ("{}¶Fuente: msn", Some("msn")),
        ("{}¶Lees het hele artikel op De Courant", Some("De Courant")),
        ("{}¶from Orsa中文網 https://orsa.example/1¶via IFTTT", Some("Orsa中文網")),
        ("{}¶Published By: Orsa Mail - Friday, 3 May", Some("Orsa Mail")),
        ("{}¶Sursa articol: orsa.example", Some("orsa.example")),
        ("{}¶Πηγές:www.orsa.example, Reuters", Some("www.orsa.example")),
        ("{}¶Leer noticia completa en El Correo del Valle.", Some("El Correo del Valle")),
        ("{}… Citeste articolul mai departe pe orsa.example…", Some("orsa.example")),
        ("{}¶Via : Le Courrier", Some("Le Courrier")),
        ("{}¶Source : Le Courrier", Some("Le Courrier")),
        ("{}¶Lire l'article original", None),
        ("{}¶This article was originally published on The Conversation. Read the original.", Some("The Conversation")),
        ("{}¶The post Bridge opened appeared first on Daily Bugle.", Some("Daily Bugle")),
        ("{}¶Este artículo fue publicado en El Faro.", Some("El Faro")),
        ("{}¶Der Beitrag ist zuerst erschienen bei Der Bote.", Some("Der Bote")),
        ("{}¶Ursprünglich erschienen in: Der Bote", Some("Der Bote")),
        ("{}¶转自：南方日报", Some("南方日报")),
        ("{}¶来源：南方日报", Some("南方日报")),
        ("{}¶出典：東京日報", Some("東京日報")),
        ("{}¶Источник: Вестник", Some("Вестник")),
        ("{}¶نقلا عن الجريدة", Some("الجريدة")),
        ("{}¶Πηγή: Anatoli Press", Some("Anatoli Press")),
        ("{}¶Forrás: Kapu Online", Some("Kapu Online")),
        ("{}¶Джерело: Нова Березань", Some("Нова Березань")),
        ("{}¶מקור: נתיב 24", Some("נתיב 24")),
        ("{}¶منبع: راهنمای شهر", Some("راهنمای شهر")),
        ("{}¶Извор: Вечерње вести", Some("Вечерње вести")),
        ("{}¶[출처=너른들타임스]", Some("너른들타임스")),
        ("{}¶साभार: झरना टाइम्स", Some("झरना टाइम्स")),
        ("{}¶Sumber: KabarMelati", Some("KabarMelati")),
        ("{}¶Artikel ini telah tayang di KabarMelati dengan judul \"Jembatan Dibuka\"", Some("KabarMelati")),
        ("{}¶Nguồn: Tin Bạch Vân", Some("Tin Bạch Vân")),
        ("{}¶Artikel ini pertama kali tayang di KabarMelati", Some("KabarMelati")),
        ("{}¶[출처] 너른들타임스", Some("너른들타임스")),
        ("{}¶(साभार - झरना टाइम्स)", Some("झरना टाइम्स")),
        ("{}¶ขอบคุณข้อมูลจาก เมืองแก้วโพสต์", Some("เมืองแก้วโพสต์")),
        ("{}¶แหล่งที่มา: หนังสือพิมพ์เมืองแก้วโพสต์รายวัน", Some("หนังสือพิมพ์เมืองแก้วโพสต์รายวัน")),
        ("{}¶Cet article a été initialement publié sur Le Courrier.", Some("Le Courrier")),
        ("{}¶Source: https://www.example.org/story", Some("example.org")),
        ("{}¶Este artigo foi originalmente publicado no Jornal do Vale.", Some("Jornal do Vale")),
        ("{}¶As informações são do jornal Gazeta do Vale.", Some("Gazeta do Vale")),
        ("{}¶Articolo tratto da Il Valligiano", Some("Il Valligiano")),
        ("{}¶Articolo pubblicato originariamente sul Corriere della Valle.", Some("Corriere della Valle")),
        ("{}¶Dit artikel is overgenomen van De Dalbode.", Some("De Dalbode")),
        ("{}¶Artiklen er først bragt på Dalby Tidende", Some("Dalby Tidende")),
        ("{}¶Juttu on julkaistu alun perin Laakson Sanomissa.", Some("Laakson Sanomissa")),
        ("{}¶Articol preluat din Gazeta Văii", Some("Gazeta Văii")),
        ("{}¶Πρωτοδημοσιεύθηκε στην εφημερίδα Φωνή της Κοιλάδας", Some("Φωνή της Κοιλάδας")),
        ("{}¶Bu haber ilk olarak Vadi Postası'nda yayımlandı.", Some("Vadi Postası")),
        ("{}¶यह लेख मूल रूप से घाटी टाइम्स में प्रकाशित हुआ था।", Some("घाटी टाइम्स")),
        ("{}¶நன்றி: பள்ளத்தாக்கு முரசு", Some("பள்ளத்தாக்கு முரசு")),
        ("{}¶הכתבה פורסמה במקור באתר קול העמק", Some("קול העמק")),
        ("{}¶이 기사는 골짜기신문에 처음 게재됐습니다.", Some("골짜기신문")),
        ("{}¶（谷川新報より転載）", Some("谷川新報")),
        ("{}¶本文轉載自山谷時報", Some("山谷時報")),
        ("{}¶Tekst je preuzet sa portala Glas doline", Some("Glas doline")),
        ("{}¶Članek je bil prvotno objavljen v časniku Dolinski list.", Some("Dolinski list")),
        ("{}¶Впервые опубликовано в издании «Вести долины»", Some("Вести долины")),
        ("{}¶Der Text ist zuerst in der Tal-Zeitung erschienen.", Some("Tal-Zeitung")),
        ("{}¶Reprinted courtesy of the Valley Echo", Some("Valley Echo")),
        ("{}¶Dieser Beitrag wurde zuerst auf Talpost veröffentlicht.", Some("Talpost")),
        ("{}¶Cet article a été publié initialement par Le Valligiano", Some("Le Valligiano")),
        ("{}¶Tekst opublikowany pierwotnie w Kurier Doliny", Some("Kurier Doliny")),
    ] {
        let signals = read_signals(&article("en", text), None);
        let names: Vec<_> = signals.via.iter().map(|v| v.name.as_deref()).collect();
        assert_eq!(names, [name], "{text}");
    }
    let vias = |language, text| read_signals(&article(language, text), None).via;
    assert!(vias("tr", "{}¶Kaynak: AA / Güncel").is_empty());
    assert_eq!(vias("vi", "{}¶Theo Tin Bạch Vân")[0].name.as_deref(), Some("Tin Bạch Vân"));
    assert_eq!(vias("th", "{}¶ที่มา เมืองแก้วโพสต์")[0].name.as_deref(), Some("เมืองแก้วโพสต์"));
    assert!(
        vias("vi", "{}¶Nguồn nước đã sạch").is_empty()
            && vias("id", "{}¶Film itu telah tayang di bioskop.").is_empty()
            && vias("id", "{}¶Dilansir Antara, cuaca cerah.").is_empty()
    );
    assert!(vias("nl", "{}¶Theo Bakhuis").is_empty() && vias("vi", "{}¶Theo Bộ Y tế, cầu đã mở.").is_empty());
    for text in [
        "Via the new bridge, cars reach the town in ten minutes.",
        "{}¶Source : AFP",
        "Source of the river: a lake.",
        "{}¶The essay was originally published in 1921 and is out of print.",
        "{}¶Publicado originalmente às 10h15",
        "{}¶Das Buch wurde zuerst 1921 gedruckt.",
        "{}¶Først publisert: 12.03.2024 10:15",
        "{}¶Впервые опубликовано 12 марта 2024 года.",
        "{}¶이 기사는 저작권법의 보호를 받습니다.",
        "{}¶यह लेख मूल रूप से लेखक के निजी विचार हैं।",
        "{}",
    ] {
        assert!(read_signals(&article("en", text), None).via.is_empty(), "{text}");
    }
}

#[test]
fn links_to_another_host_are_republication() {
    let via = |canonical: &str| {
        let mut article = Article { url: Some("https://www.copy.example/1".into()), ..Article::new("a", "A text.") };
        article.metadata.canonical_url = Some(canonical.into());
        read_signals(&article, None).via.first().and_then(|v| v.name.clone())
    };
    assert_eq!(via("https://origin.example/1").as_deref(), Some("origin.example"));
    assert_eq!(via("https://amp.copy.example/1"), None);
    let mut article = Article::new("a", "A text.").with_source("copy.example");
    article.metadata.syndicated_from = Some("The Herald".into());
    article.metadata.based_on = vec!["https://origin.example/1".into(), "urn:x:1".into()];
    let names: Vec<_> = read_signals(&article, None).via.into_iter().filter_map(|v| v.name).collect();
    assert_eq!(names, ["The Herald", "origin.example"]);
}

#[test]
fn editorial_marks_are_facts() {
    use MarkKind::*;
    for (title, kind, number) in [
        ("UPDATE 2-Bank raises rate", Update, Some(2)),
        ("UPDATE 1-Bank raises rate", Update, Some(1)),
        ("CORRECTED-Bank raises rate", Correction, None),
        ("CORRECTION - Le pont rouvre", Correction, None),
        ("Correction: Bridge opened on Monday", Correction, None),
        ("RECTIFICATIF: Le pont rouvre", Correction, None),
        ("ANNULE ET REMPLACE Le pont rouvre", Correction, None),
        ("Korrektur: Brücke offen", Correction, None),
        ("BERICHTIGUNG/Brücke offen", Correction, None),
        ("Corrección: el puente abre", Correction, None),
        ("Errata corrige: il ponte apre", Correction, None),
        ("REFILE-Bank raises rate", Refile, None),
        ("(Refiles to fix headline)", Refile, None),
        ("(Recasts with quotes)", Recast, None),
        ("RECASTS lead", Recast, None),
        ("KILL: Bank raises rate", Kill, None),
        ("ANULA: el puente abre", Kill, None),
        ("更正：大桥开放", Correction, None),
        ("ИСПРАВЛЕНИЕ: мост открыт", Correction, None),
        ("HELYESBÍTÉS - Megnyílt a híd", Correction, None),
        ("Oikaisu: hinta oli väärin", Correction, None),
        ("(уточнено) Міст відкрили", Correction, None),
        ("[정정] 다리 다시 열려", Correction, None),
        ("다리 다시 열려(종합2보)", Update, Some(2)),
        ("Bridge opened (Update)", Update, None),
        ("【訂正】橋が開通", Correction, None),
        ("تصحيح: كلفة الجسر", Correction, None),
        ("VISSZAVONÁS - Megnyílt a híd", Kill, None),
        ("[전문취소] 다리 다시 열려", Kill, None),
        ("Bitte verwenden Sie diese Meldung nicht.", Kill, None),
        ("Molimo medije da vijest o mostu ne objavljuju", Kill, None),
        ("Attention editors: please disregard the story on the bridge", Kill, None),
        ("Kérjük szerkesztőinket, hogy a hírt ne használják fel", Kill, None),
        ("この記事は使用しないでください", Kill, None),
        ("TTXVN đề nghị hủy bỏ tin \"Thông cầu Lạc Giang\" phát sáng nay", Kill, None),
        ("NTB ber om at meldingen \"Bru åpnet\" trekkes tilbake", Kill, None),
        ("\"பாலம் திறப்பு\" என்ற செய்தியை ரத்து செய்யுமாறு கேட்டுக்கொள்கிறோம்", Kill, None),
        ("(Виправлено вартість ремонту у другому абзаці)", Correction, None),
        ("Fe d'errors: el cost del pont", Correction, None),
        ("திருத்தம்: பாலத்தின் செலவு", Correction, None),
    ] {
        let signals = read_signals(&Article::new("a", "A text.").with_title(title), None);
        let marks: Vec<_> = signals.marks.iter().map(|m| (m.kind, m.number, m.field)).collect();
        assert_eq!(marks, [(kind, number, Field::Title)], "{title}");
    }
    for title in [
        "Kill Bill is back",
        "Updates on the bridge",
        "Correction of the river begins",
        "Hold the line",
        "Do not use the bridge, police tell drivers",
        "Brücke bitte nicht verwenden, rät die Polizei",
        "종합 대책 발표",
        "تحديث أسطول الحافلات",
        "Rectificación de fincas",
        "Retrait : la mairie cède",
        "Khách có thể hủy bỏ tin nhắn đã gửi",
        "உத்தரவை ரத்து செய்யுமாறு கோரிக்கை: செய்தியாளர்களிடம் மேயர்",
        "Lagtexten dras tillbaka efter kritik",
    ] {
        assert!(read_signals(&Article::new("a", "A text.").with_title(title), None).marks.is_empty(), "{title}");
    }
    let mut article = Article::new("a", "A text.");
    article.metadata.publication_status = Some("stat:canceled".into());
    article.metadata.version = Some(3);
    let kinds: Vec<_> = read_signals(&article, None).marks.iter().map(|m| (m.kind, m.number)).collect();
    assert_eq!(kinds, [(Kill, None), (Update, Some(3))]);
}

#[test]
fn authors_and_places_are_read() {
    for (text, name) in [
        ("By Jane Doe¶{}", Some("Jane Doe")),
        ("By JANE DOE, Associated Press¶{}", Some("JANE DOE")),
        ("Par Jeanne Durand¶{}", Some("Jeanne Durand")),
        ("Von Max Müller, Berlin¶{}", Some("Max Müller")),
        ("{}¶Por Ana Pérez", Some("Ana Pérez")),
        ("By The Associated Press¶{}", None),
        ("By noon on Monday the bridge was full of cars.¶{}", None),
    ] {
        let signals = read_signals(&article("en", text), None);
        assert_eq!(signals.byline.as_ref().map(|b| b.name.as_str()), name, "{text}");
    }
    for (text, place, date) in [
        ("PARIS (AFP) - Le pont a rouvert.", Some("PARIS"), None),
        ("MOSCOW, Jan 13 (Reuters) - The bridge was opened.", Some("MOSCOW"), Some("Jan 13")),
        ("BRUXELLES — Le pont, fermé depuis mai, a rouvert lundi matin.", Some("BRUXELLES"), None),
        ("新华社北京9月30日电 大桥开放。", Some("北京"), Some("9月30日")),
        ("МОСКВА, 13 января. /ТАСС/. Мост открыт.", Some("МОСКВА"), Some("13 января")),
        ("【ワシントン共同】橋が開通した。", Some("ワシントン"), None),
        ("(파리 AFP=연합뉴스) 다리가 다시 열렸다.", Some("파리"), None),
        ("मेल्ड्रिन, एपी। पुल सोमवार को फिर खोल दिया गया।", Some("मेल्ड्रिन"), None),
        ("झरनापुर, 14 अक्टूबर (भाषा) पुल फिर खुला।", Some("झरनापुर"), Some("14 अक्टूबर")),
        ("Sơn Lam (TTXVN 24/9) - Cầu mở lại.", Some("Sơn Lam"), None),
        ("ภูฟ้า, 18 ก.ย. (ซินหัว) -- สะพานเปิดใช้อีกครั้ง", Some("ภูฟ้า"), Some("18 ก.ย")),
    ] {
        let signals = read_signals(&article("xx", text), None);
        let dateline = signals.dateline.unwrap_or_else(|| panic!("no dateline in {text}"));
        assert_eq!((dateline.place.as_deref(), dateline.date.as_deref()), (place, date), "{text}");
    }
}

#[test]
fn a_mark_that_ends_in_a_blank_may_end_its_line() {
    for text in ["(Corrects ", "(Corrects \nfigure in the lead)", "Adds \n", "[Adds "] {
        let kinds: Vec<MarkKind> = read_signals(&article("en", text), None).marks.iter().map(|m| m.kind).collect();
        assert!(kinds == [MarkKind::Correction] || kinds == [MarkKind::Update], "{text}: {kinds:?}");
    }
}

#[test]
fn spans_are_characters_of_the_field() {
    let text = format!("{}\nÉlise D. avec AFP", filler("fr"));
    let signals = read_signals(&Article::new("a", text.clone()), None);
    let span = signals.credits().first().expect("a credit").span;
    let words = span.of(&text);
    assert!(words.ends_with("avec AFP"), "{words}");
}

#[test]
fn a_signal_is_written_with_the_short_name() {
    let signals = read_signals(&Article::new("a", "PARIS (AFP) - Le pont a rouvert."), None);
    let json = serde_json::to_value(&signals).expect("signals are JSON");
    assert_eq!(json["agencies"][0]["agency"], "AFP");
    assert_eq!(json["agencies"][0]["basis"], "dateline");
    assert_eq!(json["agencies"][0]["field"], "text");
    assert_eq!(json["agencies"][0]["span"], serde_json::json!([0, 11]));
}

/// Text made of the pieces that the rules look for, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("AFP"),
        Just("(AFP)"),
        Just("Reuters"),
        Just("ТАСС"),
        Just("新华社"),
        Just("北京9月30日电"),
        Just("【共同】"),
        Just("أ ف ب"),
        Just("ل"),
        Just("l’"),
        Just("©"),
        Just("(c)"),
        Just("。"),
        Just("\u{3000}"),
        Just("\t"),
        Just("Courtesy: "),
        Just("(Corrects "),
        Just("Adds "),
        Just("Oréa Herald"),
        Just("é"),
        Just("\u{a0}"),
        Just("\n"),
        Just(" "),
        Just(" - "),
        Just("—"),
        Just("/"),
        Just("("),
        Just(")"),
        Just("（"),
        Just("】"),
        Just("."),
        Just(","),
        Just("Photo"),
        Just("via "),
        Just("Source: "),
        Just("originally published on "),
        Just("UPDATE 2-"),
        Just("By "),
        Just("Jane Doe"),
        Just("(Renter). —"),
        Just("(UPD —"),
        Just("{Reute r,)"),
        Just("<AP)"),
        Just("Dépêches"),
        Just("Iavas"),
        Just("—Rcuter."),
        Just("Berlin, 3. Mai. "),
        Just("D. N. B."),
        Just("lDNB)"),
        Just("avec "),
        Just("\r\n"),
        Just("contributed to this"),
        Just("con información de "),
        Just("İ"),
        Just("ß"),
        Just("\u{301}"),
        Just("👍"),
        Just("#"),
        Just("@"),
        Just("www."),
        Just("摄"),
        Just("据"),
        Just("="),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn no_text_is_fatal_and_spans_lie_inside(
        text in prop_oneof![pieces(), any::<String>()],
        title in pieces(),
        year in prop::option::of(1850..2000u16),
    ) {
        let mut article = Article::new("a", text.clone()).with_title(title.clone());
        article.published_at = year.and_then(|y| Timestamp::parse(&format!("{y}-06-01")));
        article.metadata.author = Some(title.clone());
        article.metadata.copyright = Some(text.clone());
        article.metadata.dateline = Some(title.clone());
        let signals = read_signals(&article, None);
        let length = |field| match field {
            Field::Text | Field::Copyright => text.chars().count(),
            _ => title.chars().count(),
        };
        for s in &signals.agencies {
            prop_assert!(s.span.start < s.span.end && s.span.end as usize <= length(s.field), "{s:?}");
            prop_assert!((0.0..=1.0).contains(&s.confidence));
        }
        for via in &signals.via {
            prop_assert!(via.span.end as usize <= length(via.field));
        }
    }
}
