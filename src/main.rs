//! The `wirefold` command.
#![deny(missing_docs)]

#[cfg(unix)]
mod allocator;
mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
