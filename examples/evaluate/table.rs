//! The one table: a row for each figure, printed as soon as it is known.

use std::fmt::Display;
use std::io::{Write, stdout};

/// What a figure should reach.
#[derive(Clone, Copy)]
pub enum Target {
    AtLeast(f64),
    AtMost(f64),
    /// The figure is told, and held against nothing.
    Told,
}

#[derive(Default)]
pub struct Table {
    part: String,
    begun: bool,
    held: u32,
    reached: u32,
}

impl Table {
    /// A figure in [0, 1] or a count, what it should reach, and what stands behind it.
    pub fn row(&mut self, part: &str, what: impl Display, figure: f64, target: Target, detail: impl Display) {
        let (bound, reached) = match target {
            Target::AtLeast(bound) => (format!(">={}", number(bound)), Some(figure >= bound)),
            Target::AtMost(bound) => (format!("<={}", number(bound)), Some(figure <= bound)),
            Target::Told => (String::new(), None),
        };
        self.held += u32::from(reached.is_some());
        self.reached += u32::from(reached == Some(true));
        let mark = reached.map_or("", |reached| if reached { "yes" } else { "NO" });
        self.line(part, what, &number(figure), &bound, mark, detail);
    }

    /// What has no single figure, or could not be had.
    pub fn note(&mut self, part: &str, what: impl Display, detail: impl Display) {
        self.line(part, what, "", "", "", detail);
    }

    /// A line of a list under a row, which only `--errors` asks for.
    pub fn listed(&mut self, detail: impl Display) {
        println!("    {detail}");
    }

    fn line(&mut self, part: &str, what: impl Display, figure: &str, bound: &str, mark: &str, detail: impl Display) {
        if !self.begun {
            println!("{:<10} {:<42} {:>7} {:<8} {:<3} detail", "part", "what", "figure", "target", "met");
            self.begun = true;
        }
        if self.part != part {
            println!("{}", "-".repeat(110));
            self.part = part.to_owned();
        }
        println!("{part:<10} {:<42} {figure:>7} {bound:<8} {mark:<3} {detail}", what.to_string());
        // Parts take minutes; whoever reads along should see what is there.
        let _ = stdout().flush();
    }

    pub fn close(self) {
        if self.begun {
            println!("{}\n{} of {} targets are met", "-".repeat(110), self.reached, self.held);
        }
    }
}

/// Counts as they are, ratios with three places or as many as they need to differ from 0.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() > 1.0 {
        format!("{value}")
    } else if value != 0.0 && value.abs() < 0.01 {
        format!("{value:.4}")
    } else {
        format!("{value:.3}")
    }
}
