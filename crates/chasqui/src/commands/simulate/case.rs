//! An application in somebody's hands: each of its transitions is `review`'s.

use anyhow::{Context, Result};
use forms::{InspectionOutcome, OpinionOutcome, OpinionRequest, Workflow};
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use review::{
    Actor, Application, Command, Decider, Effect, Inspection, Officer, Outcome, PersonId, Status, TimerKind,
    TimerName, handle,
};
use uuid::Uuid;

use super::draws;

/// Those who give opinions are nobody of the teams.
const CONSULTEES: u128 = 1 << 100;

/// An application, with what its step's deadline will command.
pub(super) struct Case {
    pub(super) application: Application,
    timer: Option<(TimerName, Command)>,
    draw: u64,
}

/// Where it stands.
pub(super) enum Standing {
    /// It waits at a step, in a visit with a due time.
    At {
        step: usize,
        visit: u64,
        due: Option<Timestamp>,
    },
    /// People decided.
    ByPeople,
    /// A deadline ended it.
    ByDeadline,
    /// Rules had decided before.
    ByRules,
}

/// The workflow and its clock.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) workflow: &'a Workflow,
    pub(super) zone: &'a TimeZone,
}

impl Case {
    pub(super) fn of(outcome: Outcome, draw: u64) -> Self {
        let effects = outcome.effects.into_iter();
        let mut timers = effects.filter_map(|effect| match effect {
            Effect::Timer { name, command, .. } if name.kind == TimerKind::Deadline => Some((name, command)),
            _ => None,
        });
        Self {
            timer: timers.next(),
            application: outcome.application,
            draw,
        }
    }

    /// Whether this officer may take it. Who has decided nothing of it may; of others `review` says it.
    pub(super) fn may_be_taken_by(&self, officer: &Officer, place: Place<'_>, now: Timestamp) -> bool {
        let decisions = self.application.decisions.iter();
        let inspections = self.application.inspections.iter();
        let mut had_it = decisions
            .map(|decision| decision.person)
            .chain(inspections.filter_map(Inspection::reported_by));
        if self.application.sampled || !had_it.any(|person| person == officer.person) {
            return true;
        }
        let copy = Self {
            application: self.application.clone(),
            timer: None,
            draw: self.draw,
        };
        copy.given(Command::Claim, &Actor::Officer(officer.clone()), place, now)
            .is_ok()
    }

    /// Taken in hand. Nobody claims what is looked at afterwards.
    pub(super) fn taken_by(self, officer: Officer, place: Place<'_>, now: Timestamp) -> Result<Self> {
        if self.application.sampled {
            return Ok(self);
        }
        self.given(Command::Claim, &Actor::Officer(officer), place, now)
    }

    /// Approved by who has it; or, where something is inspected, found in order.
    pub(super) fn approved_by(self, officer: Officer, place: Place<'_>, now: Timestamp) -> Result<Self> {
        let step = self.application.status.step();
        let step = step.and_then(|step| place.workflow.step(step));
        if step.is_some_and(|step| step.inspection().is_some()) {
            return self.inspected_by(officer, place, now);
        }
        self.given(Command::APPROVE, &Actor::Officer(officer), place, now)
    }

    /// The day is set and the report written at once: what `--minutes` says of the step is all that it takes.
    fn inspected_by(self, officer: Officer, place: Place<'_>, now: Timestamp) -> Result<Self> {
        let inspector = Actor::Officer(officer);
        let at = now.checked_add(SignedDuration::from_nanos(1))?;
        let set = self.given(Command::SetInspection { at }, &inspector, place, now)?;
        let in_order = Command::ReportInspection {
            on: now.to_zoned(place.zone.clone()).date(),
            outcome: InspectionOutcome::InOrder,
            words: None,
        };
        set.given(in_order, &inspector, place, now)
    }

    /// Whoever is asked to consents.
    pub(super) fn consented(self, place: Place<'_>, now: Timestamp) -> Result<Self> {
        let name = String::new();
        self.given(Command::Consent { name }, &Actor::ConsentingPerson, place, now)
    }

    /// Somebody gives this opinion, the so-manieth of its step, if it is awaited.
    pub(super) fn opined(
        self,
        request: &OpinionRequest,
        number: usize,
        place: Place<'_>,
        now: Timestamp,
    ) -> Result<Self> {
        let mut awaited = self.application.awaited_opinions();
        if !awaited.any(|asked| asked.opinion == request.id) {
            drop(awaited);
            return Ok(self);
        }
        drop(awaited);
        let number = u128::try_from(number).unwrap_or_default();
        let consultee = Officer {
            person: PersonId(Uuid::from_u128(CONSULTEES | number)),
            other_accounts: Vec::new(),
            roles: vec![request.role.clone()],
            identities: Vec::new(),
            lacks_document: false,
            hands_over: false,
        };
        let given = Command::GiveOpinion {
            opinion: request.id.clone(),
            outcome: OpinionOutcome::Favourable,
            words: None,
        };
        self.given(given, &Actor::Officer(consultee), place, now)
    }

    /// Its step's deadline has ended: what the file says happens.
    pub(super) fn out_of_time(mut self, place: Place<'_>, now: Timestamp) -> Result<Self> {
        match self.timer.take() {
            Some((timer, command)) => self.given(command, &Actor::System { timer }, place, now),
            None => Ok(self),
        }
    }

    fn given(self, command: Command, actor: &Actor, place: Place<'_>, now: Timestamp) -> Result<Self> {
        let Self {
            application,
            timer,
            draw,
        } = self;
        let (visit, mut rng) = (
            application.visit,
            draws::of_application(draw, u64::MAX - application.revision),
        );
        let now = now.to_zoned(place.zone.clone());
        let outcome = handle(application, place.workflow, command, actor, &now, &mut || {
            draws::bytes(&mut rng)
        });
        let mut case = Self::of(outcome.context("the case could not go on")?, draw);
        // The clock of a visit runs as long as the visit does.
        if case.application.visit == visit {
            case.timer = timer;
        }
        Ok(case)
    }

    pub(super) fn standing(&self, workflow: &Workflow) -> Standing {
        match &self.application.status {
            Status::Queued { step, .. } | Status::Claimed { step, .. } | Status::Waiting { step, .. } => {
                Standing::At {
                    step: workflow
                        .steps
                        .iter()
                        .position(|one| one.id == *step)
                        .unwrap_or_default(),
                    visit: self.application.visit.revision,
                    due: self.application.due_at(),
                }
            }
            Status::Approved { by, .. } | Status::Rejected { by, .. } => match by {
                Decider::People(_) => Standing::ByPeople,
                // Nobody refuses here; who does not answer in time has let it end.
                Decider::Deadline { .. } | Decider::Consent { .. } => Standing::ByDeadline,
                Decider::Rule(_) => Standing::ByRules,
            },
            Status::Lapsed { .. } | Status::Withdrawn { .. } => Standing::ByDeadline,
        }
    }
}
