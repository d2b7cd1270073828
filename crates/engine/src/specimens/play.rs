//! What would follow: `review` decides what was sent and chosen, as it decides real applications, and nothing of it is kept.

use std::sync::Arc;

use forms::Service;
use jiff::Timestamp;
use permit::claims::PermitId;
use review::{Actor, Application, ApplicationId, Effect, Event, NewApplication, Recorded};
use store::Case;

use super::{
    ahead::{self, StepAhead},
    choice::{Choice, Set},
    kept::Sent,
    letters::{self, SpecimenLetter},
    paper::{self, SpecimenPermit},
};
use crate::{
    clock::Clock,
    engine::Engine,
    error::Error,
    secret::Purpose,
    services::Published,
    spoken::engine_language,
    transitions::{self, contact::contact, told::ToldPermit},
};

/// What follows from a specimen.
#[derive(Debug)]
pub struct Outcome {
    pub(super) case: Case,
    /// What happened, oldest first; the first is that it was sent.
    pub happened: Vec<Happened>,
    /// The permit that would have been issued.
    pub permit: Option<SpecimenPermit>,
    /// When time runs out, if nobody does anything and something follows then.
    pub time_ends: Option<Timestamp>,
    /// The moment at which it stands.
    pub at: Timestamp,
}

/// Something that happened, with what followed at once.
#[derive(Debug)]
pub struct Happened {
    /// When.
    pub at: Timestamp,
    /// What was chosen; nothing for the sending.
    pub choice: Option<Choice>,
    /// What the history would tell of it.
    pub events: Vec<Event>,
    /// The letters that would go out.
    pub letters: Vec<SpecimenLetter>,
}

impl Outcome {
    /// The application that there would be.
    pub fn application(&self) -> &Application {
        &self.case.application
    }

    /// Whether letters have nowhere to go, since no address was answered.
    pub fn has_no_address(&self) -> bool {
        self.case.contact.email.is_none()
    }

    /// The steps that it would still come to, if all say yes: that where it stands first.
    pub fn ahead<'s>(&self, service: &'s Service, engine: &Engine) -> Vec<StepAhead<'s>> {
        ahead::of(service, self.application(), engine.local(self.at).date())
    }

    /// By when whoever applies may expect what, in their words.
    pub fn expected(&self, engine: &Engine, service: &Service, language: locale::Language) -> Option<String> {
        let then = engine.clone().with_clock(Arc::new(At(self.at)));
        then.expected(service, self.application(), language)
    }
}

/// The clock of a specimen, which stands at the moment of what happens to it.
struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// What is being played.
struct Play<'a> {
    engine: &'a Engine,
    published: &'a Published,
    sent: &'a Sent,
    /// How much randomness was asked for: each time it is the same for the same specimen.
    drawn: u64,
    timers: Vec<Set>,
    outcome: Outcome,
}

/// Plays what was sent with all that was chosen since.
pub(super) fn play(engine: &Engine, published: &Published, sent: &Sent) -> Result<Outcome, Error> {
    let mut play = Play::send(engine, published, sent)?;
    for chosen in &sent.choices {
        play.go_on(chosen.at, &chosen.choice)?;
    }
    Ok(play.outcome)
}

impl<'a> Play<'a> {
    fn send(engine: &'a Engine, published: &'a Published, sent: &'a Sent) -> Result<Self, Error> {
        let mut drawn = 0;
        let new = NewApplication {
            id: ApplicationId(uuid::Uuid::nil()),
            service: published.service.id.clone(),
            version: published.hash,
            answers: sent.answers.clone(),
            replaces: None,
            begun_from: None,
        };
        let workflow = &published.service.review;
        let outcome = review::submit(new, workflow, &engine.local(sent.at), &mut || {
            draw(engine, sent, &mut drawn)
        })?;
        let mut play = Self {
            engine,
            published,
            sent,
            drawn,
            timers: Vec::new(),
            outcome: Outcome {
                case: case(engine, published, sent, outcome.application)?,
                happened: Vec::new(),
                permit: None,
                time_ends: None,
                at: sent.at,
            },
        };
        play.take(None, &outcome.events, &outcome.effects)?;
        Ok(play)
    }

