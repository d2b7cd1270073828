//! What one transition writes: `review`'s outcome with its effects turned into rows.

use std::collections::BTreeMap;

use forms::{Language as Spoken, ReasonCode, Role, Workflow};
use jiff::Timestamp;
use locale::dates;
use permit::claims::PermitId;
use review::{Application, Effect, Event, Message, PermitReason, Recorded, Status};
use store::{
    AuditActor, Case, Instruction, Job, JobId, LookUp, OutboxEntry, OutboxId, PermitChange, PermitLine,
    PermitRow, PermitStatus, Resigning, Timer, Transition,
};

use crate::{
    applications::{
        fee::Statement,
        inspection::{Appointment, MOMENT},
    },
    consents::link,
    engine::Engine,
    error::Error,
    permits::{issue, paper},
    services::Published,
    spoken::engine_language,
};

/// An application as a command leaves it, with what happened.
pub(super) struct Changed {
    pub(super) case: Case,
    pub(super) events: Vec<Recorded>,
    pub(super) effects: Vec<Effect>,
    /// What the command is about.
    pub(super) about: About,
    /// What it is found by, where the answers are new.
    pub(super) look_ups: Option<Vec<LookUp>>,
    /// Where letters went until now.
    pub(super) address_before: Option<String>,
}

/// What a command is about.
#[derive(Clone, Debug)]
pub(super) enum About {
    /// The application itself.
    Application,
    /// This permit of it.
    Permit(PermitRow),
    /// This permit of it, which is to have this signature.
    Signature(PermitRow, Vec<u8>),
}

impl About {
    fn permit(&self) -> Option<&PermitRow> {
        match self {
            Self::Application => None,
            Self::Permit(permit) | Self::Signature(permit, _) => Some(permit),
        }
    }

    fn resigning(self) -> Option<Resigning> {
        match self {
            Self::Application | Self::Permit(_) => None,
            Self::Signature(permit, signed) => Some(Resigning {
                permit: permit.id,
                seen: permit.signed,
                signed,
            }),
        }
    }
}

/// Signs what was granted and puts everything together that must be written at once.
pub(super) async fn of_transition(
    engine: &Engine,
    changed: Changed,
    published: &Published,
    now: Timestamp,
) -> Result<Transition, Error> {
    let Changed {
        case,
        events,
        effects,
        about,
        look_ups,
        address_before,
    } = changed;
    let application = &case.application;
    let issued = effects.iter().find_map(|effect| match effect {
        Effect::IssuePermit { permit } => Some(PermitId(permit.0)),
        _ => None,
    });
    let permit = match issued {
        Some(id) => Some(granted(engine, id, &case, published, now).await?),
        None => None,
    };
    let permit_change = permit_change(engine, about.permit(), application, published, &effects, now).await?;
    let told = permit.as_ref().or(about.permit());
    let charged_by = engine.version(&application.charged_by()).await?;
    let fee = Statement::of(
        &charged_by.service,
        application.fee.as_ref(),
        engine_language(&case.language),
    );
    let mut words = words(engine, application, published, &case.language, (fee, told));
    words.extend(
        events
            .iter()
            .filter_map(|event| revoked_because(&event.event, &case.language)),
    );
    let to = |message| match message {
        Message::AddressCorrected => address_before.clone(),
        Message::ConsentAsked => link::address(&published.service, &case.application),
        _ => case.contact.email.clone(),
    };
    let outbox = letters(engine, &case, to, &effects, told, &words, now);
    Ok(Transition {
        look_ups,
        cancel_timers: effects.contains(&Effect::CancelTimers),
        jobs: jobs(engine, permit.as_ref(), &effects, now),
        timers: timers(application, effects),
        case,
        events,
        outbox,
        permit,
        permit_change,
        resigning: about.resigning(),
    })
}

