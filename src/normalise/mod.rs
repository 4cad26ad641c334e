//! Makes texts comparable, and keeps the way back to the original.
//!
//! - takes: a text as an outlet gave it
//! - gives: [`CleanText`], the same text in NFKC and lower case with one kind of quote, dash and space, without soft
//!   hyphens and zero-width characters, with words joined again that a line break had parted, and lines that a column had;
//!   and for every byte of it the place in the original
//! - useful for: comparing texts that went through different editors, sites and fonts
//! - not useful for: display, since evidence is shown in the original
//!
//! Mojibake is read anew only where it is certain: a wrong repair would invent text. Furniture is recognised here by the
//! beginnings of lines ([`phrases`]) and learnt from what a source repeats ([`furniture`]).

mod clean;
mod columns;
pub mod furniture;
pub mod language;
mod layout;
mod margins;
mod markup;
mod mojibake;
mod neighbours;
pub mod phrases;
mod rarer;
mod segmented;
mod unmarked;

pub(crate) use clean::Step;
pub use clean::{CleanText, clean};
pub(crate) use layout::{NOTHING, laid_out};
pub(crate) use unmarked::Unmarked;
