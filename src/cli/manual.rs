//! `wirefold completions` and `wirefold man`: made of the same definitions as the help.

use super::{Finish, output::Sink};
use anyhow::{Result, anyhow};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man as Page;
use std::{io::Write, path::PathBuf};
use wirefold::Error;

const COMPLETIONS_AFTER_HELP: &str = "\
Examples:
  wirefold completions bash > ~/.local/share/bash-completion/completions/wirefold
  wirefold completions zsh > ~/.zfunc/_wirefold
  wirefold completions fish > ~/.config/fish/completions/wirefold.fish";

/// Print completions for a shell
#[derive(Args)]
#[command(after_help = COMPLETIONS_AFTER_HELP)]
pub struct Completions {
    /// Which shell
    shell: Shell,
}

const MAN_AFTER_HELP: &str = "\
Examples:
  wirefold man | man -l -
  wirefold man batch | man -l -
  wirefold man --out-dir ~/.local/share/man/man1";

/// Print a manual page, or write all of them
#[derive(Args)]
#[command(after_help = MAN_AFTER_HELP)]
pub struct Man {
    /// The page of this command; of wirefold itself without one
    #[arg(conflicts_with = "out_dir")]
    command: Option<String>,
    /// Write all pages into this folder
    #[arg(long, value_name = "FOLDER")]
    out_dir: Option<PathBuf>,
}

pub fn completions(arguments: Completions) -> Result<Finish> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut super::Arguments::command(), "wirefold", &mut script);
    print(&script)
}

pub fn man(arguments: Man) -> Result<Finish> {
    let mut command = super::Arguments::command();
    // Gives the commands their full names.
    command.build();
    if let Some(folder) = arguments.out_dir {
        clap_mangen::generate_to(command, &folder).map_err(Error::io(&folder))?;
        return Ok(Finish::AllRead);
    }
    if let Some(name) = arguments.command {
        let found = command.find_subcommand(&name);
        command = found.cloned().ok_or_else(|| anyhow!("there is no command {name:?}; see wirefold --help"))?;
        command = command.display_name(format!("wirefold-{name}")).version(env!("CARGO_PKG_VERSION"));
    }
    let mut page = Vec::new();
    Page::new(command).render(&mut page)?;
    print(&page)
}

fn print(text: &[u8]) -> Result<Finish> {
    let mut out = Sink::stdout();
    out.write_all(text)?;
    out.finish()?;
    Ok(Finish::AllRead)
}
