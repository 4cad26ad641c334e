//! Blocks of articles are pressed on another thread, so that no answer waits for it.

use super::kept::{Block, press};
use std::collections::VecDeque;
use std::io;
use std::sync::mpsc::{Receiver, sync_channel};

/// Portions under way beyond which the oldest is waited for: some 8 MB.
const MOST: usize = 16;

/// A block's key and value, ready to be written.
type Pressed = Vec<(u32, Vec<u8>)>;

/// What is being pressed, in the order of the articles.
#[derive(Debug, Default)]
pub struct Pressing(VecDeque<Receiver<io::Result<Pressed>>>);

impl Pressing {
    /// Begins with further blocks.
    pub fn begin(&mut self, blocks: Vec<Block>) {
        if blocks.is_empty() {
            return;
        }
        let (give, take) = sync_channel(1);
        rayon::spawn(move || {
            // Nobody waits for it any more where the archive was given up.
            let _ = give.send(press(blocks));
        });
        self.0.push_back(take);
    }

    /// What is ready, in order; with `all`, everything that was begun. Errors: those of the compressor.
    pub fn ready(&mut self, all: bool) -> io::Result<Pressed> {
        let mut ready = Vec::new();
        while let Some(front) = self.0.front() {
            let pressed = if all || self.0.len() > MOST { front.recv().ok() } else { front.try_recv().ok() };
            let Some(pressed) = pressed else { break };
            self.0.pop_front();
            ready.extend(pressed?);
        }
        Ok(ready)
    }
}
