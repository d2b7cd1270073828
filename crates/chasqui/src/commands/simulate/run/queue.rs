//! Who waits for whom, and who takes what.

use std::collections::{BTreeSet, VecDeque};

use anyhow::{Context, Result};
use jiff::Timestamp;

use super::{Event, Run};
use crate::commands::simulate::case::Case;

/// A case that is not decided, or is to be looked at.
pub(super) struct Open {
    pub(super) step: usize,
    pub(super) visit: u64,
    pub(super) came_at: Timestamp,
    pub(super) due: Option<Timestamp>,
    pub(super) is_sample: bool,
    pub(super) held_by: Option<u32>,
    /// Who may not take it in this visit: they have decided of it before.
    pub(super) refused: Vec<u32>,
    /// From the first time that somebody acts on it.
    pub(super) case: Option<Box<Case>>,
}

/// The people of one role at work.
pub(super) struct AtWork {
    /// Who has nothing in hand, the longest first.
    pub(super) idle: VecDeque<u32>,
    /// What waits for them, as the program's queue has it: by deadline, then by when it was sent.
    pub(super) queue: BTreeSet<(Timestamp, Timestamp, u32)>,
}

impl Run<'_> {
    /// It is put in the queue, or left to whoever is asked to consent or for an opinion, who answer in their own time.
    pub(super) fn waits(&mut self, case: u32, open: Open, now: Timestamp) {
        let Some(team) = self.office.plan.team_at(open.step) else {
            let opinions = self.office.plan.steps()[open.step].opinions().len();
            let visit = open.visit;
            for opinion in 0..opinions {
                let given = now.saturating_add(self.work(case, open.step, opinion));
                let event = Event::Opined { case, visit, opinion };
                self.at(given.unwrap_or(Timestamp::MAX), event);
            }
            if opinions > 0 {
                self.open.insert(case, open);
                return;
            }
            let answered = now.saturating_add(self.work(case, open.step, 0));
            self.at(
                answered.unwrap_or(Timestamp::MAX),
                Event::Consented { case, visit },
            );
            self.open.insert(case, open);
            return;
        };
        let rank = self.rank(case, &open);
        self.teams[team].queue.insert(rank);
        if !open.is_sample {
            let step = &mut self.course.steps[open.step];
            if step.waiting == 0 {
                step.empty_at = Some(now);
            }
            step.waiting += 1;
            self.course.figures.waits(true, now);
        }
        self.open.insert(case, open);
    }

    /// It is taken out of the queue, if it is in one.
    pub(super) fn waits_no_more(&mut self, case: u32, open: &Open, now: Timestamp) {
        let Some(team) = self.office.plan.team_at(open.step) else {
            return;
        };
        let rank = self.rank(case, open);
        self.teams[team].queue.remove(&rank);
        if !open.is_sample {
            self.course.steps[open.step].waiting -= 1;
            self.course.figures.waits(false, now);
        }
    }

    fn rank(&self, case: u32, open: &Open) -> (Timestamp, Timestamp, u32) {
        let sent = self.incoming(case).map_or(open.came_at, |incoming| incoming.at);
        (open.due.unwrap_or(Timestamp::MAX), sent, case)
    }

    /// Whoever of a team is free takes what waits.
    pub(super) fn assign(&mut self, team: usize, now: Timestamp) -> Result<()> {
        while let Some((case, officer)) = self.next(team, now) {
            let idle = &mut self.teams[team].idle;
            match idle.iter().position(|one| *one == officer) {
                Some(0) | None => idle.pop_front(),
                Some(place) => idle.remove(place),
            };
            self.takes(case, team, officer, now)?;
        }
        Ok(())
    }

    /// The first that somebody free may take, and who.
    fn next(&mut self, team: usize, now: Timestamp) -> Option<(u32, u32)> {
        let (office, place) = (self.office, self.place());
        let AtWork { idle, queue } = &self.teams[team];
        let first = *idle.front()?;
        for (_, _, case) in queue {
            let open = self.open.get_mut(case)?;
            let Some(opened) = &open.case else {
                return Some((*case, first));
            };
            for officer in idle {
                if open.refused.contains(officer) {
                    continue;
                }
                if opened.may_be_taken_by(&office.officer(team, *officer), place, now) {
                    return Some((*case, *officer));
                }
                open.refused.push(*officer);
            }
        }
        None
    }

    fn takes(&mut self, case: u32, team: usize, officer: u32, now: Timestamp) -> Result<()> {
        let mut open = self
            .open
            .remove(&case)
            .context("a case in the queue is not open")?;
        self.waits_no_more(case, &open, now);
        let opened = self.opened(case, &mut open)?;
        let taken = opened.taken_by(self.office.officer(team, officer), self.place(), now)?;
        let work = self.work(case, open.step, taken.application.decisions.len());
        if let Some(end) = self.office.plan.shifts.after(now, work) {
            let visit = open.visit;
            self.at(end, Event::Done { case, visit, officer });
        }
        open.case = Some(Box::new(taken));
        open.held_by = Some(officer);
        self.open.insert(case, open);
        Ok(())
    }
}
