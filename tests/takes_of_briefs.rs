//! A brief that another house prints under its own title, with a figure or two brought up to date, is a copy; the same form filled
//! with other names, or a day later, is none.

use wirefold::{Article, Engine, units::Timestamp, verify::Relation};

const FIRST: [(&str, &str, &str); 5] = [
    (
        "de",
        "Gericht stoppt Rodung im Talheimer Forst",
        "Das Verwaltungsgericht Lindhorn hat am Mittwoch die Rodung von 62 Hektar Wald im Talheimer Forst vorläufig untersagt. Damit \
         gaben die Richter einem Eilantrag des Naturschutzbundes statt. Ein Gutachten des Bergamts stamme aus dem Jahr 2009 und sei \
         überholt, hieß es zur Begründung.",
    ),
    (
        "tr",
        "Karapınar Barajı'nda su seviyesi yüzde 9'a indi",
        "Karapınar Belediyesi, içme suyu barajındaki doluluğun yüzde 9'a düşmesi üzerine kent genelinde pazartesi gününden itibaren \
         dönüşümlü su kesintisi uygulanacağını duyurdu. Kesintiler gece saatlerinde yapılacak; hastaneler, okullar ve yaşlı bakım \
         evleri uygulamanın dışında tutulacak. Karardan 62 bin abone etkilenecek, Su İdaresi Müdürü Nurettin Çağlayan tasarruf çağrısı \
         yaptı.",
    ),
    (
        "id",
        "Kapal feri kandas di perairan Pulau Serai",
        "Kapal feri KM Bahari Jelita yang mengangkut 62 penumpang kandas di perairan Pulau Serai, Selasa dini hari, akibat terseret \
         arus. Seluruh penumpang dievakuasi dengan 9 perahu nelayan, kata petugas pelabuhan Tanjung Lada.",
    ),
    (
        "he",
        "דליפת דלק בנחל ערוגות",
        "כ-62 קוב סולר דלפו בלילה מצינור תת-קרקעי סמוך לקיבוץ גבעת שקד וזיהמו קטע באורך 9 קילומטרים של נחל ערוגות, כך מסר המשרד \
         להגנת הסביבה. הדליפה אותרה לפנות בוקר על ידי חקלאי שהבחין בריח חריף, וחברת הצינורות סגרה את המגופים רק כעבור שעתיים. \
         הכניסה לשמורה נאסרה עד הודעה חדשה, וצוותים של רשות הטבע אוספים דגים מתים.",
    ),
    (
        "en",
        "Ferry runs aground off Serai",
        "A ferry with 62 people on board ran aground off the island of Serai early on Tuesday after its engine failed, the harbour \
         office at Port Lada said. All were taken off by 9 fishing boats, and a child was treated for cold.",
    ),
];

fn relation(a: Article, b: Article) -> Relation {
    let mut engine = Engine::builder().build().expect("an engine");
    engine.ingest(&a).expect("taken in");
    engine.ingest(&b).expect("taken in").relation
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a date")
}

#[test]
fn a_take_under_another_title_is_a_copy_within_hours() {
    for (language, title, text) in FIRST {
        let second = if language == "de" { ("2009", "2011") } else { ("9", "11") };
        let later = text.replacen("62", "67", 1).replacen(second.0, second.1, 1);
        let first = Article::new("a", text).with_title(title).with_source("one.example");
        let first = first.with_published_at(at("2031-03-04T06:00:00Z"));
        let own_title = match language {
            "de" => "Bagger müssen abziehen",
            "tr" => "Musluklar geceleri akmayacak",
            "id" => "Semalaman di atas karang",
            "he" => "השחור שבין הסלעים",
            _ => "A night on the rocks",
        };
        let take = |hours: &str| {
            let take = Article::new("b", later.clone()).with_title(own_title).with_source("two.example");
            take.with_published_at(at(hours))
        };
        let near = relation(first.clone(), take("2031-03-04T08:00:00Z"));
        assert!(matches!(near, Relation::Copy | Relation::Version | Relation::Identical), "{language}: {near:?}");
    }
}

#[test]
fn the_same_words_about_another_place_are_none() {
    let (_, title, text) = FIRST[4];
    let first = Article::new("a", text).with_title(title).with_source("one.example");
    let first = first.with_published_at(at("2031-03-04T06:00:00Z"));
    let other = text.replace("62", "67").replace("Serai", "Molde").replace("Port Lada", "Vik").replace('9', "11");
    let other = Article::new("b", other).with_title("A night on the rocks").with_source("two.example");
    let other = other.with_published_at(at("2031-03-04T08:00:00Z"));
    assert!(matches!(relation(first, other), Relation::None), "another ferry");
}

#[test]
fn a_lead_of_its_own_over_unchanged_facts_is_no_form() {
    let facts = "Alınan bilgiye göre, göçük saat 23.45 sıralarında ocağın 280 metre derinliğindeki kısmında oldu. Yeşilova Kaymakamı \
                 Tekin Soyuer, olay yerinde gazetecilere yaptığı açıklamada, 31 işçinin kendi imkanlarıyla dışarı çıktığını söyledi. \
                 Yaralılar Karadere Devlet Hastanesi'ne kaldırılırken, ikisinin durumunun ağır olduğu öğrenildi. Cumhuriyet savcılığı \
                 olayla ilgili soruşturma başlattı.";
    let lead = "Karadere'nin Yeşilova ilçesinde bir linyit ocağında dün gece meydana gelen göçükte 4 işçi hayatını kaybetti, 6 işçi \
                yaralandı.";
    let own = "Vardiya değişimine on beş dakika kala toprak, bir kez daha ekmek parasının üzerine kapandı.";
    let article = |id: &str, source: &str, title: &str, lead: &str, hours: &str| {
        let article = Article::new(id, format!("{lead}\n\n{facts}")).with_title(title).with_source(source);
        article.with_published_at(at(hours))
    };
    let first =
        article("a", "one.example", "Yeşilova'da maden ocağında göçük: 4 işçi öldü", lead, "2031-03-04T06:00:00Z");
    let second = article("b", "two.example", "Vardiya değişimine on beş dakika kala", own, "2031-03-04T09:00:00Z");
    assert_eq!(relation(first, second), Relation::Copy);
}

