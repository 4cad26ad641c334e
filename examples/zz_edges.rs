use serde_json::Value;
use wirefold::candidates::*;
use wirefold::fingerprint::fingerprint;
use wirefold::normalise::clean;
use wirefold::tokenise::{stem::StemCache, tokenise};
use wirefold::units::*;
use wirefold::verify::*;
fn main() {
    let f = std::env::args().nth(1).unwrap();
    let lang = std::env::args().nth(2).unwrap();
    let mut c = StemCache::default();
    let mut rows: Vec<Value> =
        std::fs::read_to_string(f).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    rows.sort_by_key(|v| {
        (
            v["published_at"].is_null(),
            v["published_at"].as_str().unwrap_or("").to_string(),
            v["id"].as_str().unwrap().to_string(),
        )
    });
    let t0 = std::time::Instant::now();
    let mut docs = vec![];
    let cc = CandidateConfig::default();
    let mut idx = Candidates::new(cc.clone(), None);
    let mut counts = Counts::default();
    let mut cmp = Comparer::default();
    let vc = VerifyConfig::default();
    let (mut nv, mut tr, mut tv, mut ta) = (0, 0., 0., 0.);
    let mut out = String::new();
    for (i, v) in rows.iter().enumerate() {
        let t = std::time::Instant::now();
        let text = v["text"].as_str().unwrap();
        let cl = clean(text);
        let tk = tokenise(&cl, text, Language::parse(&lang), &mut c);
        let fl = tk.listed_furniture(&cl);
        let tk = tk.without(|n, _| fl[n]);
        let fp = fingerprint(&tk);
        ta += t.elapsed().as_secs_f64();
        let t = std::time::Instant::now();
        let mut cands = idx.retrieve(&fp, &mut counts);
        rank(&mut cands, cc.at_most);
        tr += t.elapsed().as_secs_f64();
        let t = std::time::Instant::now();
        let me = Text { body: &tk, fingerprint: &fp, vector: None };
        cmp.load(me);
        for k in &cands {
            let (b, f): &(wirefold::tokenise::Tokens, wirefold::fingerprint::Fingerprint) = &docs[k.arrival as usize];
            nv += 1;
            let r = cmp.compare(me, Text { body: b, fingerprint: f, vector: None }, &vc);
            out += &format!(
                "{{\"a\":{},\"b\":{},\"relation\":\"{}\",\"l\":{:.4},\"c\":{:.3},\"d\":{:.3},\"k\":{},\"x\":{},\"i\":{},\"j\":{},\"e\":{:.3}}}\n",
                v["id"],
                rows[k.arrival as usize]["id"],
                r.relation.name(),
                r.likeness.get(),
                r.measures.containment.get(),
                r.measures.containment_of_other.get(),
                r.numbers_kept,
                r.numbers_changed,
                i,
                k.arrival,
                k.likeness.get()
            );
        }
        tv += t.elapsed().as_secs_f64();
        idx.insert(i as u32, &fp, 0);
        docs.push((tk, fp));
    }
    eprintln!(
        "{} docs, {} verified ({:.1} each) in {:.3}s: analyse {:.3} retrieve {:.3} verify {:.3}",
        rows.len(),
        nv,
        nv as f64 / rows.len() as f64,
        t0.elapsed().as_secs_f64(),
        ta,
        tr,
        tv
    );
    print!("{out}");
}
