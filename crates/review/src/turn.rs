use forms::{ApplicationPurpose, OfficeId, Step, StepId, Term, Workflow};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use crate::apply::begin;
use crate::chain::ChainPosition;
use crate::commands::{consent, deadline, opinion};
use crate::{
    AccessChange, Application, ApplicationId, Author, Cause, Effect, Event, Hash, Message, Outcome, Random,
    Recorded,
};

/// One command under way: the application so far, and what happened to it.
pub(crate) struct Turn<'a> {
    pub(crate) application: Application,
    pub(crate) workflow: &'a Workflow,
    pub(crate) now: Timestamp,
    zone: TimeZone,
    author: Author,
    random: Random<'a>,
    events: Vec<Recorded>,
    effects: Vec<Effect>,
}

impl<'a> Turn<'a> {
    pub(crate) fn on(
        application: Application,
        workflow: &'a Workflow,
        author: Author,
        now: &Zoned,
        random: Random<'a>,
    ) -> Self {
        Self {
            application,
            workflow,
            now: now.timestamp(),
            zone: now.time_zone().clone(),
            author,
            random,
            events: Vec::new(),
            effects: Vec::new(),
        }
    }

    /// A new application, with what the rules made of it.
    pub(crate) fn open(
        id: ApplicationId,
        submitted: Event,
        ruled: Event,
        workflow: &'a Workflow,
        now: &Zoned,
        random: Random<'a>,
    ) -> Result<Self, Cause> {
        let at = now.timestamp();
        let place = |sequence, previous| ChainPosition {
            application: id,
            sequence,
            previous,
        };
        let submitted = Recorded::seal(place(1, Hash::NONE), at, Author::Applicant, submitted, random());
        let ruled = Recorded::seal(place(2, submitted.hash), at, Author::System, ruled, random());
        let application = begin(&submitted, &ruled).map_err(|_| Cause::Impossible)?;
        let mut turn = Self::on(application, workflow, Author::System, now, random);
        turn.events = vec![submitted, ruled];
        Ok(turn)
    }

    /// Puts an event at the end of the chain and takes it into the application.
    pub(crate) fn record(&mut self, event: Event) -> Result<(), Cause> {
        let place = ChainPosition {
            application: self.application.id,
            sequence: self.application.revision + 1,
            previous: self.application.head,
        };
        let recorded = Recorded::seal(place, self.now, self.author, event, (self.random)());
        self.application.apply(&recorded).map_err(|_| Cause::Impossible)?;
        self.events.push(recorded);
        Ok(())
    }

    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Has the permit signed that the last approval named, and the one replaced in whose place it stands. What was handed over is opened
    /// by nothing that its earlier holder had.
    pub(crate) fn issue(&mut self) -> Result<(), Cause> {
        let Some(by) = self.application.permits.last().map(|life| life.id) else {
            return Ok(());
        };
        self.effect(Effect::IssuePermit { permit: by });
        if let Some(earlier) = self.application.replaces {
            self.effect(Effect::ReplacePermit { earlier, by });
        }
        if self.application.answers.purpose() == ApplicationPurpose::Transfer {
            let change = AccessChange::HandOver;
            self.record(Event::AccessChanged { change })?;
        }
        Ok(())
    }

    pub(crate) fn notify(&mut self, message: Message) {
        self.effect(Effect::Notify(message));
    }

    /// Records that it came to a step, starts the step's clock, and tells the applicant where the service says what, or somebody is asked
    /// to consent or has answered.
    pub(crate) fn enter(&mut self, event: Event) -> Result<(), Cause> {
        let before = self.application.status.step().cloned();
        self.record(event)?;
        self.effect(Effect::CancelTimers);
        let visit = self.application.visit;
        self.begin_step()?;
        if self.application.visit != visit {
            // It has gone on from there already.
            return Ok(());
        }
        let step = self.application.status.step();
        let tells = |step: &Step| step.tell.is_some() || step.consent().is_some();
        let is_told = |step| self.workflow.step(step).is_some_and(tells);
        let consented = before.as_ref().and_then(|step| self.workflow.step(step));
        let is_answer = consented.is_some_and(|step| step.consent().is_some());
        if step != before.as_ref() && (is_answer || step.is_some_and(is_told)) {
            self.notify(Message::Advanced);
        }
        Ok(())
    }

    /// Starts the clock of the step that it stands at, where the step has one, and asks whoever is to consent there or to give an opinion.
    /// From a step at which there is nothing to ask any more it goes on.
    pub(crate) fn begin_step(&mut self) -> Result<(), Cause> {
        consent::ask(self);
        if opinion::ask(self)? {
            return Ok(());
        }
        if let Some(timer) = deadline::timer(self) {
            self.effect(timer);
        }
        Ok(())
    }

    /// Bytes for drawing lots.
    pub(crate) fn draw(&mut self) -> [u8; 16] {
        (self.random)()
    }

    /// When a term ends that begins at that moment, for the application's office as it is by now.
    pub(crate) fn end_of(&self, term: Term, start: Timestamp) -> Timestamp {
        self.end_at(self.application.office.as_ref(), term, start)
    }

    /// When a term ends that begins at that moment, for that office.
    pub(crate) fn end_at(&self, office: Option<&OfficeId>, term: Term, start: Timestamp) -> Timestamp {
        term.after(
            &start.to_zoned(self.zone.clone()),
            &self.workflow.calendar,
            office,
        )
    }

    /// The day on the clock of the place, for conditions.
    pub(crate) fn today(&self) -> Date {
        self.day_of(self.now)
    }

    /// The day of a moment on the clock of the place.
    pub(crate) fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// When the office's time ends at a step that the application comes to now.
    pub(crate) fn due(&self, step: &Step) -> Option<Timestamp> {
        deadline::due(step, |term| self.end_of(term, self.now))
    }

    pub(crate) fn step(&self, id: &StepId) -> Result<&'a Step, Cause> {
        self.workflow
            .step(id)
            .ok_or_else(|| Cause::UnknownStep(id.clone()))
    }

    pub(crate) fn finish(self) -> Outcome {
        Outcome {
            application: self.application,
            events: self.events,
            effects: self.effects,
        }
    }
}
