//! Time passes: applications come, people decide them, deadlines end.

mod queue;

use std::{
    cmp::Reverse,
    collections::{BTreeSet, BinaryHeap, HashMap},
};

use anyhow::{Context, Result};
use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use review::{Officer, PersonId};
use uuid::Uuid;

use super::{
    case::{Case, Place, Standing},
    course::{AtStep, Course, Limit, Missed, NeverEmpty},
    draws,
    figures::Figures,
    plan::Plan,
    reception::{Fate, Incoming, Reception},
};
use queue::{AtWork, Open};

/// All that does not depend on how many officers there are.
pub(super) struct Office<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) reception: &'a Reception<'a>,
    pub(super) incoming: &'a [Incoming],
    /// How long something takes that takes so long in the mean.
    pub(super) length: fn(&mut Rng, f64) -> f64,
}

impl Office<'_> {
    /// What comes of it with so many officers in each team.
    pub(super) fn course(&self, officers: &[u32], limit: Option<Limit<'_>>) -> Result<Course> {
        let mut run = Run::new(self, officers);
        while let Some(Reverse((now, event))) = run.events.pop() {
            if now >= self.plan.played_until {
                break;
            }
            run.happens(now, event)?;
            if limit.is_some_and(|limit| run.course.wrong(limit.steps) > limit.allowed) {
                break;
            }
        }
        Ok(run.end())
    }

    /// Somebody of a team.
    fn officer(&self, team: usize, number: u32) -> Officer {
        let of_team = u128::try_from(team).unwrap_or_default() << 32;
        Officer {
            person: PersonId(Uuid::from_u128(of_team | u128::from(number))),
            other_accounts: Vec::new(),
            roles: vec![self.plan.teams[team].role.clone()],
            identities: Vec::new(),
            lacks_document: false,
            hands_over: false,
        }
    }
}

/// In the order in which they count where they fall together: a deadline's end is the first instant that is too late.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Deadline { case: u32, visit: u64 },
    Consented { case: u32, visit: u64 },
    Opined { case: u32, visit: u64, opinion: usize },
    Done { case: u32, visit: u64, officer: u32 },
    Arrives { case: u32 },
    LastDayEnds { opened_at: Timestamp },
    Opens,
}

struct Run<'a> {
    office: &'a Office<'a>,
    teams: Vec<AtWork>,
    open: HashMap<u32, Open>,
    events: BinaryHeap<Reverse<(Timestamp, Event)>>,
    course: Course,
}

impl<'a> Run<'a> {
    fn new(office: &'a Office<'a>, officers: &[u32]) -> Self {
        let plan = office.plan;
        let mut run = Self {
            office,
            teams: officers
                .iter()
                .map(|count| AtWork {
                    idle: (0..*count).collect(),
                    queue: BTreeSet::new(),
                })
                .collect(),
            open: HashMap::new(),
            events: BinaryHeap::new(),
            course: Course {
                figures: Figures::new(plan.begins),
                steps: plan.steps().iter().map(|_| AtStep::default()).collect(),
                sampled: 0,
                not_looked_at: 0,
                undecided: 0,
            },
        };
        run.awaits(0);
        if let Some(opens) = plan.shifts.not_over_at(plan.begins).first() {
            run.at(opens.opens, Event::Opens);
        }
        if let Some(last) = plan.shifts.last_before(plan.ends) {
            let opened_at = last.opens;
            run.at(last.closes, Event::LastDayEnds { opened_at });
        }
        run
    }

    fn at(&mut self, when: Timestamp, event: Event) {
        self.events.push(Reverse((when, event)));
    }

    fn awaits(&mut self, case: u32) {
        if let Some(incoming) = self.incoming(case) {
            self.at(incoming.at, Event::Arrives { case });
        }
    }

