//! The numbers that the owner gave, held against the service.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use forms::{Role, Service, Step, Taker};
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

use super::{
    hours::{Shifts, moment},
    words::together,
};
use crate::cli::{OfStep, Simulate};

const MOST_DAYS: u32 = 60;
const MOST_APPLICATIONS: u32 = 1_000_000;
const MOST_OFFICERS: u32 = 10_000;
/// A decision that takes longer than a working month is another kind of work.
const MOST_MINUTES: f64 = 10_000.0;
const USUAL_MINUTES: f64 = 10.0;
/// Somebody outside the office answers within a day.
const USUAL_MINUTES_OF_CONSENT: f64 = 24.0 * 60.0;
/// A body gives its opinion within two days.
const USUAL_MINUTES_OF_OPINION: f64 = 2.0 * 24.0 * 60.0;
/// How long it goes on without new applications, for what is not decided yet.
pub(super) const DAYS_AFTERWARDS: usize = 60;

/// What is simulated.
pub(super) struct Plan<'s> {
    pub(super) service: &'s Service,
    pub(super) zone: TimeZone,
    /// The days on which applications come in.
    pub(super) days: Vec<Date>,
    /// The first day's midnight.
    pub(super) begins: Timestamp,
    /// The midnight after the last day.
    pub(super) ends: Timestamp,
    /// The midnight until which people go on with what is left then.
    pub(super) played_until: Timestamp,
    /// When people work, until well after the last day.
    pub(super) shifts: Shifts,
    /// Who decides.
    pub(super) teams: Vec<Team>,
    /// How many minutes a decision takes in the mean, by step; or somebody's answer who is asked to consent, or for an opinion.
    pub(super) minutes: Vec<f64>,
}

/// The people of one role, who decide at each step that wants it.
pub(super) struct Team {
    pub(super) role: Role,
    /// The steps, by their place in the file.
    pub(super) steps: Vec<usize>,
    /// How many they are.
    pub(super) officers: u32,
}

impl<'s> Plan<'s> {
    pub(super) fn of(options: &Simulate, service: &'s Service, zone: TimeZone, from: Date) -> Result<Self> {
        let applications = options.applications;
        ensure!(
            applications > 0,
            "without applications nothing happens: give --applications, such as 40000"
        );
        ensure!(
            applications <= MOST_APPLICATIONS,
            "{applications} applications are too many to simulate: give at most {MOST_APPLICATIONS}, and as much fewer officers"
        );
        ensure!(
            options.days > 0,
            "without a day nothing happens: give --days, such as 5"
        );
        ensure!(
            options.days <= MOST_DAYS,
            "{} days are too many to simulate: give at most {MOST_DAYS}",
            options.days
        );
        let count = usize::try_from(options.days)?;
        let every: Vec<Date> = from.series(1.day()).take(count + DAYS_AFTERWARDS).collect();
        let calendar = (!options.every_day).then_some(&service.review.calendar);
        let days: Vec<Date> = every.iter().take(count).copied().collect();
        let last = days.last().copied().context("the first day is the last of all")?;
        let ends = |day, minute| moment(day, minute, &zone).context("the days are beyond the calendar");
        Ok(Self {
            service,
            begins: ends(from, 0)?,
            ends: ends(last, 24 * 60)?,
            played_until: ends(every.last().copied().unwrap_or(last), 24 * 60)?,
            shifts: Shifts::of(&every, options.hours, calendar, &zone),
            teams: teams(service, &options.officers)?,
            minutes: minutes(service, &options.minutes)?,
            days,
            zone,
        })
    }

    /// The steps of the file.
    pub(super) fn steps(&self) -> &'s [Step] {
        &self.service.review.steps
    }

    /// Whose step it is; nobody's of the office where somebody outside it consents, or opinions are asked for.
    pub(super) fn team_at(&self, step: usize) -> Option<usize> {
        let mut teams = self.teams.iter();
        teams.position(|team| team.steps.contains(&step))
    }

    /// How many people there are, by team.
    pub(super) fn officers(&self) -> Vec<u32> {
        self.teams.iter().map(|team| team.officers).collect()
    }
}

