//! Tells languages apart that trigrams confuse: by letters and common words that one has and its neighbours have not.

use super::language::{LONG_SAMPLE, middle};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// By how much a neighbour must lead before it is believed against the trigrams.
const LEAD: usize = 2;

/// A language among its neighbours.
struct Neighbour {
    /// ISO 639-1.
    code: &'static str,
    /// Letters that the others write words without.
    letters: &'static str,
    /// Common words that the others do not have, or hardly.
    words: &'static str,
}

/// Groups of neighbours. The detector of trigrams knows no Swahili: its texts come out as Indonesian.
const GROUPS: &[&[Neighbour]] = &[
    &[
        Neighbour {
            code: "ru", letters: "ыэё", words: "что это как был было были его при также после"
        },
        Neighbour {
            code: "uk", letters: "іїєґ", words: "що це як був було були його також після та від"
        },
        Neighbour {
            code: "bg",
            letters: "",
            words: "че се са ще със това беше както който която които след при от във",
        },
        Neighbour {
            code: "sr", letters: "ђјљњћџ", words: "је су се који која да није био што због након"
        },
    ],
    &[
        Neighbour {
            code: "cs",
            letters: "ěřů",
            words: "se ve ze při pro jsem jsou byl byla bylo podle také který která ještě nebo než co",
        },
        Neighbour {
            code: "sk",
            letters: "ľĺŕôä",
            words: "sa vo zo pri som sú bol bola bolo podľa tiež ktorý ktorá ešte alebo než čo",
        },
    ],
    &[
        Neighbour {
            code: "da",
            letters: "",
            words: "af blev bliver efter ud op nu mod igen sig mig dig mellem nogle uden siger sagde været hvad uge noget kun gav fik \
                    oplyser",
        },
        Neighbour {
            code: "no",
            letters: "",
            words: "av ble blir etter ut opp nå mot igjen seg meg deg mellom noen uten sier sa vært hva uke noe bare ga fikk \
                    opplyser",
        },
        Neighbour {
            code: "sv",
            letters: "äö",
            words: "och är inte för från att som av till efter nu mot sig utan säger vad bara",
        },
    ],
    &[
        Neighbour {
            code: "hr",
            letters: "",
            words: "tko netko nitko gdje negdje ovdje uvijek prije poslije nakon tijekom također vrijeme vremena dio dijela mjesto mjestu dvije \
                    obje cijeli cijela svijet svijetu djeca djece lijepo tisuća tisuće općina općine općini županija županije priopćio \
                    priopćila priopćenju izvijestio izvijestila tjedan tjedna vlak posto eura siječnja veljače ožujka travnja svibnja \
                    lipnja srpnja kolovoza rujna listopada studenoga prosinca",
        },
        Neighbour {
            code: "sr",
            letters: "",
            words: "ko neko niko gde negde ovde uvek pre posle tokom takođe vreme deo dela mesto mestu dve obe ceo cela svet svetu deca \
                    dece lepo hiljada hiljade opština opštine opštini saopštio saopštila saopštenju nedelja nedelje voz odsto evra dinara \
                    reka reke januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
        },
    ],
    &[
        Neighbour {
            code: "id",
            letters: "",
            words: "yang dan di dari untuk dengan pada ini itu dalam akan oleh tidak ke juga",
        },
        Neighbour {
            code: "sw",
            letters: "",
            words: "ya wa na kwa katika za la cha vya ni kuwa baada alisema hiyo huo hadi watu kutoka",
        },
    ],
];

/// A word of a group, with a bit for each neighbour that has it.
type Words = FxHashMap<&'static str, u8>;

static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let words = |group: &&[Neighbour]| {
        let mut words = Words::default();
        for (at, neighbour) in group.iter().enumerate() {
            neighbour.words.split_whitespace().for_each(|word| *words.entry(word).or_default() |= 1 << at);
        }
        words
    };
    GROUPS.iter().map(words).collect()
});

