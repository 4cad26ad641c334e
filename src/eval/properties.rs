//! The measures against the values of scikit-learn 1.9.1, and the properties that all of them have.

use super::*;
use crate::eval::judged::Label;
use proptest::prelude::*;
use std::io::Write as _;

fn figures(gold: &[usize], pred: &[usize]) -> ClusterFigures {
    ClusterFigures::new(&Contingency::new(gold.iter().zip(pred)))
}

/// Pairwise P and R, B-cubed P and R, ARI, AMI, homogeneity, completeness, V.
fn values(f: &ClusterFigures) -> [f64; 9] {
    let ClusterFigures { pairwise: p, b_cubed: b, v_measure: v, adjusted_rand, adjusted_mutual_information, .. } = f;
    let (ari, ami) = (*adjusted_rand, *adjusted_mutual_information);
    [p.precision, p.recall, b.precision, b.recall, ari, ami, v.precision, v.recall, v.f1]
}

#[test]
#[rustfmt::skip]
fn figures_are_those_of_scikit_learn() {
    let numbers = 0..3000usize;
    type Case = (&'static str, Vec<usize>, Vec<usize>, [f64; 9]);
    let cases: [Case; 4] = [
        ("small", vec![0, 0, 0, 1, 1, 1], vec![0, 0, 1, 1, 2, 2],
         [0.666666666667, 0.333333333333, 0.833333333333, 0.555555555556, 0.242424242424, 0.298792458171,
          0.666666666667, 0.420619835714, 0.515803742979]),
        ("middle", vec![0, 0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 5, 5, 5, 5, 6, 6, 7, 8],
         vec![0, 0, 1, 0, 2, 2, 2, 3, 3, 4, 4, 5, 5, 6, 5, 5, 7, 8, 9, 9],
         [0.733333333333, 0.523809523810, 0.833333333333, 0.728333333333, 0.571658615137, 0.595823415450,
          0.883684892437, 0.815511452746, 0.848230579643]),
        ("all in one", vec![0, 0, 1, 2, 2], vec![0; 5], [0.2, 1.0, 0.36, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
        ("many", numbers.clone().map(|i| (i * i) % 97 % (i % 13 + 1) * 1000 + i % 7).collect(),
         numbers.map(|i| (i * 7) % 53 % (i % 11 + 1) * 100 + i % 7).collect(),
         [0.143688298525, 0.159289549594, 0.168654498613, 0.184752344997, 0.132314444798, 0.405789420966,
          0.507659018903, 0.524379867365, 0.515883989530]),
    ];
    for (name, gold, pred, expected) in cases {
        for (i, (found, expected)) in values(&figures(&gold, &pred)).into_iter().zip(expected).enumerate() {
            assert!((found - expected).abs() < 1e-11, "{name}, column {i}: {found}, {expected} was expected");
        }
    }
}

#[test]
fn the_measures_are_quick_on_a_million_items() {
    // 1,000 distinct sizes on each side, drawn independently. The bound is loose: it only excludes anything quadratic.
    let mut random = crate::random::SplitMix64::new(3);
    let mut label = || ((random.below(1_000_000) as f64).sqrt()) as usize;
    let table = Contingency::new((0..1_000_000).map(|_| (label(), label())));
    let start = std::time::Instant::now();
    let figures = ClusterFigures::new(&table);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    assert!(figures.adjusted_mutual_information.abs() < 0.02, "{figures}");
}

fn partitions() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    (1usize..60).prop_flat_map(|n| {
        let labels = |n| prop::collection::vec(0usize..12, n);
        (labels(n), labels(n))
    })
}

proptest! {
    #[test]
    fn bounds_hold((gold, pred) in partitions()) {
        let f = figures(&gold, &pred);
        for (i, v) in values(&f).into_iter().enumerate() {
            let least = if i == 4 || i == 5 { -1.0 } else { 0.0 };
            prop_assert!((least..=1.0 + 1e-9).contains(&v), "column {} is {}", i, v);
        }
    }

    #[test]
    fn exchanging_both_exchanges_precision_and_recall((gold, pred) in partitions()) {
        let [p, r, bp, br, ari, ami, h, c, v] = values(&figures(&gold, &pred));
        let exchanged = values(&figures(&pred, &gold));
        for (a, b) in [r, p, br, bp, ari, ami, c, h, v].into_iter().zip(exchanged) {
            prop_assert!((a - b).abs() < 1e-9, "{} and {}", a, b);
        }
    }

    #[test]
    fn names_and_order_do_not_matter((gold, pred) in partitions(), shift in 1usize..50) {
        let plain = values(&figures(&gold, &pred));
        let turn = |v: &[usize]| {
            let mut v: Vec<usize> = v.iter().map(|l| 1000 - l * 7).collect();
            let k = shift % v.len();
            v.rotate_left(k);
            v
        };
        for (a, b) in plain.into_iter().zip(values(&figures(&turn(&gold), &turn(&pred)))) {
            prop_assert!((a - b).abs() < 1e-9, "{} and {}", a, b);
        }
    }

    #[test]
    fn the_truth_scores_one((gold, _) in partitions()) {
        for v in values(&figures(&gold, &gold)) {
            prop_assert!((v - 1.0).abs() < 1e-12, "{}", v);
        }
    }

    #[test]
    fn pairwise_figures_are_those_of_counting_all_pairs((gold, pred) in partitions()) {
        let (mut both, mut claimed, mut relevant) = (0.0, 0.0, 0.0);
        for i in 0..gold.len() {
            for j in 0..i {
                let (g, p) = (gold[i] == gold[j], pred[i] == pred[j]);
                both += f64::from(u8::from(g && p));
                claimed += f64::from(u8::from(p));
                relevant += f64::from(u8::from(g));
            }
        }
        let counted = PrecisionRecall::of_counts(both, claimed, relevant);
        prop_assert_eq!(figures(&gold, &pred).pairwise, counted);
    }

    #[test]
    fn calibration_stays_in_bounds(statements in prop::collection::vec((any::<f64>(), any::<bool>()), 0..50), bins in 0usize..20) {
        let c = Calibration::new(statements.iter().copied(), bins);
        prop_assert!((0.0..=1.0).contains(&c.brier) && (0.0..=1.0).contains(&c.expected_calibration_error));
        prop_assert_eq!(c.bins.iter().map(|b| b.statements).sum::<u64>(), statements.len() as u64);
    }

    #[test]
    fn judged_figures_stay_in_bounds(rows in prop::collection::vec((0u8..3, 0u8..4, any::<bool>()), 0..40)) {
        let pairs: Vec<JudgedPair> = rows.iter().enumerate().map(|(i, &(label, stratum, joined))| JudgedPair {
            a: i.to_string(),
            b: joined.to_string(),
            label: [Label::Copy, Label::Partial, Label::None][label as usize],
            stratum: stratum.to_string(),
            stratum_size: 50.0 * f64::from(stratum),
        }).collect();
        let f = JudgedFigures::new(&pairs, |_, b| b == "true");
        for v in [f.precision, f.recall, f.f1, f.partial_joined, f.none_joined, f.f1_interval.0, f.f1_interval.1] {
            prop_assert!((0.0..=1.0 + 1e-9).contains(&v), "{}", v);
        }
    }
}

fn file(ending: &str, content: &str) -> tempfile::TempPath {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().expect("a file");
    file.write_all(content.as_bytes()).expect("it is written");
    file.into_temp_path()
}

#[test]
fn files_of_groups_and_clusters_are_scored() {
    let gold = file(
        ".jsonl",
        "{\"id\":\"a\",\"cluster\":\"x\"}\n{\"id\":\"b\",\"cluster\":\"x\"}\n\n{\"id\":\"c\",\"cluster\":null}\n{\"id\":4}\n",
    );
    let pred = file(
        ".jsonl",
        "{\"id\":\"a\",\"cluster_id\":\"9\"}\n{\"id\":\"b\",\"cluster_id\":\"1\"}\n{\"event\":\"joined\"}\n\
         {\"id\":\"a\",\"cluster_id\":1}\n{\"id\":\"c\",\"cluster_id\":\"1\"}\n{\"id\":\"z\",\"cluster_id\":\"2\"}\n\
         {\"id\":\"4\",\"cluster_id\":\"1\"}\n{\"id\":\"4\",\"cluster_id\":\"\"}\n",
    );
    let report = evaluate(&gold, &pred, &Options::default()).expect("a report");
    assert_eq!((report.missing, report.extra), (1, 1));
    let all = report.all.expect("all items");
    assert_eq!((all.items, all.gold_groups, all.pred_clusters), (4, 3, 2));
    assert_eq!((all.pairwise.precision, all.pairwise.recall), (1.0 / 3.0, 1.0));
    let without = report.without_singletons.expect("groups of two");
    assert_eq!((without.items, without.pairwise.f1), (2, 1.0));
    let json = serde_json::to_string(&report).expect("it is JSON");
    assert_eq!(serde_json::from_str::<Report>(&json).expect("a report"), report);
    assert!(report.to_string().contains("counted as alone"));
}

#[test]
fn files_of_judged_pairs_and_edges_are_scored() {
    let judged = file(
        ".tsv",
        "id_a\tid_b\tlabel\tstratum\tstratum_size\n# a\nb\ta\tcopy\t0.1\t10\na>b\nc\td\tnone\t0.1\t10\textra\n",
    );
    let Err(crate::error::Error::Malformed { place, .. }) = evaluate(&judged, &judged, &Options::default()) else {
        panic!("a short row must be refused")
    };
    assert_eq!(place, "line 4");
    let judged =
        file(".tsv", "id_a\tid_b\tlabel\tstratum\tstratum_size\nb\ta\tcopy\t0.1\t10\nc\td\tnone\t0.1\t10\textra\n");
    let edges = file(
        ".jsonl",
        "{\"a\":\"a\",\"b\":\"b\",\"relation\":\"version\"}\n{\"a\":\"c\",\"b\":\"d\",\"relation\":\"partial\"}\n",
    );
    let report = evaluate(&judged, &edges, &Options::default()).expect("a report");
    assert_eq!(report.missing, 0);
    let strange = file(".tsv", "\u{feff}id_a\tid_b\tlabel\na\tb\tcopy\nx\ty\tnone\n");
    let report_of_strange = evaluate(&strange, &edges, &Options::default()).expect("a report");
    assert_eq!(report_of_strange.missing, 2);
    assert!(report_of_strange.to_string().contains("2 gold items are not in the prediction"));
    let found = report.judged.expect("judged pairs");
    assert_eq!((found.pairs, found.f1, found.none_joined), (2, 1.0, 0.0));
    let gold = file(
        ".jsonl",
        "{\"id\":\"a\",\"story\":\"x\"}\n{\"id\":\"b\",\"story\":\"x\"}\n{\"id\":\"c\",\"story\":\"x\"}\n",
    );
    let options = Options { gold_key: "story".into(), ..Options::default() };
    let found = evaluate(&gold, &edges, &options).expect("a report").edges.expect("edges");
    assert_eq!((found.precision, found.recall), (1.0, 1.0 / 3.0));
    assert!(evaluate(&gold, &edges, &Options::default()).is_err(), "no record has the key");
}

#[test]
fn what_cannot_be_scored_is_told() {
    let refusal = |gold: &tempfile::TempPath, pred: &tempfile::TempPath| {
        evaluate(gold, pred, &Options::default()).expect_err("a refusal").to_string()
    };
    let (pred, empty) = (file(".jsonl", "{\"id\":\"a\",\"cluster_id\":\"c\"}\n"), file(".jsonl", "\n"));
    let groups = file(".jsonl", "{\"id\":\"a\",\"cluster\":\"c\"}\n");
    assert!(refusal(&empty, &pred).contains("no labels are in it"));
    assert!(refusal(&groups, &empty).contains("no record has id and cluster_id"));
    assert!(refusal(&file(".tsv", "id_a\tid_b\tlabel\n"), &pred).contains("no judged pairs"));
    let said = refusal(&file(".csv", "id_a,id_b,label\na,b,copy\n"), &pred);
    assert!(said.contains("line 1") && said.contains(".tsv"), "{said}");
    assert!(refusal(&groups, &file(".db", "SQLite format 3\0")).contains("store export"));
}
