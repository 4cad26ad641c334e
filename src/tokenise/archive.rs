//! What an archive of print says of where a text stood.

/// Longest line that says where a text was printed, in bytes.
const REFERENCE: usize = 240;

/// Words before the numbers of a volume, an issue, a page, in lower case.
const VOLUMES: [&str; 14] = [
    "volume", "vol", "band", "bd", "jahrgang", "jaargang", "jrg", "année", "annee", "año", "anno", "ano", "årgang",
    "ročník",
];
const ISSUES: [&str; 13] =
    ["issue", "number", "no", "nr", "nummer", "numéro", "numero", "número", "núm", "n°", "číslo", "numer", "ausgabe"];
const PAGES: [&str; 10] = ["page", "image", "seite", "pagina", "página", "strana", "strona", "sivu", "sida", "side"];

/// Whether a line of clean text says where a text was printed: `orsa star, volume lxv, issue 240, 10 may 1931, page 7`.
pub(super) fn is_reference(line: &str) -> bool {
    if line.len() > REFERENCE
        || line.bytes().filter(u8::is_ascii_digit).count() < 5
        || line.trim_end().ends_with(['.', '?', '!'])
    {
        return false;
    }
    let (mut before, mut year, mut found, mut last, mut glued) = ("", false, [false; 3], false, false);
    for word in line.split(|c: char| !c.is_alphanumeric() && c != '°').filter(|word| !word.is_empty()) {
        let figure = word.bytes().all(|b| b.is_ascii_digit());
        let roman = word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm'));
        // A headline may be glued to the number of a page.
        let led = word.bytes().take_while(u8::is_ascii_digit).count();
        year |= figure && matches!(word.parse(), Ok(1600..=2099));
        let is_page = PAGES.contains(&before) && (1..=3).contains(&led);
        found[0] |= VOLUMES.contains(&before) && (figure || roman);
        found[1] |= ISSUES.contains(&before) && figure;
        found[2] |= is_page;
        glued |= is_page && led < word.len();
        (before, last) = (word, is_page);
    }
    let parts = found.iter().filter(|&&part| part).count();
    year && (parts >= 2 || (last || glued) && line.len() <= REFERENCE / 2 && line.matches(',').count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::is_reference;
    use crate::normalise::clean;

    #[test]
    fn a_line_may_say_where_a_text_was_printed() {
        for line in [
            "Orsa Star, Volume LXV, Issue 240, 10 May 1931, Page 7",
            "170DAM GIVES WAY Orsa Star, Volume LXV, Issue 240, 10 May 1931, Page 7",
            "Lemna Democrat, Volume 21, Number 81, Lemna, 8 January 1919 — DAM GIVES WAY [ARTICLE]",
            "Meldrin Daily News, 14 November 1930, Page 5",
            "The Meldrin Herald, 1909-01-08, Page 8THE DAM",
            "Orsaer Zeitung, Band 34, Nummer 112, 3. Mai 1913, Seite 2",
        ] {
            assert!(is_reference(clean(line).as_str()), "{line}");
        }
        for line in [
            "The treaty of 1919 stands in volume 4, page 7 of the collection.",
            "Mara Vell, 43, of Orsa, page 3 girl of 1971, mother of two",
            "In 1931 the dam gave way, and the lower town, with all its mills, was lost",
            "Number 12, Station Road, was built in 1931",
        ] {
            assert!(!is_reference(clean(line).as_str()), "{line}");
        }
    }
}
