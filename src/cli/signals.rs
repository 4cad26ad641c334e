//! What the system tells a running command: to stop, or to look at its configuration again.

use super::status_of;
use anyhow::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Signals that have come.
#[derive(Clone, Default)]
pub struct Signals {
    stop: Arc<AtomicBool>,
    reread: Arc<AtomicBool>,
}

impl Signals {
    /// Watches for SIGTERM and SIGINT, which ask to stop, and for SIGHUP; calls `wake` for each, on a thread of its own.
    ///
    /// A second request to stop ends the process at once: nothing that was acknowledged is lost by that.
    #[cfg(unix)]
    pub fn watch(wake: impl Fn() + Send + 'static) -> Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let signals = Self::default();
        for signal in [SIGTERM, SIGINT] {
            signal_hook::flag::register_conditional_default(signal, signals.stop.clone())?;
        }
        let mut coming = signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGHUP])?;
        let theirs = signals.clone();
        std::thread::spawn(move || {
            for signal in &mut coming {
                let flag = if signal == SIGHUP { &theirs.reread } else { &theirs.stop };
                flag.store(true, Ordering::SeqCst);
                tracing::info!(signal, "signal");
                wake();
            }
        });
        Ok(signals)
    }

    /// Where there are no such signals, nothing ever comes.
    #[cfg(not(unix))]
    pub fn watch(_wake: impl Fn() + Send + 'static) -> Result<Self> {
        Ok(Self::default())
    }

    /// Whether to stop after what is in hand.
    pub fn should_stop(&self) -> bool {
        self.stop.load(Ordering::SeqCst)
    }

    /// Whether the configuration is to be read again; says so once for each time.
    pub fn should_reread(&self) -> bool {
        self.reread.swap(false, Ordering::SeqCst)
    }
}

/// Calls `last` before a signal that asks to stop ends the process, as it would have by itself.
///
/// A signal that the process was started to pass over, as by nohup, is passed over. Where signals cannot be watched,
/// `last` is never called.
#[cfg(unix)]
pub fn before_the_end(last: impl Fn() + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let asking = [SIGTERM, SIGINT, SIGHUP].into_iter().filter(|signal| !is_ignored(*signal));
    let Ok(mut coming) = signal_hook::iterator::Signals::new(asking) else { return };
    std::thread::spawn(move || {
        for signal in &mut coming {
            last();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    });
}

/// Where there are no such signals, nothing ever comes.
#[cfg(not(unix))]
pub fn before_the_end(_last: impl Fn() + Send + 'static) {}

/// Whether the process was started to ignore a signal, where the system tells: a bit for each from 1 on.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let bits = status_of("SigIgn").and_then(|bits| u64::from_str_radix(&bits, 16).ok()).unwrap_or(0);
    bits >> (signal - 1) & 1 == 1
}

/// Lets a write beyond the allowed size of a file fail like any other, where the system would end the process.
pub fn fail_on_size_limit() -> Result<()> {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    Ok(())
}