    fn go_on(&mut self, chosen_at: Timestamp, choice: &Choice) -> Result<(), Error> {
        let timer = self.timers.iter().min_by_key(|timer| timer.at);
        let mut at = chosen_at.max(self.outcome.at);
        if let (Choice::TimeRunsOut, Some(timer)) = (choice, timer) {
            at = at.max(timer.at);
        }
        let language = engine_language(&self.sent.language);
        let signed = language.t(paper::MARK);
        let application = &self.outcome.case.application;
        let (actor, commands) = choice.commands(
            self.published,
            application,
            timer,
            &signed,
            &self.engine.local(at),
        )?;
        self.outcome.at = at;
        let (mut events, mut effects) = (Vec::new(), Vec::new());
        for command in commands {
            let done = self.handle(command, &actor)?;
            events.extend(done.0);
            effects.extend(done.1);
        }
        self.take(Some(choice.clone()), &events, &effects)
    }

    fn handle(
        &mut self,
        command: review::Command,
        actor: &Actor,
    ) -> Result<(Vec<Recorded>, Vec<Effect>), Error> {
        let (engine, sent, drawn) = (self.engine, self.sent, &mut self.drawn);
        let done = review::handle(
            self.outcome.case.application.clone(),
            &self.published.service.review,
            command,
            actor,
            &engine.local(self.outcome.at),
            &mut || draw(engine, sent, drawn),
        )?;
        self.outcome.case = case(engine, self.published, sent, done.application)?;
        Ok((done.events, done.effects))
    }

    /// Takes in what followed from one thing.
    fn take(&mut self, choice: Option<Choice>, events: &[Recorded], effects: &[Effect]) -> Result<(), Error> {
        let then = self.engine.clone().with_clock(Arc::new(At(self.outcome.at)));
        let mut told = None;
        for effect in effects {
            match effect {
                Effect::CancelTimers => self.timers.clear(),
                Effect::Timer { at, name, command } => self.timers.push(Set {
                    at: *at,
                    name: name.clone(),
                    command: command.clone(),
                }),
                Effect::IssuePermit { permit } => {
                    let granted = paper::granted(&then, self.published, &self.outcome.case)?;
                    told = Some(granted.told(PermitId(permit.0), &self.sent.language));
                    self.outcome.permit = Some(granted);
                }
                Effect::ChangePermit { .. } | Effect::RevokePermit { .. } => self.outcome.permit = None,
                Effect::ReplacePermit { .. } | Effect::SignPermitAnew { .. } | Effect::Notify(_) => {}
            }
        }
        let is_open = self.outcome.case.application.status.step().is_some();
        self.outcome.time_ends = self.timers.iter().map(|timer| timer.at).min().filter(|_| is_open);
        let letters = self.letters(&then, events, effects, told);
        self.outcome.happened.push(Happened {
            at: self.outcome.at,
            choice,
            events: events.iter().map(|recorded| recorded.event.clone()).collect(),
            letters,
        });
        Ok(())
    }

    fn letters(
        &self,
        then: &Engine,
        events: &[Recorded],
        effects: &[Effect],
        permit: Option<ToldPermit>,
    ) -> Vec<SpecimenLetter> {
        let (case, service) = (&self.outcome.case, &self.published.service);
        letters::of(then, case, service, (events, effects), permit)
    }
}

fn case(
    engine: &Engine,
    published: &Published,
    sent: &Sent,
    application: Application,
) -> Result<Case, Error> {
    // No letter shows it, and it is drawn for nobody.
    let reference =
        permit::Reference::draw(&[0; 56]).ok_or_else(|| Error::broken("no reference is made of noughts"))?;
    Ok(Case {
        role: transitions::turn(&application, &published.service.review),
        contact: contact(engine, &published.service, &application.answers, reference),
        application,
        reference,
        language: sent.language.clone(),
        erased_at: None,
    })
}

/// Bytes that are the same each time a specimen is played: what was drawn once stays.
fn draw(engine: &Engine, sent: &Sent, drawn: &mut u64) -> [u8; 16] {
    *drawn += 1;
    let at = sent.at.as_nanosecond().to_be_bytes();
    let code = engine
        .secret
        .code(Purpose::Specimen, &[b"drawn", &at, &drawn.to_be_bytes()]);
    std::array::from_fn(|place| code[place])
}
