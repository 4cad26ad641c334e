//! What is said on standard error: for people as it comes, or as a log in which each line has a time and a level.

use clap::ValueEnum;
use std::fmt::Display;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing_subscriber::{
    filter::filter_fn,
    layer::{Layer, SubscriberExt},
    util::SubscriberInitExt,
};

/// The form of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// A line of text for each event
    Text,
    /// A JSON object for each event
    Json,
}

static IS_LOGGED: AtomicBool = AtomicBool::new(false);

/// From here on, all that is said goes into a log of this form; without one, people are told what the engine warns of. To be
/// called once.
pub fn start(form: Option<Form>) {
    let Some(form) = form else {
        let named = || {
            let mut stderr = anstream::stderr();
            let _ = write!(stderr, "wirefold: ");
            stderr
        };
        let told = tracing_subscriber::fmt::layer().with_writer(named).with_ansi(false);
        let told = told.without_time().with_level(false).with_target(false);
        let of_engine = |event: &tracing::Metadata<'_>| {
            *event.level() <= tracing::Level::WARN && event.target().starts_with("wirefold::engine")
        };
        return tracing_subscriber::registry().with(told.with_filter(filter_fn(of_engine))).init();
    };
    let log = tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::INFO);
    match form {
        Form::Text => log.with_ansi(false).init(),
        Form::Json => log.json().flatten_event(true).init(),
    }
    IS_LOGGED.store(true, Ordering::Relaxed);
}

/// Tells a person, or the log, how it goes; that nobody listens is no fault.
pub fn say(message: impl Display) {
    tell(tracing::Level::INFO, &message);
}

/// Tells of what a person should look at, while the command goes on.
pub fn warn(message: impl Display) {
    tell(tracing::Level::WARN, &message);
}

/// Tells of what ends the command.
pub fn fail(message: impl Display) {
    tell(tracing::Level::ERROR, &message);
}

fn tell(level: tracing::Level, message: &dyn Display) {
    // The macros want a level that does not vary.
    match (IS_LOGGED.load(Ordering::Relaxed), level) {
        (false, _) => _ = writeln!(anstream::stderr(), "wirefold: {message}"),
        (true, tracing::Level::ERROR) => tracing::error!("{message}"),
        (true, tracing::Level::WARN) => tracing::warn!("{message}"),
        (true, _) => tracing::info!("{message}"),
    }
}
