//! Moving an open case to another version of its service: as a transition, or only to see what would come of it.

use std::sync::Arc;

use review::{MoveHindrance, Outcome, StepMap, VersionMove, move_to_version};
use store::{Case, Person, StoreError};

use super::{
    contact,
    writes::{self, About, Changed},
};
use crate::{
    engine::Engine,
    error::Error,
    look_ups,
    people::natural_person,
    permits::fit::{unprintable_answers, unprintable_conditions},
    services::Published,
};

/// Where cases are moved, and by whom.
#[derive(Clone, Debug)]
pub(crate) struct Destination {
    /// The version that they go to.
    pub(crate) to: Arc<Published>,
    /// Where cases go whose step is to have another name.
    pub(crate) steps: StepMap,
    /// Who moves them; nobody, if it is whoever holds the machine.
    pub(crate) by: Option<Arc<Person>>,
}

/// How often a case is looked at again that changes while it is moved.
const TRIES: usize = 5;

/// What would come of moving a case. Nothing is kept of it.
pub(crate) async fn outcome(
    engine: &Engine,
    case: &Case,
    destination: &Destination,
) -> Result<Result<Outcome, MoveHindrance>, Error> {
    let from = match engine.version(&case.application.version).await {
        Ok(from) => from,
        Err(error @ Error::Unavailable(_)) => return Err(error),
        Err(error) => {
            tracing::error!(%error, application = %case.application.id, "the version of a case cannot be read");
            return Ok(Err(MoveHindrance::Unreadable));
        }
    };
    let Destination { to, steps, by } = destination;
    let asked = VersionMove {
        from: &from.service,
        to: &to.service,
        version: to.hash,
        steps,
        language: &case.language,
    };
    let application = case.application.clone();
    let officer = match &by {
        Some(person) => {
            let officer = natural_person::officer(engine, person, &application, &[]);
            Some(natural_person::weighed(engine, officer, &application).await?)
        }
        None => None,
    };
    let now = engine.local(engine.now());
    let moved = move_to_version(application, &asked, officer.as_ref(), &now, &mut || {
        engine.random.salt()
    });
    let moved = moved.and_then(|outcome| printable(to, outcome));
    Ok(moved.and_then(|outcome| reachable(&from, case, to, outcome)))
}

/// Nobody is granted what cannot be put on paper, and the office would find out too late.
fn printable(to: &Published, outcome: Outcome) -> Result<Outcome, MoveHindrance> {
    let application = &outcome.application;
    if let Some((question, _)) = unprintable_answers(to, &application.answers).into_iter().next() {
        return Err(MoveHindrance::AnswerWrong(question));
    }
    let conditions = application.conditions(&to.service.review);
    match unprintable_conditions(to, &conditions) {
        Some(_) if !conditions.are_none() => Err(MoveHindrance::ConditionGone),
        _ => Ok(outcome),
    }
}

/// Letters go where the applicant said, and the same document opens the application, whatever the version asks.
fn reachable(
    from: &Published,
    case: &Case,
    to: &Published,
    outcome: Outcome,
) -> Result<Outcome, MoveHindrance> {
    let reached = |version: &Published, answers| {
        let service = &version.service;
        (
            contact::address(service, answers),
            contact::document(service, answers),
        )
    };
    let is = reached(to, &outcome.application.answers);
    if reached(from, &case.application.answers) == is {
        Ok(outcome)
    } else {
        Err(MoveHindrance::ContactChanges)
    }
}

/// Moves a case, as it stands by now: one that changes meanwhile is looked at again.
pub(crate) async fn move_case(
    engine: &Engine,
    mut case: Case,
    destination: &Destination,
) -> Result<Result<(), MoveHindrance>, Error> {
    for _ in 0..TRIES {
        let outcome = match outcome(engine, &case, destination).await? {
            Ok(outcome) => outcome,
            Err(hindrance) => return Ok(Err(hindrance)),
        };
        match keep(engine, &case, &destination.to, outcome).await {
            Err(Error::Conflict) => case = engine.store.case(case.application.id).await?,
            kept => return kept.map(Ok),
        }
    }
    Err(Error::Conflict)
}

async fn keep(engine: &Engine, before: &Case, to: &Published, outcome: Outcome) -> Result<(), Error> {
    let Outcome {
        application,
        events,
        effects,
    } = outcome;
    let (service, workflow) = (&to.service, &to.service.review);
    let mut case = before.clone();
    case.contact = contact::contact(engine, service, &application.answers, case.reference);
    case.role = writes::turn(&application, workflow);
    let changed = Changed {
        look_ups: Some(look_ups::of(engine, service, &application)),
        address_before: before.contact.email.clone(),
        about: About::Application,
        case: Case { application, ..case },
        events,
        effects,
    };
    let transition = writes::of_transition(engine, changed, to, engine.now()).await?;
    engine.store.commit(transition).await.map_err(StoreError::into)
}
