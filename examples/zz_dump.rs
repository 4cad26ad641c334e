use serde_json::Value;
use std::collections::HashMap;
use wirefold::fingerprint::fingerprint;
use wirefold::normalise::clean;
use wirefold::tokenise::{Kind, Tokens, stem::StemCache, tokenise};
use wirefold::units::*;
use wirefold::verify::*;
fn main() {
    let dir = "/work/shared/eval/";
    let mut c = StemCache::default();
    let mut docs: HashMap<String, (Tokens, Value)> = HashMap::new();
    let mut mem = wirefold::normalise::furniture::FurnitureMemory::default();
    let mut all = vec![];
    for l in std::fs::read_to_string(format!("{dir}gilets.jsonl")).unwrap().lines() {
        let v: Value = serde_json::from_str(l).unwrap();
        let t = v["text"].as_str().unwrap().to_string();
        let cl = clean(&t);
        let tk = tokenise(&cl, &t, Language::parse("fr"), &mut c);
        let n0 = tk.len();
        let fl = tk.listed_furniture(&cl);
        let tk = tk.without(|n, _| fl[n]);
        let _ = n0;
        all.push((v["id"].as_str().unwrap().to_string(), tk, v));
    }
    // furniture oracle: segments per source over distinct article bodies
    for (i, (_, tk, v)) in all.iter().enumerate() {
        let s = wirefold::normalise::furniture::source_key(v["source"].as_str());
        for g in &tk.segments {
            mem.observe(s, g.hash, i as u64);
        }
    }
    let mode = std::env::args().nth(1).unwrap_or_default();
    for (id, tk, v) in all {
        let s = wirefold::normalise::furniture::source_key(v["source"].as_str());
        let tk = if mode == "furn" { tk.without(|_, g| mem.is_furniture(s, g.hash, g.len() + 100)) } else { tk };
        docs.insert(id, (tk, v));
    }
    let mut al = Aligner::default();
    for l in std::fs::read_to_string(format!("{dir}gilets.judged.full.tsv")).unwrap().lines() {
        if l.starts_with('#') {
            continue;
        }
        let f: Vec<&str> = l.split('\t').collect();
        let (a, b) = (&docs[f[0]].0, &docs[f[1]].0);
        let (s, o) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        al.load(o);
        let ps = al.align(o, s).to_vec(); // passages in order of s (b side)
        let mut cov = 0;
        let mut mat = 0;
        let mut longest = 0;
        let mut nk = 0;
        let mut nc = 0;
        let mut unq = 0;
        let mut big = 0;
        let nq = s.kinds.iter().filter(|k| !k.has(Kind::QUOTED)).count();
        for p in &ps {
            cov += p.b_end - p.b_first;
            mat += p.matched;
            longest = longest.max(p.matched);
            nk += p.numbers_kept;
            nc += p.numbers_changed;
            if p.matched >= 20 {
                big += p.b_end - p.b_first
            }
            unq += s.kinds[p.b_first as usize..p.b_end as usize].iter().filter(|k| !k.has(Kind::QUOTED)).count();
        }
        let mut marks = vec![false; s.len()];
        for p in &ps {
            for k in p.b_first..p.b_end {
                marks[k as usize] = true
            }
        }
        let sc = s
            .segments
            .iter()
            .filter(|g| g.len() > 4)
            .filter(|g| marks[g.first as usize..g.end as usize].iter().filter(|x| **x).count() * 2 > g.len())
            .count();
        let st = s.segments.iter().filter(|g| g.len() > 4).count();
        let h = fingerprint(a).simhash.distance(fingerprint(b).simhash).get();
        let mono = ps.windows(2).filter(|w| w[1].a_first >= w[0].a_end).count();
        println!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
            f[0],
            f[1],
            f[2],
            f[3],
            f[4],
            s.len(),
            o.len(),
            cov,
            mat,
            longest,
            nk,
            nc,
            unq,
            nq,
            big,
            sc,
            st,
            h,
            ps.len(),
            mono
        );
    }
}
