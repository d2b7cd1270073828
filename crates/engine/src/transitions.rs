//! The one way in which an application changes, whoever asks for it: load, let `review` decide, sign what it grants, commit
//! application, events, letters, timers and permit together. Nothing else calls `review` to change something, or writes an
//! application.

pub(crate) mod contact;
pub(crate) mod told;
pub(crate) mod version_move;
mod writes;

use forms::{Answers, ContentHash, Language};
use permit::number::Reference;
use review::{
    AccessChange, Actor, Application, ApplicationId, Command, Event, NewApplication, Outcome, PermitRef,
    Recorded, Refusal, Replaces, TimerName,
};
use store::{Case, Contact, PermitRow, StoreError, Subject, Submitted, Transition};

pub(crate) use self::writes::turn;
use self::writes::{About, Changed};
use crate::{
    authorise::{Action, Authorised},
    consents::request::ConsentRequest,
    engine::Engine,
    error::Error,
    look_ups,
    people::natural_person,
    permits::{earlier_conditions::earlier_conditions, fit::unprintable_conditions, issued::IssuedPermit},
    services::Published,
};

/// What an applicant hands in: answers that are complete under one version of the service.
#[derive(Clone, Debug)]
pub(crate) struct Submission {
    /// The version that was asked.
    pub(crate) version: ContentHash,
    /// The complete, checked answers.
    pub(crate) answers: Answers,
    /// The permit in whose place its own is to stand.
    pub(crate) replaces: Option<Replaces>,
    /// The application whose answers it was begun with.
    pub(crate) begun_from: Option<ApplicationId>,
    /// How to write to the applicant.
    pub(crate) language: Language,
    /// The same for every click on the same button: what is there already is not kept twice.
    pub(crate) id: ApplicationId,
}

/// An application of which somebody has shown the second fact.
#[derive(Clone, Debug)]
pub(crate) struct KnownCase(pub(crate) Case);

/// References and permit numbers are 40 random bits: that two draws in a row are taken does not happen by chance.
const DRAWS: usize = 3;

/// Files a new application, decides it by the service's rules where they can, and issues its permit if they approve.
pub(crate) async fn submit(engine: &Engine, submission: &Submission) -> Result<Submitted, Error> {
    let published = engine.version(&submission.version).await?;
    for _ in 0..DRAWS {
        let transition = prepare(engine, submission, &published).await?;
        match engine.store.submit(transition).await {
            Err(StoreError::AlreadyExists(Subject::Reference | Subject::Permit | Subject::Index)) => {}
            other => return Ok(other?),
        }
    }
    Err(drawn_in_vain())
}

async fn prepare(
    engine: &Engine,
    submission: &Submission,
    published: &Published,
) -> Result<Transition, Error> {
    let now = engine.now();
    let new = NewApplication {
        id: submission.id,
        service: published.service.id.clone(),
        version: published.hash,
        answers: submission.answers.clone(),
        replaces: submission.replaces,
        begun_from: submission.begun_from,
    };
    let workflow = &published.service.review;
    let submit = match earlier_conditions(engine, new.replaces, new.begun_from).await? {
        Some(_) => review::submit_under_conditions,
        None => review::submit,
    };
    let Outcome {
        application,
        events,
        effects,
    } = submit(new, workflow, &engine.local(now), &mut || engine.random.salt())?;
    let reference = draw_reference(engine)?;
    let look_ups = look_ups::of(engine, &published.service, &application);
    let changed = Changed {
        case: Case {
            role: writes::turn(&application, workflow),
            application,
            reference,
            language: submission.language.clone(),
            contact: contact::contact(engine, &published.service, &submission.answers, reference),
            erased_at: None,
        },
        events,
        effects,
        about: About::Application,
        look_ups: Some(look_ups),
        address_before: None,
    };
    writes::of_transition(engine, changed, published, now).await
}

/// Gives a command on an application that was loaded for it, and keeps what comes of it. If somebody has moved it since,
/// that is a conflict.
pub(crate) async fn act(engine: &Engine, case: Authorised<Case>, command: Command) -> Result<Case, Error> {
    if !actions_for(&command).contains(&case.action()) {
        return Err(Error::broken(format!(
            "a case was loaded for {:?} and changed by {}",
            case.action(),
            command.name()
        )));
    }
    let actor = actor(engine, &case).await?;
    carry_out(engine, case.into_inner(), About::Application, command, &actor).await
}

