//! What is told: one permit at length, or a line for each of many.

mod long;
mod rows;

use std::io::{self, BufWriter, Stdout, Write, stdout};

use super::outcome::{Judge, Outcome, Tally};
use crate::cli::Output;

/// Where and how results are told.
pub(super) struct Report {
    form: Form,
    language: String,
    out: BufWriter<Stdout>,
}

enum Form {
    /// A few lines on the one item.
    Long,
    /// Columns for people.
    Table,
    /// For a spreadsheet.
    Csv,
    /// An object a line, for programs.
    Json,
}

impl Report {
    pub(super) fn of(output: Option<Output>, is_one: bool, language: Option<&str>) -> Self {
        let form = match output {
            None if is_one => Form::Long,
            None | Some(Output::Table) => Form::Table,
            Some(Output::Csv) => Form::Csv,
            Some(Output::Json) => Form::Json,
        };
        Self {
            form,
            // No language has this name: a description then answers in its issuer's own.
            language: language.unwrap_or_default().to_owned(),
            out: BufWriter::new(stdout()),
        }
    }

    pub(super) fn begin(&mut self) -> io::Result<()> {
        match self.form {
            Form::Csv => rows::heading(&mut self.out),
            Form::Long | Form::Table | Form::Json => Ok(()),
        }
    }

    pub(super) fn tell(&mut self, outcome: &Outcome, judge: &Judge) -> io::Result<()> {
        let (out, language) = (&mut self.out, &*self.language);
        match self.form {
            Form::Long => long::tell(out, outcome, judge, language),
            Form::Table => rows::line(out, outcome, judge, language),
            Form::Csv => rows::csv(out, outcome, judge, language),
            Form::Json => rows::json(out, outcome, judge, language),
        }
    }

    /// The counts; beside what is read by programs, they go to standard error.
    pub(super) fn end(&mut self, tally: &Tally) -> io::Result<()> {
        match self.form {
            Form::Long => {}
            Form::Table => writeln!(self.out, "{}", tally.in_words())?,
            Form::Csv | Form::Json => eprintln!("{}", tally.in_words()),
        }
        self.out.flush()
    }
}
