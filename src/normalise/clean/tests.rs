use super::*;
use proptest::prelude::*;

#[test]
fn spellings_of_one_text_become_one() {
    let cases = [
        ("L’État « ferme » — enfin…", "l'état \" ferme \" - enfin..."),
        ("e\u{301}te\u{301} É E\u{301}", "été é é"),
        ("ﬁn de so\u{AD}irée\u{200B}", "fin de soirée"),
        ("gouver-\nnement", "gouvernement"),
        ("T\u{33c}h\u{33c}e\u{33c} b\u{336}r\u{336}i\u{336}dge", "the bridge"),
        ("長(zhǎng)江大橋(qiáo),三月(3日)關(guān)閉", "長江大橋,三月(3日)關閉"),
        ("大桥 (Lemna) 和大桥(Lemna)桥(é", "大桥 (lemna) 和大桥(lemna)桥(é"),
        ("gouver- \r\n  nement", "gouvernement"),
        ("Rhin-\nMain", "rhin-\nmain"),
        ("GOUVER-\nNEMENT", "gouvernement"),
        ("прави-\nтельство", "правительство"),
        ("Q&amp;A d&#8217;&Eacute;t&eacute;&nbsp;!", "q&a d'été !"),
        ("AT&T; R&D &unknown;", "at&t; r&d &unknown;"),
        ("l&amp;#39;&amp;eacute;t&amp;eacute; &amp;amp; vous &amp; moi;", "l'été & vous & moi;"),
        ("L\u{e2}\u{20ac}\u{2122}\u{c3}\u{a9}t\u{c3}\u{a9} s\u{c3}\u{a9}v\u{c3}\u{a8}re", "l'été sévère"),
        ("\u{d0}\u{178}\u{d0}\u{be}\u{d1}\u{81}\u{d1}\u{201a}", "пост"),
        ("LIBERTÉ» et «ÉGALITÉ»", "liberté\" et \"égalité\""),
        ("- point", "- point"),
        ("ＡＢＣ１２３", "abc123"),
        ("2\u{202F}030\u{A0}€", "2 030 €"),
        ("كِتَاب", "كتاب"),
        ("ガ", "ガ"),
        ("۴۳۰۰ نفر، ٣٫٥ و ١٬٢٠٠", "4300 نفر، 3.5 و 1,200"),
        ("२०३१ ২০৩১ ௨௦௩௧ ๒๐๓๑ ၂၀၃၁ ២០៣១", "2031 2031 2031 2031 2031 2031"),
        ("מנכ״ל צ׳ק", "מנכ\"ל צ'ק"),
        ("٣٨٫٥ ۴۲ ३६ ൪ ๒๕๗๕ ១០", "38.5 42 36 4 2575 10"),
    ];
    for (given, expected) in cases {
        assert_eq!(clean(given).as_str(), expected, "{given:?}");
    }
}

#[test]
fn offsets_lead_back_to_the_original() {
    let original = "L’État « fe\u{AD}rme » à Paris";
    let text = clean(original);
    for word in ["état", "rme", "paris"] {
        let at = text.as_str().find(word).expect("the word is there") as u32;
        let back = &original[text.original_offset(at) as usize..];
        assert!(back.to_lowercase().starts_with(word), "{word}: {back}");
    }
    assert_eq!(text.capitals().len(), 3, "L, État and Paris");
    let original = "Le cong\u{c3}\u{a9} pay\u{c3}\u{a9} de l\u{e2}\u{20ac}\u{2122}\u{c3}\u{a9}t\u{c3}\u{a9} finit";
    let text = clean(original);
    for (word, given) in [("payé", "pay\u{c3}\u{a9}"), ("été", "\u{c3}\u{a9}t"), ("finit", "finit")] {
        let at = text.as_str().find(word).expect("the word is there") as u32;
        let back = &original[text.original_offset(at) as usize..];
        assert!(back.starts_with(given), "{word}: {back}");
    }
    let original = "M. &Eacute;tat &amp; fils, l&rsquo;&eacute;t&eacute; &#224; Paris";
    let text = clean(original);
    for (word, given) in
        [("état", "&Eacute;tat"), ("fils", "fils"), ("été", "&eacute;t"), ("à", "&#224;"), ("paris", "Paris")]
    {
        let at = text.as_str().find(word).expect("the word is there") as u32;
        let back = &original[text.original_offset(at) as usize..];
        assert!(back.starts_with(given), "{word}: {back}");
    }
}

#[test]
fn a_pile_of_marks_costs_its_length() {
    let pile = format!("e{}", "\u{301}".repeat(200_000));
    assert!(clean(&pile).as_str().len() < 2 * pile.len());
}

proptest! {
    #[test]
    fn any_text_maps_back_in_order(original in "\\PC{0,80}|[a-zA-Z\u{300}-\u{310}\u{AD}é«»\n -]{0,40}") {
        let text = clean(&original);
        let mut last = 0;
        for (at, _) in text.as_str().char_indices() {
            let back = text.original_offset(at as u32);
            prop_assert!(back as usize <= original.len());
            prop_assert!(back >= last || text.as_str()[..at].ends_with(|c: char| !c.is_ascii()));
            last = last.max(back);
        }
        let upper = text.as_str().chars().filter(|c| c.is_ascii_uppercase()).count();
        prop_assert_eq!(upper, 0);
    }

    #[test]
    fn cleaning_twice_changes_nothing(original in "[a-zà-ü\u{300}-\u{304}ﬁA-Z ’«»]{0,60}") {
        let once = clean(&original);
        let twice = clean(once.as_str());
        prop_assert_eq!(once.as_str(), twice.as_str());
    }
}
