//! `chasqui verify`: whether permits are good, off-line: texts, PDFs, pictures, folders of them, tables and lines.

mod batch;
pub(super) mod codes;
mod foreign;
mod input;
mod items;
mod kind;
mod outcome;
mod pdf;
mod picture;
mod report;
mod trusted;

use std::{io::ErrorKind, process::ExitCode};

use anyhow::{Result, ensure};
use engine::clock::Clock;

use crate::{cli::Verify, machine::Machine, settings::Settings};
use batch::Progress;
use items::Items;
use outcome::{Judge, Tally};
use report::Report;

/// Exits with 0 only where all permits are valid and their status is fresh (or old, where that is accepted).
pub(crate) fn run(verify: &Verify, settings: impl FnOnce() -> Result<Settings>) -> Result<ExitCode> {
    let now = verify.at.unwrap_or_else(|| Machine::new().now());
    let trust = trusted::read(verify, settings, now)?;
    let items = Items::of(&verify.permits, verify.column.as_deref())?;
    let judge = Judge::new(trust, now, verify.offline_ok);
    let mut report = Report::of(verify.output, items.is_one, verify.language.as_deref());
    let mut tally = Tally::begin(items.passed_over);
    let progress = Progress::begin(items.count);

    report.begin()?;
    let told = batch::each(
        items.all,
        |item| judge.check(item),
        |outcome| {
            tally.count(&outcome);
            progress.step(|| report.tell(&outcome, &judge))
        },
    );
    progress.end();
    match told.and_then(|()| report.end(&tally)) {
        // Whoever reads the results has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ExitCode::FAILURE),
        told => told?,
    }
    ensure!(
        tally.all() > 0,
        "there is nothing to check in {}",
        verify.permits.join(", ")
    );
    Ok(if tally.are_all_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