/// The same for a command on a permit that was loaded for it.
pub(crate) async fn change_permit(
    engine: &Engine,
    issued: Authorised<IssuedPermit>,
    command: Command,
) -> Result<Case, Error> {
    on_permit(engine, issued, command, About::Permit).await
}

/// Puts another signature in the place of the one that a permit had when it was loaded for that.
pub(crate) async fn sign_permit_anew(
    engine: &Engine,
    issued: Authorised<IssuedPermit>,
    signed: Vec<u8>,
) -> Result<Case, Error> {
    let command = Command::SignPermitAnew {
        permit: PermitRef(issued.permit.id.0),
        seen: issued.permit.status,
    };
    on_permit(engine, issued, command, |permit| About::Signature(permit, signed)).await
}

async fn on_permit(
    engine: &Engine,
    issued: Authorised<IssuedPermit>,
    command: Command,
    about: impl FnOnce(PermitRow) -> About,
) -> Result<Case, Error> {
    if !actions_for(&command).contains(&issued.action()) {
        return Err(Error::Forbidden);
    }
    let application = &issued.case.application;
    let actor = match issued.caller().person() {
        Some(person) => {
            // Only reinstating asks who did something before; of many permits nobody is read for nothing.
            let named = match command {
                Command::ReinstatePermit(_) => natural_person::named_in(engine, application).await?,
                _ => Vec::new(),
            };
            Actor::Officer(natural_person::officer(engine, person, application, &named))
        }
        None => Actor::Operator,
    };
    let IssuedPermit { permit, case } = issued.into_inner();
    carry_out(engine, case, about(permit), command, &actor).await
}

/// Why `review` would not take a command.
pub(crate) fn refusal(
    engine: &Engine,
    published: &Published,
    application: &Application,
    command: Command,
    actor: &Actor,
) -> Option<Refusal> {
    let workflow = &published.service.review;
    let application = application.clone();
    let now = engine.local(engine.now());
    review::handle(application, workflow, command, actor, &now, &mut || [0; 16]).err()
}

/// Sends the link to an application once more, to the address that is known: whoever asks has shown a second fact, and learns
/// nothing.
pub(crate) async fn send_link(engine: &Engine, known: KnownCase) -> Result<(), Error> {
    let command = Command::ChangeAccess(AccessChange::SendLink);
    carry_out(engine, known.0, About::Application, command, &Actor::Applicant).await?;
    Ok(())
}

/// Takes the answer of whoever was asked to consent: they have shown the key of the link that was mailed to them.
pub(crate) async fn answer_consent(
    engine: &Engine,
    request: ConsentRequest,
    command: Command,
) -> Result<(), Error> {
    let actor = Actor::ConsentingPerson;
    carry_out(engine, request.case, About::Application, command, &actor).await?;
    Ok(())
}

/// Carries out what a timer was set for.
pub(crate) async fn act_by_timer(
    engine: &Engine,
    id: ApplicationId,
    command: Command,
    timer: TimerName,
) -> Result<Case, Error> {
    let case = engine.store.case(id).await?;
    let application = &case.application;
    if let Command::Approve { .. } = &command
        && earlier_conditions(engine, application.replaces, application.begun_from)
            .await?
            .is_some()
    {
        return Err(Error::ConditionsToSet);
    }
    let actor = Actor::System { timer };
    carry_out(engine, case, About::Application, command, &actor).await
}

/// Replaces a permit, as it stands by now, since a newer one is in force: nobody's request, but what follows from another
/// application.
pub(crate) async fn replace_by_job(
    engine: &Engine,
    permit: PermitRow,
    command: Command,
) -> Result<(), Error> {
    let case = engine.store.case(permit.application).await?;
    carry_out(engine, case, About::Permit(permit), command, &Actor::Job).await?;
    Ok(())
}

/// Puts a case back into the queue that somebody has held too long: nobody's request, but what the house's rule says.
pub(crate) async fn put_back(engine: &Engine, id: ApplicationId) -> Result<Case, Error> {
    let case = engine.store.case(id).await?;
    carry_out(engine, case, About::Application, Command::Release, &Actor::Job).await
}

