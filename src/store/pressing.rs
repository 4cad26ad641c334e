//! Blocks of articles are pressed on threads of the store's own, so that no answer waits for it: those of the engine may
//! themselves be waiting for what is written.

use super::kept::{Block, SMALL, press};
use super::worker::give_way;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

/// Portions under way beyond which the oldest is waited for: some 8 MB.
const MOST: usize = 16;

/// Keys and values of blocks, ready to be written.
pub type Pressed = Vec<(u32, Vec<u8>)>;

/// What is being pressed, in the order of the articles.
#[derive(Debug)]
pub struct Pressing {
    /// The threads.
    pub pool: ThreadPool,
    begun: VecDeque<Receiver<io::Result<Pressed>>>,
}

impl Pressing {
    /// As many threads as the engine has. Errors: those of starting them.
    pub fn new() -> Result<Self, ThreadPoolBuildError> {
        let threads = rayon::current_num_threads();
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .thread_name(|n| format!("press-{n}"))
            .start_handler(|_| give_way())
            .build()?;
        Ok(Self { pool, begun: VecDeque::new() })
    }

    /// Whether nothing that was begun is still to be taken.
    pub fn is_empty(&self) -> bool {
        self.begun.is_empty()
    }

    /// Begins with further blocks.
    pub fn begin(&mut self, blocks: Vec<Block>) {
        if blocks.is_empty() {
            return;
        }
        let (give, take) = sync_channel(1);
        self.pool.spawn(move || {
            // Nobody waits for it any more where the archive was given up.
            let _ = give.send(press(blocks, SMALL));
        });
        self.begun.push_back(take);
    }

    /// What is ready, in order; with `all`, everything that was begun. Errors: those of the compressor, and a thread's end.
    pub fn ready(&mut self, all: bool) -> io::Result<Pressed> {
        let mut ready = Vec::new();
        while let Some(front) = self.begun.front() {
            let pressed = match all || self.begun.len() > MOST {
                true => front.recv().map_err(|_| TryRecvError::Disconnected),
                false => front.try_recv(),
            };
            if matches!(pressed, Err(TryRecvError::Empty)) {
                break;
            }
            self.begun.pop_front();
            ready.extend(pressed.unwrap_or_else(|_| Err(io::Error::other("a thread has ended before its work")))?);
        }
        Ok(ready)
    }
}
