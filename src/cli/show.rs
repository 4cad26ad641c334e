//! `wirefold show`
use super::Finish;
use anyhow::Result;
use clap::Args;
/// Show clusters
#[derive(Args)]
pub struct Arguments {}
pub fn run(_: Arguments) -> Result<Finish> {
    Ok(Finish::AllRead)
}