fn teams(service: &Service, given: &[OfStep<u32>]) -> Result<Vec<Team>> {
    let (usual, own) = by_step(service, given, "--officers")?;
    for number in given.iter().map(|of| of.number) {
        ensure!(
            number > 0,
            "0 officers decide nothing: give at least 1 with --officers"
        );
        ensure!(
            number <= MOST_OFFICERS,
            "{number} officers are too many to simulate: give at most {MOST_OFFICERS}"
        );
    }
    let mut roles: Vec<&Role> = Vec::new();
    for (place, step) in service.review.steps.iter().enumerate() {
        match step.role() {
            Some(role) if !roles.contains(&role) => roles.push(role),
            Some(_) => {}
            None => {
                let who = match step.opinions() {
                    [] => "somebody outside the office consents",
                    _ => "others give their opinions",
                };
                ensure!(
                    !own.contains_key(&place),
                    "no officer decides at `{}`, where {who}: leave --officers {}=N out",
                    step.id,
                    step.id
                );
            }
        }
    }
    roles
        .into_iter()
        .map(|role| team(service, role, usual, &own))
        .collect()
}

fn team(service: &Service, role: &Role, usual: Option<u32>, own: &BTreeMap<usize, u32>) -> Result<Team> {
    let review = &service.review;
    let of_role = review
        .steps
        .iter()
        .enumerate()
        .filter(|(_, step)| step.role() == Some(role));
    let steps: Vec<usize> = of_role.map(|(place, _)| place).collect();
    let mut numbers: Vec<u32> = steps.iter().filter_map(|step| own.get(step).copied()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let ids = steps.iter().map(|step| format!("`{}`", review.steps[*step].id));
    let ids = together(&ids.collect::<Vec<_>>());
    ensure!(
        numbers.len() < 2,
        "the same people decide at {ids} (their role is {role}): give one number for them"
    );
    // Nobody is refused here, so nobody appeals.
    let appeal = review.appeal.as_ref().map(|appeal| &appeal.step);
    let is_idle = steps.iter().all(|step| Some(&review.steps[*step].id) == appeal);
    let officers = numbers.first().copied().or(usual).or(is_idle.then_some(1));
    let first = steps
        .first()
        .map(|step| review.steps[*step].id.as_str())
        .unwrap_or_default();
    Ok(Team {
        role: role.clone(),
        officers: officers.with_context(|| {
            format!(
                "how many officers are there at {ids}? Add --officers {first}=N, or --officers N for all steps that are not named"
            )
        })?,
        steps,
    })
}

fn minutes(service: &Service, given: &[OfStep<f64>]) -> Result<Vec<f64>> {
    let (usual, own) = by_step(service, given, "--minutes")?;
    for number in given.iter().map(|of| of.number) {
        ensure!(
            number > 0.0 && number <= MOST_MINUTES,
            "a decision takes more than 0 and at most {MOST_MINUTES} minutes: {number} is not possible with --minutes"
        );
    }
    let steps = service.review.steps.iter().enumerate();
    let minutes = steps.map(|(place, step)| {
        let usual = match step.taker {
            Taker::Consent(_) => USUAL_MINUTES_OF_CONSENT,
            Taker::Opinions(_) => USUAL_MINUTES_OF_OPINION,
            Taker::Office { .. } | Taker::Inspection(_) => usual.unwrap_or(USUAL_MINUTES),
        };
        own.get(&place).copied().unwrap_or(usual)
    });
    Ok(minutes.collect())
}

/// The number for all steps, and those of single ones.
fn by_step<T: Copy>(
    service: &Service,
    given: &[OfStep<T>],
    option: &str,
) -> Result<(Option<T>, BTreeMap<usize, T>)> {
    let steps = &service.review.steps;
    let (mut usual, mut own) = (None, BTreeMap::new());
    for OfStep { step, number } in given {
        let before = match step {
            None => usual.replace(*number),
            Some(name) => {
                let Some(place) = steps.iter().position(|step| step.id.as_str() == name) else {
                    let there: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
                    bail!(
                        "there is no step `{name}` in {}; there are: {}",
                        service.id,
                        there.join(", ")
                    );
                };
                own.insert(place, *number)
            }
        };
        if before.is_some() {
            let whose = step
                .as_ref()
                .map_or("every step".to_owned(), |step| format!("`{step}`"));
            bail!("{option} is given twice for {whose}: give it once");
        }
    }
    Ok((usual, own))
}
