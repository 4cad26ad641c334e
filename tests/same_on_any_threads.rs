//! The number of threads changes nothing in what is said.

mod news;

use wirefold::Article;

fn on_threads(threads: usize, articles: &[Article], chunk: usize) -> (Vec<String>, Vec<String>) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    pool.install(|| {
        let mut engine = news::engine(&news::config(0.3, true));
        let mut verdicts = Vec::new();
        for chunk in articles.chunks(chunk) {
            verdicts.extend(engine.ingest_batch(chunk).expect("verdicts"));
        }
        engine.settle(&mut verdicts).expect("words that can be read");
        (news::lines(&verdicts), news::clusters(&engine))
    })
}

#[test]
fn one_two_and_four_threads_agree() {
    let mut articles = news::corpus();
    articles.extend(news::sent_again(&news::day(11, 700), 11));
    let one = on_threads(1, &articles, usize::MAX);
    assert_eq!(one.0.len(), articles.len());
    for (threads, chunk) in [(2, usize::MAX), (4, usize::MAX), (4, 100)] {
        let found = on_threads(threads, &articles, chunk);
        for (n, (expected, found)) in one.0.iter().zip(&found.0).enumerate() {
            assert!(chunk != usize::MAX || expected == found, "{threads} threads, verdict {n}:\n{expected}\n{found}");
        }
        assert_eq!(one, found, "{threads} threads, chunks of {chunk}");
    }
}
