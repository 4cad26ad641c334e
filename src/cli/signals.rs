//! What the system tells a running command: to stop, or to look at its configuration again.

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

/// Lets a write beyond the allowed size of a file fail like any other, where the system would end the process.
pub fn fail_on_size_limit() -> Result<()> {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    Ok(())
}
