//! An official statement that one article quotes and another prints as its own text joins no reports; printed whole, by whomever,
//! it is one text.

use wirefold::{Article, Engine, Relation, units::Timestamp};

/// A language, a statement, its quotation marks, a report that quotes it, and two that print it among their own words.
type Affair = (&'static str, &'static str, [&'static str; 2], &'static str, &'static str, &'static str);

const AFFAIRS: [Affair; 3] = [
    (
        "fr",
        "Le ministère des Transports présente ses condoléances à toutes les familles qui ont perdu un proche et ordonne l'arrêt immédiat \
         de tous les bacs de ce type jusqu'à la fin d'une inspection complète. Une commission de sept membres cherchera les causes de \
         l'accident et rendra son rapport dans un délai de trente jours.",
        ["« ", " »"],
        "Un bac a coulé dans la nuit au large de Sorreval et au moins quatorze personnes n'ont pas survécu. Des témoins assurent qu'il \
         était trop chargé en quittant le port.",
        "Le Matin de Sorreval a obtenu une lettre du ministère au sujet du naufrage. Les propriétaires des bateaux se plaignent que \
         l'ordre leur coûtera très cher cet été.",
        "Sur le marché, le poisson a renchéri parce que beaucoup de pêcheurs restent à quai. Notre envoyée a vu des centaines de proches \
         qui attendaient devant la capitainerie.",
    ),
    (
        "lt",
        "Susisiekimo ministerija reiškia užuojautą visoms artimųjų netekusioms šeimoms ir nurodo nedelsiant sustabdyti visų šio tipo \
         keltų plaukiojimą, kol bus baigtas išsamus patikrinimas. Septynių narių komisija ištirs nelaimės priežastis ir per trisdešimt \
         dienų pateiks ataskaitą.",
        ["„", "“"],
        "Ramūnų krašte naktį nugrimzdo keleivinis laivas, mažiausiai keturiolika žmonių neišgyveno. Liudininkai tvirtina, kad \
         išplaukdamas jis buvo perkrautas.",
        "Laikraštis gavo ministerijos rašto dėl nelaimės ežere kopiją. Keltų savininkai skundžiasi, kad nurodymas jiems atneš didelių \
         nuostolių.",
        "Ramūnų turguje žuvis pabrango, nes daugelis žvejų nebeišplaukia. Uoste šimtai artimųjų laukia žinių.",
    ),
    (
        "ja",
        "運輸省は大切な人を失ったすべてのご家族に哀悼の意を表し、同型の渡し船すべての運航を精密な検査が終わるまで直ちに停止するよう命じます。七人の委員会が事故の原因を調べ、三十日以内に報告書を提出します。",
        ["「", "」"],
        "汐見湖で夜、旅客船が沈み、少なくとも十四人が助からなかった。目撃者によると、港を出るときには定員を超えて乗っていたという。捜索は悪天候の中で続いている。",
        "本紙は湖の事故をめぐる役所の手紙の写しを手に入れた。船主たちは命令が大きな損失をもたらすと訴えている。夏の観光にも響くとみられる。",
        "北浜の市場では漁に出る人が減り、魚が値上がりした。桟橋では何百人もの身内が知らせを待っていた。花を手向ける人の列は朝まで絶えなかった。",
    ),
];

fn clusters(articles: &[(&str, String)]) -> Vec<String> {
    let mut engine = Engine::builder().build().expect("an engine");
    for (n, (id, text)) in articles.iter().enumerate() {
        let at = Timestamp::parse(&format!("2031-05-14T{:02}:00:00Z", 8 + n)).expect("a date");
        let article = Article::new(*id, text.clone()).with_source(format!("{id}.example")).with_published_at(at);
        engine.ingest(&article).expect("taken in");
    }
    articles.iter().map(|(id, _)| engine.standing(id).expect("a verdict").cluster_id).collect()
}

#[test]
fn who_quotes_it_and_who_prints_it_wrote_reports_of_their_own() {
    for (language, statement, [open, close], report, bare, other) in AFFAIRS {
        let found = clusters(&[
            ("quotes", format!("{report}\n\n{open}{statement}{close}")),
            ("prints", format!("{bare}\n\n{statement}")),
            ("prints-too", format!("{other}\n\n{statement}")),
        ]);
        assert_ne!(found[0], found[1], "{language}");
        assert_ne!(found[0], found[2], "{language}");
    }
}

#[test]
fn printed_whole_it_is_one_text() {
    for (language, statement, [open, close], report, ..) in AFFAIRS {
        let found = clusters(&[
            ("quotes", format!("{report}\n\n{open}{statement}{close}")),
            ("release", statement.to_owned()),
            ("release-too", statement.to_owned()),
        ]);
        assert_eq!(found[1], found[2], "{language}");
        assert_ne!(found[0], found[1], "{language}");
    }
}

#[test]
fn a_report_whose_marks_were_lost_is_still_a_copy() {
    for (language, statement, [open, close], report, bare, _) in AFFAIRS {
        let of = |open: &str, close: &str| format!("{report} {open}{statement}{close}\n\n{bare}");
        let found = clusters(&[("marked", of(open, close)), ("plain", of("", ""))]);
        assert_eq!(found[0], found[1], "{language}");
    }
}

#[test]
fn a_second_take_against_many_printings_of_the_first_is_no_form() {
    let first = "A ferry with 96 people on board sank in Lake Mbarani late on Tuesday and 14 of them died, the police of Tembury said. \
                 Another 23 are missing. It had struck a rock off the village of Songley when its engine failed. Fishermen took 59 \
                 people off in their boats, according to the harbour master, Harlan Quade. The government has called three days of \
                 mourning and will pay for the funerals. A similar accident on the lake killed many people a few years ago.";
    let later = first.replace("14", "19").replace("23", "18").replace("59", "61");
    let texts: Vec<(String, String)> = (0..5)
        .map(|n| (format!("print-{n}"), format!("{first}\n\nOnly in the paper number {n}: candles on the shore.")))
        .chain([("take".to_owned(), later)])
        .collect();
    let articles: Vec<(&str, String)> = texts.iter().map(|(id, text)| (id.as_str(), text.clone())).collect();
    let found = clusters(&articles);
    assert!(found.iter().all(|cluster| *cluster == found[0]), "{found:?}");
    let mut engine = Engine::builder().build().expect("an engine");
    engine
        .ingest(&Article::new(
            "a",
            "They measured 40km and 300km from there to the sea at the village of Songley, the survey said.",
        ))
        .expect("taken in");
    let spaced = "They measured 40 km and 300 km from there to the sea at the village of Songley, the survey said.";
    let verdict = engine.ingest(&Article::new("b", spaced)).expect("taken in");
    assert_eq!(verdict.relation, Relation::Copy, "units at their numbers");
}
