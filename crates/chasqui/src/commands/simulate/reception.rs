//! What comes in: who answers what, and what the rules make of it.

use anyhow::{Context, Result, bail, ensure};
use fastrand::Rng;
use forms::{
    Answers, ApplicationPurpose, ContentHash, Ruling, Service, StepId, samples, scenarios::Scenario,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use review::{ApplicationId, NewApplication, Outcome, Status, first_ruling, submit};
use uuid::Builder;

use super::{draws, plan::Plan};
use crate::cli::Share;

/// An application as it came in. What rules did not decide is submitted again when somebody first acts on it, with the same draws and so
/// the same result: a queue of a million would not fit into memory.
pub(super) struct Incoming {
    pub(super) at: Timestamp,
    /// What is drawn by lot for it comes of this.
    pub(super) draw: u64,
    /// Which of the answers.
    set: usize,
    pub(super) fate: Fate,
}

/// What became of it when it was submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Rules decided.
    Decided,
    /// Rules approved it, and somebody looks at it afterwards.
    Sampled { step: usize },
    /// It waits for people.
    Referred {
        step: usize,
        visit: u64,
        due: Option<Timestamp>,
    },
}

/// Takes applications in.
pub(super) struct Reception<'s> {
    service: &'s Service,
    version: ContentHash,
    zone: TimeZone,
    /// Complete answers, each different from the others.
    pub(super) sets: Vec<Answers>,
}

impl<'s> Reception<'s> {
    /// Answers of scenarios are those of the day for which they were written, usual ones those of the first day.
    pub(super) fn of(plan: &Plan<'s>, scenarios: &[Scenario]) -> Result<Self> {
        let (service, first) = (plan.service, plan.days[0]);
        let usual = service.complete(samples::sample(service, first), first).ok();
        // Nobody has a permit yet of which something could be asked.
        let new = scenarios
            .iter()
            .filter(|scenario| scenario.purpose == ApplicationPurpose::New);
        let written = new.filter_map(|scenario| {
            let day = scenario.sent.date();
            let filled = scenario.answers(service, day);
            let is_whole = filled.gaps.is_empty();
            service.complete(filled.answers, day).ok().filter(|_| is_whole)
        });
        let mut sets: Vec<Answers> = Vec::new();
        for answers in usual.into_iter().chain(written) {
            if !sets.contains(&answers) {
                sets.push(answers);
            }
        }
        ensure!(
            !sets.is_empty(),
            "no answers were found that {} takes as complete: write a scenario that can be sent beside its file",
            service.id
        );
        Ok(Self {
            service,
            version: service.hash(),
            zone: plan.zone.clone(),
            sets,
        })
    }

    /// Submits an application at each of these moments, and keeps what became of it.
    pub(super) fn take_in(
        &self,
        moments: &[Timestamp],
        days: &[Date],
        share: Option<Share>,
        rng: &mut Rng,
    ) -> Result<Vec<Incoming>> {
        let of_days: Vec<Split> = days
            .iter()
            .map(|day| self.split(*day, share))
            .collect::<Result<_>>()?;
        let mut taken = Vec::with_capacity(moments.len());
        for at in moments {
            let day = at.to_zoned(self.zone.clone()).date();
            let split = days.iter().position(|of| *of == day).map(|place| &of_days[place]);
            let split = split.context("an application came on none of the days")?;
            let mut incoming = Incoming {
                at: *at,
                draw: rng.u64(..),
                set: split.pick(share, rng),
                fate: Fate::Decided,
            };
            incoming.fate = self.fate(&self.submit(&incoming)?);
            taken.push(incoming);
        }
        Ok(taken)
    }

    /// What the real rules make of it.
    pub(super) fn submit(&self, incoming: &Incoming) -> Result<Outcome> {
        let mut rng = draws::of_application(incoming.draw, 0);
        let milliseconds = u64::try_from(incoming.at.as_millisecond()).unwrap_or_default();
        let mut random = [0; 10];
        random.copy_from_slice(&draws::bytes(&mut rng)[..10]);
        let new = NewApplication {
            id: ApplicationId(Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()),
            service: self.service.id.clone(),
            version: self.version,
            answers: self.sets[incoming.set].clone(),
            replaces: None,
            begun_from: None,
        };
        let now = incoming.at.to_zoned(self.zone.clone());
        let outcome = submit(new, &self.service.review, &now, &mut || draws::bytes(&mut rng));
        outcome.context("an application could not be submitted")
    }

    fn fate(&self, outcome: &Outcome) -> Fate {
        let (review, application) = (&self.service.review, &outcome.application);
        let place = |id: &StepId| {
            review
                .steps
                .iter()
                .position(|step| step.id == *id)
                .unwrap_or_default()
        };
        match &application.status {
            Status::Queued { step, .. } => Fate::Referred {
                step: place(step),
                visit: application.visit.revision,
                due: application.due_at(),
            },
            _ => match &review.sample_step {
                Some(step) if application.sampled => Fate::Sampled { step: place(step) },
                _ => Fate::Decided,
            },
        }
    }

    /// Which answers the rules leave to people on a day, and which they decide.
    fn split(&self, day: Date, share: Option<Share>) -> Result<Split> {
        let mut split = Split::default();
        for (place, answers) in self.sets.iter().enumerate() {
            match first_ruling(&self.service.review, answers, day)? {
                Ruling::Refer { .. } => split.referred.push(place),
                Ruling::Approve { .. } | Ruling::Reject { .. } => split.decided.push(place),
            }
        }
        let Some(Share(share)) = share else {
            return Ok(split);
        };
        let id = &self.service.id;
        if share > 0.0 && split.referred.is_empty() {
            bail!(
                "the rules of {id} decide all answers that are tried, so none can come to people: leave --people out, or write a \
                 scenario that comes to a step"
            );
        }
        if share < 1.0 && split.decided.is_empty() {
            bail!(
                "the rules of {id} decide none of the answers that are tried, so all come to people: leave --people out, or write a \
                 scenario that the rules decide"
            );
        }
        Ok(split)
    }
}

/// Answers by what the rules do with them on one day.
#[derive(Default)]
struct Split {
    referred: Vec<usize>,
    decided: Vec<usize>,
}

impl Split {
    /// One of the answers, each as likely as any other of its kind.
    fn pick(&self, share: Option<Share>, rng: &mut Rng) -> usize {
        let all = self.referred.len() + self.decided.len();
        let referred = match share {
            Some(Share(share)) => rng.f64() < share,
            None => rng.usize(..all) < self.referred.len(),
        };
        let these = if referred { &self.referred } else { &self.decided };
        these[rng.usize(..these.len())]
    }
}