/// The signed permit, checked against its paper before anything is kept: nobody is granted what cannot be handed out.
async fn granted(
    engine: &Engine,
    id: PermitId,
    case: &Case,
    published: &Published,
    now: Timestamp,
) -> Result<PermitRow, Error> {
    let application = &case.application;
    let permit = issue::issue(engine, id, application, published, &case.language, now).await?;
    match paper::printable(engine, &permit, published) {
        Ok(()) => Ok(permit),
        Err(error) => {
            tracing::error!(%error, application = %application.id, "a permit could not be put on paper");
            Err(Error::NoPaper)
        }
    }
}

/// Whose turn it is: the role of the step where it is, or of those who look at a sampled approval. Nobody's of the office while somebody
/// outside it is asked to consent.
pub(super) fn turn(application: &Application, workflow: &Workflow) -> Option<Role> {
    let sampled = workflow.sample_step.as_ref().filter(|_| application.sampled);
    let step = application.status.step().or(sampled)?;
    workflow.step(step)?.role().cloned()
}

fn timers(application: &Application, effects: Vec<Effect>) -> Vec<Timer> {
    let timer = |effect| match effect {
        Effect::Timer { at, name, command } => Some(Timer {
            application: application.id,
            name,
            at,
            command,
        }),
        _ => None,
    };
    effects.into_iter().filter_map(timer).collect()
}

/// What follows for other applications: an earlier permit is replaced once the one that is issued now is in force.
fn jobs(engine: &Engine, issued: Option<&PermitRow>, effects: &[Effect], now: Timestamp) -> Vec<Job> {
    let job = |effect: &Effect| match effect {
        Effect::ReplacePermit { earlier, by } => Some(Job {
            id: JobId(engine.new_id()),
            instruction: Instruction::ReplacePermit {
                earlier: *earlier,
                by: *by,
            },
            by: AuditActor::System,
            at: now,
            due_at: issued.map_or(now, |issued| issued.not_before.max(now)),
            total: 1,
        }),
        _ => None,
    };
    effects.iter().filter_map(job).collect()
}

/// What becomes of an earlier permit.
async fn permit_change(
    engine: &Engine,
    about: Option<&PermitRow>,
    application: &Application,
    published: &Published,
    effects: &[Effect],
    now: Timestamp,
) -> Result<Option<PermitChange>, Error> {
    let change = |effect: &Effect| match effect {
        Effect::ChangePermit { permit, from, to } => Some(PermitChange {
            permit: PermitId(permit.0),
            from: *from,
            to: *to,
            line: None,
        }),
        _ => None,
    };
    if let Some(change) = effects.iter().find_map(change) {
        return match about {
            Some(_) => Ok(Some(change)),
            None => as_it_stands(engine, change).await,
        };
    }
    let reason = effects.iter().find_map(|effect| match effect {
        Effect::RevokePermit { reason } => Some(reason),
        _ => None,
    });
    let Some(reason) = reason else { return Ok(None) };
    let permits = engine.store.permits_of(application.id).await?;
    let revocable =
        |permit: &&PermitRow| matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended);
    let actor = match &application.status {
        Status::Rejected {
            by: review::Decider::People(people),
            ..
        } => people.first().copied(),
        _ => None,
    };
    Ok(permits.iter().find(revocable).map(|permit| PermitChange {
        permit: permit.id,
        from: permit.status,
        to: PermitStatus::Revoked,
        line: Some(PermitLine {
            at: now,
            actor: actor.map_or(AuditActor::System, AuditActor::Person),
            reason: reason_text(published, reason, &published.service.languages[0]),
        }),
    }))
}

/// The change of a permit that nobody has looked at: a release before this one may have suspended or revoked it without an event.
async fn as_it_stands(engine: &Engine, change: PermitChange) -> Result<Option<PermitChange>, Error> {
    let from = engine.store.permit(&change.permit).await?.status;
    Ok(from
        .may_become(change.to)
        .then_some(PermitChange { from, ..change }))
}

