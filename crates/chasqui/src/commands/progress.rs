//! How far a long work is: a bar in a terminal, a line now and then elsewhere.

use std::cell::Cell;
use std::fmt::Display;
use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

/// Outside a terminal, a line each time so many hundredths more are done.
const STEP: u64 = 10;

pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    what: String,
    all: u64,
    said: Cell<u64>,
}

impl Progress {
    pub(crate) fn begin(doing: &str, things: impl Display, all: u64) -> Self {
        let what = format!("{doing} {things}");
        let bar = stderr().is_terminal().then(|| ProgressBar::new(all));
        if let Some(bar) = &bar {
            let style = ProgressStyle::with_template("{msg:32} {wide_bar} {pos}/{len} {eta}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.set_message(what.clone());
        }
        Self {
            bar,
            what,
            all,
            said: Cell::new(0),
        }
    }

    pub(crate) fn is_at(&self, count: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(count);
            return;
        }
        let hundredths = (count * 100).checked_div(self.all).unwrap_or(100);
        if hundredths >= self.said.get() + STEP {
            self.said.set(hundredths - hundredths % STEP);
            eprintln!("{}: {count} of {}", self.what, self.all);
        }
    }

    pub(crate) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