    fn incoming(&self, case: u32) -> Option<&'a Incoming> {
        self.office.incoming.get(usize::try_from(case).ok()?)
    }

    fn place(&self) -> Place<'a> {
        Place {
            workflow: &self.office.plan.service.review,
            zone: &self.office.plan.zone,
        }
    }

    fn happens(&mut self, now: Timestamp, event: Event) -> Result<()> {
        match event {
            Event::Arrives { case } => {
                self.arrives(case, now);
                self.awaits(case + 1);
            }
            Event::Done { case, visit, officer } => self.done(case, visit, officer, now)?,
            Event::Deadline { case, visit } => self.deadline(case, visit, now)?,
            Event::Consented { case, visit } => self.consented(case, visit, now)?,
            Event::Opined { case, visit, opinion } => self.opined(case, visit, opinion, now)?,
            Event::LastDayEnds { opened_at } => self.last_day_ends(opened_at, now),
            Event::Opens => {
                let plan = self.office.plan;
                let next = plan.shifts.opens_after(now);
                if let Some(next) = next.filter(|_| now < plan.ends || !self.open.is_empty()) {
                    self.at(next, Event::Opens);
                }
            }
        }
        if self.office.plan.shifts.is_open(now) {
            for team in 0..self.teams.len() {
                self.assign(team, now)?;
            }
        }
        Ok(())
    }

    fn arrives(&mut self, case: u32, now: Timestamp) {
        let Some(incoming) = self.incoming(case) else {
            return;
        };
        self.course.figures.arrived(now);
        let (step, visit, due, is_sample) = match incoming.fate {
            Fate::Referred { step, visit, due } => (step, visit, due, false),
            Fate::Sampled { step } => (step, 0, None, true),
            Fate::Decided => return self.course.figures.decided_by_rules(now),
        };
        if is_sample {
            self.course.figures.decided_by_rules(now);
            self.course.sampled += 1;
        }
        let open = Open {
            step,
            visit,
            came_at: now,
            due,
            is_sample,
            held_by: None,
            refused: Vec::new(),
            case: None,
        };
        self.comes(case, &open);
        self.waits(case, open, now);
    }

    /// It comes to a step.
    fn comes(&mut self, case: u32, open: &Open) {
        if open.is_sample {
            return;
        }
        self.course.steps[open.step].came += 1;
        if let Some(due) = open.due {
            let visit = open.visit;
            self.at(due, Event::Deadline { case, visit });
        }
    }

    /// How long a decision takes: drawn for the case, its step, and who is the how-manieth to decide.
    fn work(&self, case: u32, step: usize, decisions: usize) -> SignedDuration {
        let draw = self.incoming(case).map_or(0, |incoming| incoming.draw);
        let subject = 1 + u64::try_from(step * 256 + decisions).unwrap_or_default();
        let mut rng = draws::of_application(draw, subject);
        let seconds = (self.office.length)(&mut rng, self.office.plan.minutes[step] * 60.0);
        SignedDuration::try_from_secs_f64(seconds).unwrap_or(SignedDuration::MAX)
    }

    fn opened(&self, case: u32, open: &mut Open) -> Result<Case> {
        if let Some(case) = open.case.take() {
            return Ok(*case);
        }
        let incoming = self.incoming(case).context("a case is open that never came in")?;
        Ok(Case::of(self.office.reception.submit(incoming)?, incoming.draw))
    }

    fn done(&mut self, case: u32, visit: u64, officer: u32, now: Timestamp) -> Result<()> {
        // A deadline may have taken it out of their hands.
        let held = |open: &Open| open.visit == visit && open.held_by == Some(officer);
        if !self.open.get(&case).is_some_and(held) {
            return Ok(());
        }
        let mut open = self.open.remove(&case).context("a case in hand is not open")?;
        let team = self.office.plan.team_at(open.step);
        let team = team.context("a case is in hand at a step of nobody's")?;
        self.teams[team].idle.push_back(officer);
        let opened = self.opened(case, &mut open)?;
        let decided = opened.approved_by(self.office.officer(team, officer), self.place(), now)?;
        self.goes_on(case, decided, open, now);
        Ok(())
    }

    /// Somebody outside the office has answered, unless it was too late.
    fn consented(&mut self, case: u32, visit: u64, now: Timestamp) -> Result<()> {
        if self.open.get(&case).is_none_or(|open| open.visit != visit) {
            return Ok(());
        }
        let mut open = self.open.remove(&case).context("a case is not open")?;
        let consented = self.opened(case, &mut open)?.consented(self.place(), now)?;
        self.goes_on(case, consented, open, now);
        Ok(())
    }

    /// Somebody has given an opinion, unless it was too late. `opinion` is its place among those of the step.
    fn opined(&mut self, case: u32, visit: u64, opinion: usize, now: Timestamp) -> Result<()> {
        if self.open.get(&case).is_none_or(|open| open.visit != visit) {
            return Ok(());
        }
        let mut open = self.open.remove(&case).context("a case is not open")?;
        let opened = self.opened(case, &mut open)?;
        let request = self.office.plan.steps()[open.step].opinions().get(opinion);
        let after = match request {
            Some(request) => opened.opined(request, opinion, self.place(), now)?,
            None => opened,
        };
        self.goes_on(case, after, open, now);
        Ok(())
    }

    fn deadline(&mut self, case: u32, visit: u64, now: Timestamp) -> Result<()> {
        if self.open.get(&case).is_none_or(|open| open.visit != visit) {
            return Ok(());
        }
        let mut open = self
            .open
            .remove(&case)
            .context("a case out of time is not open")?;
        let step = &mut self.course.steps[open.step];
        step.missed += 1;
        step.first_missed.get_or_insert(Missed {
            came_at: open.came_at,
            due_at: now,
        });
        let step = &self.office.plan.steps()[open.step];
        let is_promise = step
            .deadline
            .as_ref()
            .is_none_or(|deadline| deadline.then.is_none());
        if is_promise && step.opinions().is_empty() {
            self.open.insert(case, open);
            return Ok(());
        }
        match open.held_by.take() {
            Some(officer) => {
                let team = self.office.plan.team_at(open.step);
                let team = team.context("a case is in hand at a step of nobody's")?;
                self.teams[team].idle.push_back(officer);
            }
            None => self.waits_no_more(case, &open, now),
        }
        let late = self.opened(case, &mut open)?.out_of_time(self.place(), now)?;
        self.goes_on(case, late, open, now);
        Ok(())
    }

    /// To another step, back into the queue for another officer, or out of the house.
    fn goes_on(&mut self, case: u32, opened: Case, mut open: Open, now: Timestamp) {
        let sent = self.incoming(case).map_or(now, |incoming| incoming.at);
        match opened.standing(self.place().workflow) {
            Standing::ByRules => {}
            Standing::ByPeople => self.course.figures.decided_by_people(sent, now),
            Standing::ByDeadline => self.course.figures.decided_by_deadline(now),
            Standing::At { step, visit, due } => {
                let is_new = visit != open.visit;
                open.case = Some(Box::new(opened));
                open.held_by = None;
                if is_new {
                    open.refused.clear();
                    (open.step, open.visit, open.due, open.came_at) = (step, visit, due, now);
                    self.comes(case, &open);
                }
                // Who was asked in this visit is not asked again.
                if is_new || self.office.plan.team_at(step).is_some() {
                    self.waits(case, open, now);
                } else {
                    self.open.insert(case, open);
                }
            }
        }
    }

    /// Steps without a deadline are judged by whether their queue got empty on the last office day.
    fn last_day_ends(&mut self, opened_at: Timestamp, now: Timestamp) {
        for (step, at_step) in self.office.plan.steps().iter().zip(&mut self.course.steps) {
            let since = at_step
                .empty_at
                .filter(|empty| at_step.waiting > 0 && *empty < opened_at);
            if let (None, Some(since)) = (&step.deadline, since) {
                at_step.never_empty = Some(NeverEmpty {
                    since,
                    until: now,
                    waiting: at_step.waiting,
                });
            }
        }
    }

    fn end(mut self) -> Course {
        for open in self.open.values() {
            if open.is_sample {
                self.course.not_looked_at += 1;
            } else {
                self.course.undecided += 1;
            }
        }
        self.course
    }
}
