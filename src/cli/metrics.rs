//! Figures of a running stream in the text format of Prometheus: in a file, or to whoever asks at an address.

use super::{memory_of, output::Notice, warn};
use anyhow::{Context, Result};
use prometheus::{
    Encoder, Histogram, HistogramOpts, IntCounter, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
    core::Collector,
};
use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs},
    path::PathBuf,
    str::FromStr,
    thread,
    time::{Duration, Instant},
};
use wirefold::{
    Engine, Verdict,
    cluster::Event,
    ingest::{Lacking, Parser},
    units::Timestamp,
    verify::Relation,
};

/// How often figures are written anew, also while nothing comes.
pub const EVERY: Duration = Duration::from_secs(5);

/// How long a client may take to ask and to be answered: the next one waits for it.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where figures are to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A file, which is put anew each time.
    File(PathBuf),
    /// To whoever asks there.
    Address(SocketAddr),
}

impl FromStr for Destination {
    type Err = String;

    /// What ends in a colon and a number is an address, and all else a file.
    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(address) = text.parse() {
            return Ok(Self::Address(address));
        }
        let (host, port) = text.rsplit_once(':').unwrap_or(("", text));
        if host.contains('/') || port.is_empty() || !port.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Self::File(text.into()));
        }
        let port: u16 = port.parse().map_err(|_| format!("{port} is no port: they end at 65535"))?;
        if host.is_empty() {
            return Err(format!("no host is named: 127.0.0.1:{port} is asked from here, 0.0.0.0:{port} from anywhere"));
        }
        let found = (host, port).to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
        found.map(Self::Address).ok_or_else(|| format!("{host} has no address; a file of that name is ./{text}"))
    }
}

/// Where figures go.
enum Given {
    File { notice: Notice, has_failed: bool },
    Address,
}

/// The figures.
pub struct Metrics {
    given: Given,
    registry: Registry,
    articles: IntCounterVec,
    repeated: IntCounter,
    rejected: IntCounter,
    lacking: IntCounterVec,
    events: IntCounterVec,
    candidates: Histogram,
    sizes: Histogram,
    answer: Histogram,
    commit: Histogram,
    window: IntGauge,
    end: IntGauge,
    memory: IntGauge,
    written: Option<Instant>,
}

/// A figure, once the registry knows it.
fn registered<C: Collector + Clone + 'static>(
    registry: &Registry,
    figure: prometheus::Result<C>,
) -> prometheus::Result<C> {
    let figure = figure?;
    registry.register(Box::new(figure.clone()))?;
    Ok(figure)
}

impl Metrics {
    /// Figures for `place`. Fails where nothing can be given there.
    pub fn new(place: &Destination) -> Result<Self> {
        let registry = Registry::new();
        let given = match place {
            Destination::File(path) => Given::File { notice: Notice::at(path)?, has_failed: false },
            Destination::Address(address) => {
                serve(*address, registry.clone())?;
                Given::Address
            }
        };
        let seconds = vec![0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
        let pairs = vec![0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0];
        let members: Vec<f64> = (0..=10).map(|doublings| f64::from(1 << doublings)).collect();
        let counter = |name, help| registered(&registry, IntCounter::new(name, help));
        let counters = |name, help, label| registered(&registry, IntCounterVec::new(Opts::new(name, help), &[label]));
        let gauge = |name, help| registered(&registry, IntGauge::new(name, help));
        let histogram = |name, help, buckets: &[f64]| {
            registered(&registry, Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec())))
        };
        let metrics = Self {
            articles: counters(
                "wirefold_articles_total",
                "Articles answered, by what they are to an earlier one",
                "relation",
            )?,
            repeated: counter(
                "wirefold_repeated_total",
                "Of the articles answered, those that had come before as they are",
            )?,
            rejected: counter("wirefold_rejected_total", "Lines that were no articles")?,
            lacking: counters(
                "wirefold_lacking_total",
                "Articles read that lack something; unread_date are some of date",
                "what",
            )?,
            events: counters("wirefold_events_total", "Changes to clusters and stories, by type", "type")?,
            candidates: histogram(
                "wirefold_compared_pairs",
                "Pairs compared for an article, where edges are kept",
                &pairs,
            )?,
            sizes: histogram(
                "wirefold_cluster_size",
                "Articles of the window in the cluster that an article came into, itself included",
                &members,
            )?,
            answer: histogram(
                "wirefold_answer_seconds",
                "From reading lines to their answers being written",
                &seconds,
            )?,
            commit: histogram(
                "wirefold_commit_seconds",
                "From verdicts to their being durable, with a store",
                &seconds,
            )?,
            window: gauge("wirefold_window_articles", "Articles in the window")?,
            end: gauge(
                "wirefold_window_end_seconds",
                "The latest date of articles that is believed, at which the window ends, since 1970; 0 before the first",
            )?,
            memory: gauge("wirefold_resident_bytes", "Memory in use, as the system counts it")?,
            given,
            registry: registry.clone(),
            written: None,
        };
        // What has not happened yet is 0 and not missing, so that rates and alarms begin with the stream.
        let relations = [Relation::Identical, Relation::Version, Relation::Copy, Relation::Partial, Relation::None]
            .map(Relation::name);
        for (counter, labels) in [(&metrics.articles, &relations[..]), (&metrics.events, &Event::NAMES[..])] {
            labels.iter().for_each(|label| drop(counter.with_label_values(&[label])));
        }
        Ok(metrics)
    }

    /// Counts what is answered: verdicts of `engine`, and rejected lines.
    pub fn answering(&mut self, engine: &Engine, verdicts: &[Verdict], rejected: u64) {
        for verdict in verdicts {
            self.articles.with_label_values(&[verdict.relation.name()]).inc();
            // An article that comes founds a cluster or joins one; one that comes again does neither.
            if verdict.events.is_empty() {
                self.repeated.inc();
                continue;
            }
            if engine.gives_edges() {
                self.candidates.observe(verdict.edges.len() as f64);
            }
            if let Ok(cluster) = engine.cluster_of(&verdict.id) {
                self.sizes.observe(cluster.len() as f64);
            }
            for event in &verdict.events {
                self.events.with_label_values(&[event.name()]).inc();
            }
        }
        self.rejected.inc_by(rejected);
    }

    /// Where times are counted: that of an answer from the reading of its lines on, and that of a commit.
    pub fn times(&self) -> (Histogram, Histogram) {
        (self.answer.clone(), self.commit.clone())
    }

    /// Brings the figures up to date, and writes them where some time has passed since the last, or at the end. A file that
    /// cannot be written ends no stream: that is told once.
    pub fn write(&mut self, engine: &Engine, parser: &Parser, at_end: bool) -> Result<()> {
        let Lacking { text, date, unread_dates, source, .. } = parser.remarks().lacking;
        for (what, count) in [("text", text), ("date", date), ("unread_date", unread_dates), ("source", source)] {
            let counter = self.lacking.with_label_values(&[what]);
            counter.inc_by(count.saturating_sub(counter.get()));
        }
        self.window.set(engine.len() as i64);
        self.end.set(engine.now().map_or(0, Timestamp::seconds));
        if !at_end && self.written.is_some_and(|at| at.elapsed() < EVERY) {
            return Ok(());
        }
        self.written = Some(Instant::now());
        self.memory.set(memory_of("VmRSS").map_or(0, |bytes| bytes as i64));
        if let Given::File { notice, has_failed } = &mut self.given {
            let written = notice.put(&page(&self.registry)?);
            if let Err(error) = written.as_ref().map_err(|error| (!*has_failed).then_some(error)) {
                error.into_iter().for_each(|error| warn(format_args!("no figures for now: {error:#}")));
            }
            *has_failed = written.is_err();
        }
        Ok(())
    }
}

