//! The `wirefold` command.
#![deny(missing_docs)]

mod cli;

/// Articles are many small allocations on many threads, which this allocator serves better than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
