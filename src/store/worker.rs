//! A thread that does one job after another, so that who hands them over goes on meanwhile.
//!
//! What waits has a bound ([`WAITING`], [`LARGE`]). What fails ends the thread, and is told to whoever next hands it something
//! or waits for it.

use crate::error::{Error, Result, StoreError};
use std::fmt::{self, Debug, Formatter};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Jobs that wait at most.
const WAITING: usize = 1024;

/// Bytes of the jobs that wait, at most, beyond one of them.
const LARGE: usize = 4 << 20;

/// Leaves the processor to other threads than this one, where they want it: for threads that no answer waits for.
pub(super) fn give_way() {
    // By the scheduler of Linux a thread may do so by itself. Where it may not, it merely does its work sooner.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 10);
}

/// What a worker does.
pub(super) trait Job: Send + 'static {
    /// Bytes that it holds in memory, about.
    fn bytes(&self) -> usize;
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic in between has left at most an open transaction, which is never committed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How far the thread has come.
#[derive(Debug, Default)]
pub(super) struct Progress {
    counts: Mutex<Counts>,
    moved: Condvar,
}

#[derive(Debug, Default)]
struct Counts {
    given: u64,
    done: u64,
    /// Bytes of the jobs that are given and not done.
    bytes: usize,
    has_ended: bool,
    failure: Option<Error>,
}

impl Progress {
    /// Waits until everything that was handed over is done. Gives nothing where the thread has ended: who hands it more, or
    /// waits through [`Worker::wait`], is told why.
    pub fn wait(&self) {
        let is_underway = |counts: &mut Counts| counts.done < counts.given && !counts.has_ended;
        drop(self.moved.wait_while(locked(&self.counts), is_underway).unwrap_or_else(PoisonError::into_inner));
    }

    /// Notes a job, once there is room for it.
    fn admit(&self, bytes: usize) {
        let has_no_room = |counts: &mut Counts| counts.bytes > 0 && counts.bytes + bytes > LARGE && !counts.has_ended;
        let counts = self.moved.wait_while(locked(&self.counts), has_no_room);
        let mut counts = counts.unwrap_or_else(PoisonError::into_inner);
        counts.given += 1;
        counts.bytes += bytes;
    }

    fn advance(&self, jobs: u64, bytes: usize) {
        let mut counts = locked(&self.counts);
        counts.done += jobs;
        counts.bytes -= bytes;
        self.moved.notify_all();
    }

    fn end(&self, failure: Option<Error>) {
        let mut counts = locked(&self.counts);
        (counts.has_ended, counts.failure) = (true, failure);
        self.moved.notify_all();
    }
}

/// The jobs that are handed over, as the thread takes them.
pub(super) struct Jobs<J> {
    queue: Receiver<J>,
    progress: Arc<Progress>,
    /// Jobs that were taken and are not done, and their bytes.
    taken: (u64, usize),
}

impl<J: Job> Jobs<J> {
    fn take(&mut self, job: J) -> J {
        self.taken = (self.taken.0 + 1, self.taken.1 + job.bytes());
        job
    }

    /// Waits for the next; none where no more will come.
    pub fn next(&mut self) -> Option<J> {
        self.queue.recv().ok().map(|job| self.take(job))
    }

    /// The next, where it is there within a time.
    pub fn next_within(&mut self, time: Duration) -> Result<J, RecvTimeoutError> {
        self.queue.recv_timeout(time).map(|job| self.take(job))
    }

    /// The next, where it is there.
    pub fn next_if_there(&mut self) -> Result<J, TryRecvError> {
        self.queue.try_recv().map(|job| self.take(job))
    }

    /// Tells that all that were taken are done.
    pub fn done(&mut self) {
        let (jobs, bytes) = std::mem::take(&mut self.taken);
        if jobs > 0 {
            self.progress.advance(jobs, bytes);
        }
    }
}

/// Notes the end even of a thread that panics.
struct End(Arc<Progress>);

impl Drop for End {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.end(None);
        }
    }
}

/// The thread, for as long as this lives; when it is dropped, what was handed over is done first.
pub(super) struct Worker<J> {
    queue: Option<SyncSender<J>>,
    progress: Arc<Progress>,
    store: PathBuf,
    thread: Option<JoinHandle<()>>,
}

impl<J: Job> Worker<J> {
    /// Starts a thread of a store that does `work`, which ends when no more jobs come.
    pub fn start(store: &Path, work: impl FnOnce(&mut Jobs<J>) -> Result<()> + Send + 'static) -> Self {
        let (queue, taken) = sync_channel(WAITING);
        let progress = Arc::<Progress>::default();
        let mut jobs = Jobs { queue: taken, progress: progress.clone(), taken: (0, 0) };
        let thread = thread::spawn(move || {
            let end = End(jobs.progress.clone());
            let failure = work(&mut jobs).err();
            end.0.end(failure);
        });
        Self { queue: Some(queue), progress, store: store.to_owned(), thread: Some(thread) }
    }

    /// How far it has come.
    pub fn progress(&self) -> Arc<Progress> {
        self.progress.clone()
    }

    /// Hands a job over; waits where many do. Errors: those of an earlier job.
    pub fn give(&self, job: J) -> Result<()> {
        self.progress.admit(job.bytes());
        match &self.queue {
            Some(queue) if queue.send(job).is_ok() => Ok(()),
            _ => Err(self.failure()),
        }
    }

    /// Waits until everything that was handed over is done. Errors: those of doing it.
    pub fn wait(&self) -> Result<()> {
        self.progress.wait();
        if locked(&self.progress.counts).has_ended { Err(self.failure()) } else { Ok(()) }
    }

    fn failure(&self) -> Error {
        // The thread may be about to say why it ends.
        self.progress.wait();
        locked(&self.progress.counts).failure.take().unwrap_or_else(|| {
            Error::Store(StoreError {
                path: self.store.clone(),
                expected: "a store that was written to without a fault".into(),
                found: "one whose writing has failed before".into(),
                remedy: "open it again, and feed what was not acknowledged once more".into(),
            })
        })
    }
}

impl<J> Debug for Worker<J> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("store", &self.store).finish_non_exhaustive()
    }
}

impl<J> Drop for Worker<J> {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