#[test]
fn a_source_that_prints_all_of_it_again_brings_it_up_to_date() {
    let lead = |killed: &str, hurt: &str| {
        format!(
            "VALDEORO 7.— Esta tarde, a las cuatro, se hundió el piso alto de la fábrica de harinas de los señores Hijos de \
             Camporredondo, sepultando a veinte operarios. Han sido extraídos {killed} cadáveres y {hurt} heridos graves. El \
             siniestro se atribuye al excesivo peso del trigo almacenado, pues en el piso hundido había más de trescientas \
             toneladas.",
        )
    };
    let rest = "Acudieron inmediatamente los bomberos, la Guardia civil y una compañía del regimiento de Arapiles, trabajándose a la \
                luz de las antorchas hasta la madrugada. El gobernador civil, señor Mendiluce, se personó en el lugar de la \
                catástrofe y dirigió los trabajos de salvamento. El Juzgado instruye diligencias. El entierro de las víctimas se \
                verificará mañana y será costeado por el Ayuntamiento.";
    let more = "La Cámara de Comercio ha abierto una suscripción, que encabeza con mil pesetas.";
    let first = Article::new("a", format!("{}\n\n{rest}", lead("cinco", "nueve")))
        .with_title("Hundimiento en una fábrica de Valdeoro")
        .with_source("one.example")
        .with_published_at(at("2031-03-04T06:00:00Z"));
    let second = Article::new("b", format!("{}\n\n{more}\n\n{rest}", lead("siete", "ocho")))
        .with_title("Se hunde una fábrica: cinco obreros muertos")
        .with_source("one.example")
        .with_published_at(at("2031-03-04T11:00:00Z"));
    assert_eq!(relation(first, second), Relation::Version);
}

/// Each outlet says in words of its own whose the text is: these are no names that were filled in.
#[test]
fn whose_a_brief_is_makes_no_form_of_it() {
    let text = "Die Heizölpreise haben am Dienstag ein neues Rekordhoch erreicht, wie der Verband Lindhorn mitteilte. Hundert Liter \
                kosteten im Durchschnitt 91,70 Euro.";
    let whole = format!("{text}\nGrund sei der gestiegene Rohölpreis.\ndpa");
    let at = |n: i64| Timestamp::from_seconds(1_349_770_000 + n * 3600);
    for cut in
        [format!("{text}\nQuelle: dpa"), format!("{text}\nMit Material der dpa"), format!("Talheim (dpa) - {text}")]
    {
        let of = |id: &str, text: &str| Article::new(id, text).with_title("Heizöl so teuer wie nie").with_source(id);
        let found = relation(of("a", &whole).with_published_at(at(0)), of("b", &cut).with_published_at(at(1)));
        assert!(found.is_copy(), "{cut}: {found:?}");
    }
}

/// A dispatch, its first two sentences, and words that a page prints around these.
const LEAD: &str = "The chief of a hospital trust resigned on Tuesday after the records of 1,800 patients were found in a laundry at \
                    Castle Orrin. She said that she took the blame, and that a helpline had been busy without a break since Monday.";
const REST: &str = "The files came to light in May, when builders cleared the site before its demolition. Letters have been sent to all who \
                    are named in them. Detectives from Thornwick said that they were looking into the matter, and had asked 14 former \
                    clerks to come forward. Jean Ablett, whose husband was a patient there, wants an inquest.";

#[test]
fn a_dispatchs_lead_is_its_copy_with_words_of_the_pages_behind_it() {
    let whole =
        Article::new("a", format!("{LEAD}\n\n{REST}")).with_title("Hospital chief resigns").with_source("one.example");
    let page = "Delphine Arkwright, 2 Harbour Lane, Orsa Pool, writes on health for this page every 9 days";
    let brief = |lead: &str| {
        let text = format!("{lead}\n\n{page}");
        Article::new("b", text).with_title("Marden Vale chief steps down").with_source("two.example")
    };
    assert_eq!(relation(whole.clone(), brief(LEAD)), Relation::Copy);
    let another = LEAD.replace("Tuesday", "Friday").replace("1,800", "212").replace("Castle Orrin", "Lemna Pool");
    let another = another.replace("Monday", "Thursday");
    assert_eq!(relation(whole, brief(&another)), Relation::None);
}

#[test]
fn a_take_that_a_house_prints_days_later_is_a_copy() {
    let first = format!("{LEAD} {REST}");
    let first =
        Article::new("a", first.as_str()).with_source("one.example").with_published_at(at("1911-03-04T00:00:00Z"));
    let later = format!("{LEAD} {REST}").replace("14 former", "17 former");
    let later =
        Article::new("b", later.as_str()).with_source("two.example").with_published_at(at("1911-03-06T00:00:00Z"));
    assert_eq!(relation(first, later), Relation::Version);
}