fn letters(
    engine: &Engine,
    case: &Case,
    to: impl Fn(Message) -> Option<String>,
    effects: &[Effect],
    permit: Option<&PermitRow>,
    words: &BTreeMap<String, String>,
    now: Timestamp,
) -> Vec<OutboxEntry> {
    let told = effects.iter().filter_map(|effect| match effect {
        Effect::Notify(message) => Some(*message),
        _ => None,
    });
    let letter = |message| {
        Some(OutboxEntry {
            id: OutboxId(engine.new_id()),
            application: case.application.id,
            to: to(message)?,
            language: case.language.clone(),
            message,
            permit: permit.map(|permit| permit.id),
            words: words.clone(),
            due_at: now,
        })
    };
    told.filter_map(letter).collect()
}

/// What is true now and may be said in a letter; name, service, reference and link are found when it leaves.
fn words(
    engine: &Engine,
    application: &Application,
    published: &Published,
    language: &Spoken,
    (fee, permit): (Option<Statement>, Option<&PermitRow>),
) -> BTreeMap<String, String> {
    let spoken = engine_language(language);
    let end = |at| dates::end(at, &engine.settings.time_zone, spoken);
    let mut words = BTreeMap::new();
    let mut say = |name: &str, text: String| words.insert(name.to_owned(), text);
    let service = &published.service;
    if let Some(fee) = fee {
        // Whoever had a receipt was told, and the office that approved has seen to it.
        if !application.status.is_decided_by_people() {
            say("payment", fee.in_words(spoken));
        }
        say("fee", fee.total);
    }
    match &application.status {
        Status::Waiting { message, until, .. } => {
            say("message", message.clone());
            say("until", end(*until));
        }
        Status::Rejected { reason, note, .. } => {
            say("reason", reason_text(published, reason, language));
            say("note", note.clone().unwrap_or_default());
        }
        _ => {
            let expected = engine.expected(published, application, spoken);
            say("expected", expected.unwrap_or_default());
            let step = application.status.step();
            if let Some(step) = step.and_then(|step| service.review.step(step)) {
                let told = step
                    .tell
                    .as_ref()
                    .map(|tell| tell.in_language(language).to_owned());
                let asked = || {
                    let address = link::address(service, application)?;
                    Some(spoken.t1("mail-consent-awaited", "address", address))
                };
                say("step", step.name.in_language(language).to_owned());
                say("told", told.or_else(asked).unwrap_or_default());
                if let Some(appointment) = Appointment::of(service, application, language) {
                    say(MOMENT, appointment.at.to_string());
                    say(
                        "when",
                        dates::moment(appointment.at, &engine.settings.time_zone, spoken),
                    );
                    say("place", appointment.place.unwrap_or_default());
                    say("prepare", appointment.prepare);
                }
                if let Some(consent) = step.consent() {
                    say(link::VISIT, application.visit.revision.to_string());
                    say("asks", consent.asks.in_language(language).to_owned());
                    say("until", application.due_at().map(end).unwrap_or_default());
                }
            }
        }
    }
    if let Some(permit) = permit {
        say("permit", permit.number.to_string());
        say("until", end(permit.expires_at));
        let from = dates::beginning(permit.not_before, &engine.settings.time_zone, spoken);
        if engine.now() < permit.not_before {
            say("begins", spoken.t1("mail-begins", "from", &from));
        }
        say("from", from);
    }
    words
}

/// Why a permit was revoked, in the office's words or in ours. Of a sample that was found wrong the status tells.
fn revoked_because(event: &Event, language: &Spoken) -> Option<(String, String)> {
    let Event::PermitRevoked { reason, note, .. } = event else {
        return None;
    };
    let spoken = engine_language(language);
    let ours = || spoken.t(&format!("permit-reason-{}", reason.code())).into_owned();
    (*reason != PermitReason::Sample).then(|| ("reason".to_owned(), note.clone().unwrap_or_else(ours)))
}

fn reason_text(published: &Published, code: &ReasonCode, language: &Spoken) -> String {
    let reason = published.service.review.reason(code);
    reason.map_or_else(
        || code.to_string(),
        |reason| reason.text.in_language(language).to_owned(),
    )
}
