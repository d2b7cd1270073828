//! The desk: every change of an application passes here, whoever asks for it.
//!
//! Load, let `review` decide, sign what it grants, commit application, events, letters, timers and permit together.

mod contact;
mod filing;

use std::sync::Arc;

use forms::{Answers, ContentHash, Language};
use permit::number::Reference;
use review::{Actor, ApplicationId, Command, NewApplication};
use store::{Case, Filing, StoreError, Subject, Submitted};
use uuid::Uuid;

use crate::{app::App, error::WebError, services::Published};

pub(crate) use contact::{document_hash, email};
use filing::Correspondence;

/// What an applicant hands in: answers that are complete under one version of the service.
#[derive(Clone, Debug)]
pub struct SubmitRequest {
    /// The version that was asked.
    pub version: ContentHash,
    /// The complete, checked answers.
    pub answers: Answers,
    /// How to write to the applicant.
    pub language: Language,
    /// The same for every click on the same button: what is there already is not kept twice. See
    /// [`application_id`].
    pub id: ApplicationId,
}

/// References and permit numbers are 40 random bits: that two draws in a row are taken does not happen by chance.
const DRAWS: usize = 3;

/// Files a new application, decides it by the service's rules where they can, and issues its permit if they approve.
pub async fn submit(app: &App, request: SubmitRequest) -> Result<Submitted, WebError> {
    let published = app.services.version(&*app.store, &request.version).await?;
    for _ in 0..DRAWS {
        let filing = prepare(app, &request, &published).await?;
        match app.store.submit(filing).await {
            Err(StoreError::AlreadyExists(Subject::Reference | Subject::Permit | Subject::Index)) => {}
            other => return Ok(other?),
        }
    }
    Err(drawn_in_vain())
}

async fn prepare(app: &App, request: &SubmitRequest, published: &Published) -> Result<Filing, WebError> {
    let now = app.now();
    let new = NewApplication {
        id: request.id,
        service: published.service.id.clone(),
        version: published.hash,
        answers: request.answers.clone(),
        today: app.today(),
    };
    let outcome = review::submit(new, &published.service.review, now, &mut || app.random.salt())?;
    let reference = draw_reference(app)?;
    let correspondence = Correspondence {
        reference,
        language: request.language.clone(),
        contact: contact::contact(app, &published.service, &request.answers, reference),
    };
    filing::filing(app, outcome, published, correspondence, now).await
}

/// Gives a command on an application and keeps what comes of it.
pub async fn act(app: &App, id: ApplicationId, command: Command, actor: &Actor) -> Result<Case, WebError> {
    let case = app.store.case(id).await?;
    act_on(app, case, command, actor).await
}

/// The same for a case already loaded: if somebody has moved it since, that is a conflict.
pub async fn act_on(app: &App, case: Case, command: Command, actor: &Actor) -> Result<Case, WebError> {
    let published: Arc<Published> = app
        .services
        .version(&*app.store, &case.application.version)
        .await?;
    for _ in 0..DRAWS {
        let filing = carry_out(app, &case, &published, command.clone(), actor).await?;
        let changed = Case {
            application: filing.application.clone(),
            contact: filing.contact.clone(),
            role: filing.role.clone(),
            ..case.clone()
        };
        match app.store.commit(filing).await {
            Err(StoreError::AlreadyExists(Subject::Permit | Subject::Index)) => {}
            other => return Ok(other.map(|()| changed)?),
        }
    }
    Err(drawn_in_vain())
}

async fn carry_out(
    app: &App,
    case: &Case,
    published: &Published,
    command: Command,
    actor: &Actor,
) -> Result<Filing, WebError> {
    let now = app.now();
    let workflow = &published.service.review;
    let outcome = review::handle(
        case.application.clone(),
        workflow,
        command,
        actor,
        now,
        &mut || app.random.salt(),
    )?;
    let answers = &outcome.application.answers;
    let correspondence = Correspondence {
        contact: contact::contact(app, &published.service, answers, case.reference),
        reference: case.reference,
        language: case.language.clone(),
    };
    filing::filing(app, outcome, published, correspondence, now).await
}

fn drawn_in_vain() -> WebError {
    WebError::broken("every reference or permit number drawn is taken: the random source is broken")
}

/// The id of what is submitted with this secret, so that a repetition finds the first: a version 8 UUID.
pub fn application_id(secret: &[u8; 32]) -> ApplicationId {
    let half = std::array::from_fn(|at| secret[at]);
    ApplicationId(uuid::Builder::from_custom_bytes(half).into_uuid())
}

/// A version 7 UUID of the clock and random source that the application was given.
pub fn new_id(app: &App) -> Uuid {
    let mut random = [0; 10];
    app.random.fill(&mut random);
    let milliseconds = u64::try_from(app.now().as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}

fn draw_reference(app: &App) -> Result<Reference, WebError> {
    let mut bytes = [0; 56];
    app.random.fill(&mut bytes);
    Reference::draw(&bytes)
        .ok_or_else(|| WebError::broken("no reference could be drawn: the random source is broken"))
}
