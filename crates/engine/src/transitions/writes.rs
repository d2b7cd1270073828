//! What one transition writes: `review`'s outcome with its effects turned into rows.

use forms::{Role, Workflow};
use jiff::Timestamp;
use permit::claims::PermitId;
use review::{Application, Effect, Recorded, Status};
use store::{
    AuditActor, Case, Instruction, Job, JobId, LookUp, PermitChange, PermitLine, PermitRow, PermitStatus,
    Resigning, Timer, Transition,
};

use super::told::{Telling, ToldPermit, reason_text};
use crate::{
    engine::Engine,
    error::Error,
    permits::{issue, paper},
    services::Published,
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
    let charged_by = engine.version(&application.charged_by()).await?;
    let telling = Telling {
        case: &case,
        service: &published.service,
        charged_by: &charged_by.service,
        events: &events,
        effects: &effects,
        permit: permit.as_ref().or(about.permit()).map(ToldPermit::from),
        address_before,
    };
    let outbox = telling.letters(engine, now);
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
pub(crate) fn turn(application: &Application, workflow: &Workflow) -> Option<Role> {
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
            reason: reason_text(&published.service, reason, &published.service.languages[0]),
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