/// The language of `text`, which trigrams took for the one of `code`; `None` where it has no neighbours or none leads.
///
/// Cost: O(1), about 1,200 bytes are read.
pub(super) fn settle(text: &str, code: &str) -> Option<&'static str> {
    let has_code = |group: &&[Neighbour]| group.iter().any(|neighbour| neighbour.code == code);
    if !GROUPS.iter().any(has_code) {
        return None;
    }
    let sample = middle(text, LONG_SAMPLE).to_lowercase();
    let groups = GROUPS.iter().zip(&*WORDS).filter(|(group, _)| has_code(group));
    let found = groups.filter_map(|(group, words)| leader(group, words, &sample, code)).max_by_key(|&(_, lead)| lead);
    found.map(|(code, _)| code)
}

/// The neighbour that leads all others, and by how much; the one that the trigrams speak for needs no lead.
fn leader(group: &[Neighbour], words: &Words, sample: &str, code: &str) -> Option<(&'static str, usize)> {
    let mut counts: Vec<_> = group.iter().map(|neighbour| (0, neighbour.code)).collect();
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let known = words.get(word).copied().unwrap_or_default();
        for (at, (count, _)) in counts.iter_mut().enumerate() {
            *count += usize::from(known >> at & 1);
        }
    }
    for (neighbour, (count, _)) in group.iter().zip(&mut counts).filter(|(neighbour, _)| !neighbour.letters.is_empty())
    {
        *count += sample.chars().filter(|&letter| neighbour.letters.contains(letter)).count();
    }
    counts.sort_by_key(|&(count, known)| (std::cmp::Reverse(count), known != code));
    let lead = counts[0].0 - counts[1].0;
    (counts[0].1 == code || lead >= LEAD).then_some((counts[0].1, lead))
}

#[cfg(test)]
mod tests {
    use super::super::language::detect;

    #[test]
    fn neighbours_are_told_apart() {
        for (expected, text) in [
            ("ru", "Выплата за месяц составит восемь копеек на пай против восьми копеек ранее. Срок выплаты 27 июня."),
            (
                "bg",
                "Министърът каза в четвъртък, че ремонтът на моста ще продължи още три седмици и след това ще бъде открит.",
            ),
            ("uk", "Міністр заявив у четвер, що ремонт мосту триватиме ще три тижні, після чого його відкриють."),
            ("sr", "Министар је рекао у четвртак да ће радови на мосту трајати још три недеље."),
            (
                "sr",
                "Ministar je rekao da će radovi na mostu trajati još dve nedelje, pre nego što se voz vrati u opštinu.",
            ),
            (
                "hr",
                "Ministar je rekao da će radovi na mostu trajati još dva tjedna, prije nego što se vlak vrati u općinu.",
            ),
            ("cs", "Ministr ve čtvrtek řekl, že oprava mostu potrvá ještě tři týdny a že se vlaky vrátí podle plánu."),
            (
                "sk",
                "Minister vo štvrtok povedal, že oprava mosta potrvá ešte tri týždne a že sa vlaky vrátia podľa plánu.",
            ),
            (
                "da",
                "Ministeren sagde torsdag, at arbejdet på broen varer tre uger endnu, og at togene kører igen efter påske.",
            ),
            (
                "no",
                "Ministeren sa torsdag at arbeidet på broen varer tre uker til, og at togene går igjen etter påske.",
            ),
            (
                "sv",
                "Ministern sade på torsdagen att arbetet på bron pågår i tre veckor till och att tågen går efter påsk.",
            ),
            ("id", "Menteri mengatakan pada hari Kamis bahwa perbaikan jembatan itu akan berlangsung tiga pekan lagi."),
            (
                "sw",
                "Waziri alisema siku ya Alhamisi kwamba ukarabati wa daraja utaendelea kwa wiki tatu zaidi katika mji huo.",
            ),
        ] {
            assert_eq!(detect(text).language.map(|l| l.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_says_nothing_stays_as_it_was() {
        assert_eq!(super::settle("12 34", "ru"), Some("ru"));
        assert_eq!(super::settle("Le pont est fermé.", "fr"), None);
    }
}
