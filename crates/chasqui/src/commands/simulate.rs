//! `chasqui simulate`: a launch seen in advance. Applications go through the real rules, steps and deadlines; what is made up is when they
//! come and how long a decision takes.

mod arrivals;
mod case;
mod course;
mod draws;
mod figures;
mod hours;
mod judged;
mod picture;
mod plan;
mod reception;
mod run;
mod table;
#[cfg(test)]
mod tests;
mod told;
mod words;

use anyhow::Result;
use engine::clock::Clock as _;
use fastrand::Rng;

use crate::{
    cli::Simulate,
    machine::Machine,
    scenario_files, service_file, settings,
    terminal::{Lines, wrapped},
    whole_file,
};
use plan::Plan;
use reception::{Fate, Reception};
use run::Office;
use told::Told;

/// Sentences are broken into lines of so many letters.
const LINE: usize = 110;

/// What the columns of the table mean.
const COLUMNS: &str = "Waiting: cases that no officer has taken, at the end of the time. Half, nine of ten and longest: how long those had waited, from \
sending to decision, that people decided in that time.";

/// Plays it, judges it, tells it, and draws it where a picture is wanted.
pub(crate) fn run(options: &Simulate, time_zone: &str) -> Result<()> {
    let (_, service) = service_file::read(&options.file)?;
    let zone = settings::zone(time_zone)?;
    let from = match options.from {
        Some(day) => day,
        None => Machine::new().now().to_zoned(zone.clone()).date().tomorrow()?,
    };
    let plan = Plan::of(options, &service, zone, from)?;
    let scenarios =
        scenario_files::read(&options.file, &service)?.map_or_else(Vec::new, |beside| beside.scenarios);
    let reception = Reception::of(&plan, &scenarios)?;
    let mut rng = Rng::with_seed(options.seed);
    let expected = arrivals::expected(options.applications, &plan.days, options.shape, &plan.zone);
    let moments = arrivals::drawn(&expected, &mut rng);
    let incoming = reception.take_in(&moments, &plan.days, options.people, &mut rng)?;
    let referred = incoming
        .iter()
        .filter(|one| matches!(one.fate, Fate::Referred { .. }))
        .count();
    let judged = judged::judge(&Office {
        plan: &plan,
        reception: &reception,
        incoming: &incoming,
        length: draws::exponential,
    })?;
    let told = Told {
        plan: &plan,
        judged: &judged,
        options,
        came: u32::try_from(incoming.len())?,
        referred: u32::try_from(referred)?,
        sets: reception.sets.len(),
    };
    if let Some(file) = &options.picture {
        whole_file::write(file, picture::draw(&told).as_bytes(), 0o644)?;
    }
    let table = table::table(&plan, &judged.course.figures);
    let parts = [told.judgement(), COLUMNS.to_owned(), told.assumed()].map(|part| wrapped(&part, LINE));
    let [judgement, columns, assumed] = parts;
    println!(
        "{}",
        Lines(format!("{judgement}\n\n{table}\n{columns}\n\n{assumed}"))
    );
    Ok(())
}
