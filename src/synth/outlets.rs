//! The outlets of an invented language: domain, name and the furniture around their articles.

use super::lexicon::Lexicon;
use crate::random::SplitMix64;

/// One outlet.
pub(super) struct Outlet {
    pub domain: String,
    pub name: String,
    /// The same lines on every page.
    pub furniture: Vec<String>,
    /// How often a line stands between two paragraphs.
    pub density: f64,
}

/// Fills `{key}`s.
pub(super) fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut out = pattern.to_owned();
    for (key, value) in values {
        out = out.replace(key, value);
    }
    out
}

/// `count` outlets, the same for every seed.
pub(super) fn outlets(lexicon: &Lexicon, count: usize) -> Vec<Outlet> {
    let spec = lexicon.spec;
    let outlet = |i: usize| {
        let mut random = SplitMix64::of(0x00ff_5e75, &[u64::from(spec.code[0]), u64::from(spec.code[1]), i as u64]);
        let place = lexicon.word(lexicon.place(&mut random));
        let name = fill(random.choose::<&str>(spec.outlets), &[("{place}", &place)]);
        let lines = random.between(2, 6);
        let mut line = || {
            let stem = lexicon.stem(&mut random);
            let word = lexicon.word(lexicon.inflected(stem, &mut random));
            fill(random.choose::<&str>(spec.furniture), &[("{outlet}", &name), ("{word}", &word)])
        };
        let mut furniture: Vec<String> = (0..lines).map(|_| line()).collect();
        furniture.sort();
        furniture.dedup();
        let domain = format!("{}-{i}.example", crate::units::Language::of(spec.code));
        Outlet { domain, name, furniture, density: 0.05 + 0.2 * random.unit() }
    };
    (0..count).map(outlet).collect()
}
