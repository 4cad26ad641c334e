//! Makes texts comparable, and keeps the way back to the original.
//!
//! - takes: a text as an outlet gave it
//! - gives: [`CleanText`], the same text in NFKC and lower case with one kind of quote, dash and space, without soft
//!   hyphens and zero-width characters, with words joined again that a line break had parted, and lines that a column had;
//!   and for every byte of it the place in the original
//! - useful for: comparing texts that went through different editors, sites and fonts
//! - not useful for: display, since evidence is shown in the original
//!
//! A text that was not given as it was written (mojibake, escapes, lists, Markdown) is read anew first (`reread`), and only
//! where the whole of it shows that it was: a wrong repair would invent text. Furniture is recognised here by the
//! beginnings of lines ([`phrases`]) and learnt from what a source repeats ([`furniture`]).

mod clean;
mod code_pages;
mod columns;
mod entities;
mod escapes;
pub mod furniture;
mod heading;
pub mod language;
mod layout;
mod literals;
mod lost;
mod margins;
mod markup;
mod mojibake;
mod neighbours;
mod notes;
pub mod phrases;
mod rarer;
mod reread;
mod segmented;
mod unmarked;
mod western;
mod wiki;

pub use clean::{CleanText, clean};
pub(crate) use clean::{Reading, Step};
pub(crate) use heading::title_apart;
pub(crate) use layout::{NOTHING, laid_out};
pub(crate) use reread::Reread;
pub(crate) use unmarked::Unmarked;
