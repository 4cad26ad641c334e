//! `wirefold stream`: a filter that answers every line.

use super::{
    Finish, articles, count_of,
    files::Files,
    is_closed_pipe,
    memory::Memory,
    metrics::{Destination, EVERY, Metrics},
    options::{Folding, StoreArguments},
    output::{Notice, Sink},
    say,
    signals::Signals,
    warn,
};
use anyhow::Result;
use clap::Args;
use prometheus::Histogram;
use rayon::prelude::*;
use serde::Serialize;
use std::{
    io,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};
use wirefold::{
    Config, Verdict,
    engine::{Analysed, Analyser},
    ingest::{Blocks, Format, Mapping, Options, Outcome, Parser, Rejected},
    sinks::VERDICT_SCHEMA,
};

/// Lines that are taken in together when they are there already: enough for all threads.
const AT_ONCE: usize = 2048;

/// Lines of a batch that is small enough to end where a store would best rest: more keep it busy in any case.
const FEW: usize = 64;

/// Blocks that are read ahead. A block is what one read of the input gave, so this bounds memory.
const AHEAD: usize = 64;

/// How long the end of the input may take to be seen once it is there.
const END_IS_SEEN: Duration = Duration::from_millis(200);

const AFTER_HELP: &str = "\
A line that is no article is answered as well:
  {\"schema\":\"wirefold.verdict/1\",\"rejected\":{\"line\":2,\"byte\":49,\"reason\":\"not a JSON object\"}}

With --store, a verdict is written only once it is durable. After any stop, a crash included, feed the input again from \
the first line that was not answered, or from any earlier line: what was taken in before changes nothing.

Examples:
  wirefold stream < news.jsonl > verdicts.jsonl
  tail -F news.jsonl | wirefold stream --window 36h | jq -r 'select(.relation == \"none\") | .id'
  tail -n +1 -F news.jsonl | wirefold stream --store news.db >> verdicts.jsonl
  paste -d '\\n' news.jsonl <(wirefold stream < news.jsonl)      # each article and its verdict";

/// Answer every line of standard input with one line, at once
///
/// Reads one article a line as JSON; writes one verdict a line, in the same order, as soon as no more input is waiting. A
/// verdict says what was known when the article came; later articles do not change it.
#[derive(Args)]
#[command(after_help = AFTER_HELP)]
pub struct Arguments {
    #[command(flatten)]
    folding: Folding,
    #[command(flatten)]
    store: StoreArguments,
    /// File that says how far the input is safe: lines and bytes of it, since this process began to read
    #[arg(long, value_name = "FILE", requires = "store")]
    ack: Option<PathBuf>,
    /// File or address for figures in the text format of Prometheus, such as 127.0.0.1:9464
    #[arg(long, value_name = "FILE|ADDRESS")]
    metrics: Option<Destination>,
    /// Names that your records have for fields, such as text=body,source=publisher
    #[arg(long, value_name = "FIELD=NAME,…")]
    map: Option<Mapping>,
}

/// The answer to a line that is no article.
#[derive(Serialize)]
struct Refusal {
    schema: &'static str,
    rejected: Fault,
}

#[derive(Serialize)]
struct Fault {
    line: u64,
    byte: u64,
    reason: String,
}

impl From<&Rejected> for Refusal {
    fn from(rejected: &Rejected) -> Self {
        let rejection = &rejected.rejection;
        let fault = Fault { line: rejection.line, byte: rejection.byte, reason: rejection.reason.to_string() };
        Self { schema: VERDICT_SCHEMA, rejected: fault }
    }
}

/// How far the input was read.
#[derive(Clone, Copy, Default, Serialize)]
struct Place {
    /// Lines.
    line: u64,
    /// Bytes.
    byte: u64,
}

/// What a line is: an article that was looked at by itself, or none.
type Line = std::result::Result<Analysed, Box<Rejected>>;

/// What comes from the thread that reads, or wakes the one that waits for it.
enum Input {
    Read(wirefold::Result<(Vec<Line>, Place)>),
    Woken,
    End,
}

fn open(arguments: &Arguments) -> Result<Memory> {
    let Some(path) = &arguments.store.store else {
        // Nobody asks a stream for passages, so that it keeps no texts.
        let config = Config { keep_text: false, ..arguments.folding.start()? };
        // The pairs are what figures count.
        let builder = arguments.folding.knowledge.engine(config)?.edges(arguments.metrics.is_some());
        return Ok(Memory::Window(Box::new(builder.build()?)));
    };
    let archive = arguments.folding.open(&arguments.store, path, "stream")?;
    Ok(Memory::Store(Box::new(archive)))
}

/// Outcomes to be answered first, where it is better that others wait.
fn cut(memory: &Memory, outcomes: &[Line]) -> usize {
    let Memory::Store(archive) = memory else { return outcomes.len() };
    if outcomes.len() > FEW {
        return outcomes.len();
    }
    let mut articles = (1..).zip(outcomes).filter(|(_, outcome)| outcome.is_ok());
    articles.nth(archive.until_rest() - 1).map_or(outcomes.len(), |(until, _)| until)
}

/// Takes over what may change while the stream runs: what the store keeps.
fn reread(memory: &mut Memory, folding: &Folding) {
    match (folding.reread(), memory) {
        (Ok(Some(config)), Memory::Store(archive)) => {
            match archive.keep(config.store).map(|()| archive.accepts(&config)) {
                Err(error) => warn(format_args!("the configuration stays as it is: {error}")),
                Ok(Ok(())) => say("configuration read again: [store] is in force, all else from the next start on"),
                Ok(Err(error)) => warn(format_args!(
                    "configuration read again: [store] is in force, but a start under the rest would fail: {error}"
                )),
            }
        }
        (Ok(_), _) => say("nothing that may change while the stream runs"),
        (Err(error), _) => warn(format_args!("the configuration stays as it is: {error:#}")),
    }
}

pub fn run(arguments: Arguments) -> Result<Finish> {
    check_files(&arguments)?;
    let ack = arguments.ack.as_deref().map(Notice::at).transpose()?;
    let metrics = arguments.metrics.as_ref().map(Metrics::new).transpose()?;
    let memory = open(&arguments)?;
    let mapping = arguments.map.clone().unwrap_or_default();
    let options = Options { mapping, block_bytes: 1, reject_blank_lines: true, ..Options::default() };
    let parser = Arc::new(Parser::new(&options));
    let (input, waker, signals) = read_ahead(options, parser.clone(), memory.engine().analyser())?;
    let times = metrics.as_ref().map(Metrics::times);
    let output = Arc::new(Mutex::new(Output { out: Sink::stdout(), ack, times, shown: 0 }));
    let mut stream = Stream { input, waker, parser, has_ended: false, read: 0, rejected: 0 };
    match stream.answer_all(&arguments, memory, metrics, &signals, &output) {
        Err(error) if is_closed_pipe(&error) => {
            let shown = output.lock().unwrap_or_else(PoisonError::into_inner).shown;
            if stream.read == shown && stream.ends() {
                return Ok(Finish::AllRead);
            }
            tracing::warn!("the output was closed, and input is left");
            Ok(Finish::OutputClosed)
        }
        result => result,
    }
}

fn check_files(arguments: &Arguments) -> Result<()> {
    let mut files = Files::default();
    files.read("standard input", [&PathBuf::from("-")]);
    files.write("standard output", [&PathBuf::from("-")]);
    arguments.folding.note(&mut files);
    files.store("--store", &arguments.store.store, true);
    files.write("--ack", &arguments.ack);
    if let Some(Destination::File(path)) = &arguments.metrics {
        files.write("--metrics", [path]);
    }
    files.check()
}

/// How far a stream has come.
struct Stream {
    input: Receiver<Input>,
    /// For answers that could not be written while input is waited for.
    waker: SyncSender<Input>,
    /// Which knows what records lack.
    parser: Arc<Parser>,
    /// Whether the end of the input was seen.
    has_ended: bool,
    /// Lines that were read.
    read: u64,
    rejected: u64,
}

impl Stream {
    fn answer_all(
        &mut self,
        arguments: &Arguments,
        mut memory: Memory,
        mut metrics: Option<Metrics>,
        signals: &Signals,
        output: &Arc<Mutex<Output>>,
    ) -> Result<Finish> {
        while !self.has_ended && !signals.should_stop() {
            if let Some(metrics) = &mut metrics {
                metrics.write(memory.engine(), &self.parser, false)?;
            }
            if signals.should_reread() {
                reread(&mut memory, &arguments.folding);
            }
            let come = match metrics {
                Some(_) => self.input.recv_timeout(EVERY),
                None => self.input.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match come {
                Ok(Input::Read(read)) => self.answer(read?, &mut memory, &mut metrics, output)?,
                Ok(Input::Woken) => memory.finish()?,
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Input::End) | Err(RecvTimeoutError::Disconnected) => self.has_ended = true,
            }
        }
        memory.finish()?;
        if let Some(metrics) = &mut metrics {
            metrics.write(memory.engine(), &self.parser, true)?;
        }
        articles::tell_reused_ids(memory.engine().reused_ids());
        memory.close()?;
        self.tell_faults();
        Ok(Finish::with_rejected(self.rejected))
    }

    /// Answers lines that were read, and those that have been read meanwhile.
    fn answer(
        &mut self,
        (mut outcomes, mut place): (Vec<Line>, Place),
        memory: &mut Memory,
        metrics: &mut Option<Metrics>,
        output: &Arc<Mutex<Output>>,
    ) -> Result<()> {
        let began = Instant::now();
        // What was read before a failure is answered first.
        let failure = self.read_more(&mut outcomes, &mut place).err();
        self.read += outcomes.len() as u64;
        while !outcomes.is_empty() {
            let later = outcomes.split_off(cut(memory, &outcomes));
            let (answers, refused) = answers(memory, outcomes, metrics.as_mut())?;
            self.rejected += refused;
            let (output, waker) = (output.clone(), self.waker.clone());
            let folded = matches!(memory, Memory::Store(_)).then(Instant::now);
            let place = later.is_empty().then_some(place);
            memory.then(move || {
                let mut output = output.lock().unwrap_or_else(PoisonError::into_inner);
                // A full channel needs no waking.
                output.write(answers, place, began, folded).inspect_err(|_| _ = waker.try_send(Input::Woken))
            })?;
            outcomes = later;
        }
        failure.map_or(Ok(()), |error| {
            memory.finish()?;
            Err(error.into())
        })
    }

    /// Adds what is there without waiting, up to [`AT_ONCE`] lines.
    fn read_more(&mut self, outcomes: &mut Vec<Line>, place: &mut Place) -> wirefold::Result<()> {
        while outcomes.len() < AT_ONCE {
            match self.input.try_recv() {
                Ok(Input::Read(read)) => {
                    let (more, end) = read?;
                    outcomes.extend(more);
                    *place = end;
                }
                Ok(Input::End) => {
                    self.has_ended = true;
                    break;
                }
                Ok(Input::Woken) | Err(_) => break,
            }
        }
        Ok(())
    }

    /// Tells at the end what was wrong with the input.
    fn tell_faults(&self) {
        let remarks = self.parser.remarks();
        articles::tell_unread_dates(&remarks);
        if self.read > 0 {
            articles::tell_unmet_names(&remarks);
        }
        articles::tell_lacking(remarks.lacking, self.read - self.rejected);
        if self.rejected > 0 {
            warn(format_args!("{} rejected", count_of(self.rejected, "line")));
        }
    }

    /// Whether nothing more comes, as far as can be seen.
    fn ends(&mut self) -> bool {
        while !self.has_ended {
            match self.input.recv_timeout(END_IS_SEEN) {
                Ok(Input::Woken) => {}
                Ok(Input::Read(_)) | Err(RecvTimeoutError::Timeout) => return false,
                Ok(Input::End) | Err(RecvTimeoutError::Disconnected) => self.has_ended = true,
            }
        }
        true
    }
}

/// Where answers go.
struct Output {
    out: Sink,
    ack: Option<Notice>,
    /// Times of answers and of commits.
    times: Option<(Histogram, Histogram)>,
    /// Lines whose answers could be written, whether or not anybody read them; with a store, these are safe.
    shown: u64,
}

impl Output {
    /// Writes answers that may be shown, and how far the input is safe with them.
    fn write(
        &mut self,
        answers: Vec<Answer>,
        place: Option<Place>,
        began: Instant,
        folded: Option<Instant>,
    ) -> Result<()> {
        if let Some(((_, commit), folded)) = self.times.as_ref().zip(folded) {
            commit.observe(folded.elapsed().as_secs_f64());
        }
        self.shown += answers.len() as u64;
        for answer in &answers {
            match answer {
                Answer::Verdict(verdict) => self.out.write_line(verdict)?,
                Answer::Refusal(refusal) => self.out.write_line(refusal)?,
            }
        }
        self.out.send_on()?;
        if let Some((answer, _)) = &self.times {
            answer.observe(began.elapsed().as_secs_f64());
        }
        match self.ack.as_ref().zip(place) {
            Some((ack, place)) => ack.put_line(&place),
            None => Ok(()),
        }
    }
}

/// The answer to a line.
enum Answer {
    Verdict(Box<Verdict>),
    Refusal(Refusal),
}

/// Reads standard input, and looks at articles by themselves, on a thread of its own: so that waiting for input holds up no
/// answer, and one article is looked at while another is folded.
fn read_ahead(
    options: Options,
    parser: Arc<Parser>,
    analyser: Analyser,
) -> Result<(Receiver<Input>, SyncSender<Input>, Signals)> {
    let (sender, receiver) = sync_channel(AHEAD);
    let (waker, wakes) = (sender.clone(), sender.clone());
    let signals = Signals::watch(move || _ = wakes.try_send(Input::Woken))?;
    thread::spawn(move || {
        let mut told = 0;
        for block in Blocks::of_reader("-", Format::JsonLines, io::stdin(), &options) {
            let read = block.map(|block| {
                let (line, byte) = block.end();
                let outcomes = parser.parse_block(&block);
                if parser.unread_dates() > told {
                    parser.remarks().unread_dates.iter().skip(told as usize).for_each(warn);
                    told = parser.unread_dates();
                }
                let look = |outcome: Outcome| outcome.map(|article| analyser.analyse(article));
                let lines: Vec<Line> = match outcomes.len() {
                    0 | 1 => outcomes.into_iter().map(look).collect(),
                    _ => outcomes.into_par_iter().map(look).collect(),
                };
                (lines, Place { line: line - 1, byte })
            });
            if sender.send(Input::Read(read)).is_err() {
                return;
            }
        }
        // Others hold a sender as well, so that the end has to be said.
        let _ = sender.send(Input::End);
    });
    Ok((receiver, waker, signals))
}

/// One answer to each outcome, in order, and how many are rejections.
fn answers(memory: &mut Memory, outcomes: Vec<Line>, metrics: Option<&mut Metrics>) -> Result<(Vec<Answer>, u64)> {
    let mut articles = Vec::with_capacity(outcomes.len());
    let refusals: Vec<Option<Box<Rejected>>> =
        outcomes.into_iter().map(|outcome| outcome.map(|article| articles.push(article)).err()).collect();
    let verdicts = memory.fold_analysed(articles)?;
    let rejected = refusals.iter().flatten().count() as u64;
    if let Some(metrics) = metrics {
        metrics.answering(memory.engine(), &verdicts, rejected);
    }
    let mut given = verdicts.into_iter();
    let answers = refusals.into_iter().map(|refusal| match refusal {
        Some(refused) => {
            tracing::warn!(
                line = refused.rejection.line,
                byte = refused.rejection.byte,
                reason = %refused.rejection.reason,
                "rejected"
            );
            Answer::Refusal(Refusal::from(&*refused))
        }
        None => Answer::Verdict(Box::new(given.next().expect("every article has a verdict"))),
    });
    Ok((answers.collect(), rejected))
}