/// The figures as they are.
fn page(registry: &Registry) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    TextEncoder::new().encode(&registry.gather(), &mut text)?;
    Ok(text)
}

/// Answers whoever asks, one after the other, with the figures as they are.
fn serve(address: SocketAddr, registry: Registry) -> Result<()> {
    let listener = TcpListener::bind(address).with_context(|| format!("--metrics {address}"))?;
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // A client that goes away is no fault of ours.
            let _ = page(&registry).map(|text| answer(client, &text));
        }
    });
    Ok(())
}

/// Bytes of a request that are read.
const REQUEST: usize = 64 << 10;

fn answer(mut client: TcpStream, text: &[u8]) -> std::io::Result<()> {
    let began = Instant::now();
    let left = || match PATIENCE.saturating_sub(began.elapsed()) {
        Duration::ZERO => Err(ErrorKind::TimedOut),
        left => Ok(Some(left)),
    };
    // Whatever is asked for, up to the blank line that ends a request, or to its bound.
    let (mut request, mut room) = (Vec::new(), [0; 1024]);
    let mut seen = 0;
    let is_end = |at: &[u8]| at.starts_with(b"\n\r\n") || at.starts_with(b"\n\n");
    while request.len() < REQUEST && !(seen..request.len()).any(|at| is_end(&request[at..])) {
        seen = request.len().saturating_sub(2);
        client.set_read_timeout(left()?)?;
        match client.read(&mut room)? {
            0 => break,
            read => request.extend_from_slice(&room[..read]),
        }
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    let page = [head.as_bytes(), text].concat();
    let mut rest = &page[..];
    while !rest.is_empty() {
        client.set_write_timeout(left()?)?;
        match client.write(rest)? {
            0 => break,
            written => rest = &rest[written..],
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_files() {
        let place = |text: &str| text.parse::<Destination>();
        let address = |text: &str| Ok(Destination::Address(text.parse().expect("an address")));
        assert_eq!(place("127.0.0.1:9464"), address("127.0.0.1:9464"));
        assert_eq!(place("[::1]:9464"), address("[::1]:9464"));
        assert!(
            matches!(place("localhost:9464"), Ok(Destination::Address(at)) if at.ip().is_loopback() && at.port() == 9464)
        );
        for file in ["wirefold.prom", "./localhost:9464", "/var/lib/figures:1", "a:b", "a:"] {
            assert_eq!(place(file), Ok(Destination::File(file.into())));
        }
        assert!(place("localhost:94640").is_err());
        for wrong in [":9464", "9464"] {
            assert!(place(wrong).expect_err("no host").contains("127.0.0.1:9464"), "{wrong}");
        }
    }
}