/// What a caller must be authorised for to give a command, one of these; nothing for what only the engine itself does.
fn actions_for(command: &Command) -> &'static [Action] {
    match command {
        Command::Claim | Command::Release => &[Action::Claim],
        Command::Assign { .. } => &[Action::Assign],
        Command::Ask { .. } => &[Action::AskBack],
        Command::Approve { .. }
        | Command::Reject { .. }
        | Command::SetInspection { .. }
        | Command::ReportInspection { .. } => &[Action::Decide],
        Command::Escalate { .. } => &[Action::Escalate],
        Command::GiveOpinion { .. } => &[Action::GiveOpinion],
        Command::Answer { .. } => &[Action::AnswerQuestions],
        Command::Withdraw => &[Action::Withdraw],
        Command::Appeal { .. } => &[Action::Appeal],
        Command::ChangeAccess(_) => &[Action::ManageAccess],
        Command::SuspendPermit(_) | Command::ReinstatePermit(_) | Command::ReplacePermit { .. } => {
            &[Action::ChangePermit]
        }
        Command::RevokePermit(_) => &[
            Action::ChangePermit,
            Action::RevokeMany,
            Action::DecideErasure,
            Action::Erase,
        ],
        Command::SignPermitAnew { .. } => &[Action::ManageKeys],
        Command::Submit { .. }
        | Command::Consent { .. }
        | Command::RefuseConsent { .. }
        | Command::CloseOpinions
        | Command::Lapse => &[],
    }
}

async fn actor(engine: &Engine, case: &Authorised<Case>) -> Result<Actor, Error> {
    match case.caller().person() {
        Some(person) => {
            let officer = natural_person::officer_of(engine, person, &case.application).await?;
            Ok(Actor::Officer(officer))
        }
        None => Ok(Actor::Applicant),
    }
}

async fn carry_out(
    engine: &Engine,
    case: Case,
    about: About,
    command: Command,
    actor: &Actor,
) -> Result<Case, Error> {
    let published = engine.version(&case.application.version).await?;
    for _ in 0..DRAWS {
        let transition = decided(engine, &case, &published, about.clone(), command.clone(), actor).await?;
        let changed = transition.case.clone();
        match engine.store.commit(transition).await {
            Err(StoreError::AlreadyExists(Subject::Permit | Subject::Index)) => {}
            other => return Ok(other.map(|()| changed)?),
        }
    }
    Err(drawn_in_vain())
}

async fn decided(
    engine: &Engine,
    before: &Case,
    published: &Published,
    about: About,
    command: Command,
    actor: &Actor,
) -> Result<Transition, Error> {
    let now = engine.now();
    let workflow = &published.service.review;
    let mut case = before.clone();
    let Outcome {
        application,
        events,
        effects,
    } = review::handle(
        case.application,
        workflow,
        command,
        actor,
        &engine.local(now),
        &mut || engine.random.salt(),
    )?;
    if set_conditions(&events)
        && let Some(cause) = unprintable_conditions(published, &application.possible_conditions(workflow))
    {
        return Err(Error::UnprintableConditions(cause));
    }
    let answers = &application.answers;
    let is_answered = *answers != before.application.answers;
    let look_ups = is_answered.then(|| look_ups::of(engine, &published.service, &application));
    case.contact = if before.is_erased() {
        Contact::default()
    } else {
        contact::contact(engine, &published.service, answers, case.reference)
    };
    case.role = writes::turn(&application, workflow);
    case.application = application;
    let changed = Changed {
        case,
        events,
        effects,
        about,
        look_ups,
        address_before: before.contact.email.clone(),
    };
    writes::of_transition(engine, changed, published, now).await
}

/// Whether somebody set conditions, which the paper must be able to show with those that were set before.
fn set_conditions(events: &[Recorded]) -> bool {
    let sets =
        |event: &Event| matches!(event, Event::StepApproved { conditions, .. } if !conditions.are_none());
    events.iter().any(|recorded| sets(&recorded.event))
}

fn drawn_in_vain() -> Error {
    Error::broken("every reference or permit number drawn is taken: the random source is broken")
}

/// The id of what is submitted with this secret, so that a repetition finds the first: a version 8 UUID.
pub(crate) fn application_id(secret: &[u8; 32]) -> ApplicationId {
    let half = std::array::from_fn(|at| secret[at]);
    ApplicationId(uuid::Builder::from_custom_bytes(half).into_uuid())
}

fn draw_reference(engine: &Engine) -> Result<Reference, Error> {
    let mut bytes = [0; 56];
    engine.random.fill(&mut bytes);
    Reference::draw(&bytes)
        .ok_or_else(|| Error::broken("no reference could be drawn: the random source is broken"))
}
