//! A page of moving a service's open cases to its current version: side by side, each in a transaction of its own.

use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use review::MoveHindrance;
use store::{CaseMove, JobCursor, JobProgress};

use super::page::PageOutcome;
use crate::{
    authorise::{Action, Caller, Scope},
    engine::Engine,
    error::Error,
    publishing::{case_moves::open_query, takes_two},
    transitions::version_move::{Destination, move_case},
};

/// How many are moved at once: they share commits with what people send, and leave room for it.
const AT_ONCE: usize = 8;

/// Who asked for a move, and who confirmed it, with what they may do by now.
pub(super) struct Askers<'a> {
    pub(super) asker: &'a Caller,
    pub(super) confirmer: Option<&'a Caller>,
}

/// Moves the next of the cases. One that cannot be moved stays where it is, and is counted.
pub(super) async fn page(
    engine: &Engine,
    askers: &Askers<'_>,
    asked: &CaseMove,
    progress: &JobProgress,
    size: u32,
) -> Result<PageOutcome, Error> {
    let scope = Scope::Service(asked.service.clone());
    let may = |caller: &Caller| caller.may(Action::Publish, &scope);
    if !may(askers.asker) || !askers.confirmer.is_none_or(may) {
        return Ok(PageOutcome::NotTheirs);
    }
    engine.refresh_services().await?;
    let current = engine.services.current(asked.service.as_str());
    let Some(to) = current.filter(|current| current.hash == asked.to) else {
        let why = "another version was published meanwhile";
        return Ok(PageOutcome::Void(why.to_owned()));
    };
    if takes_two(Some(&to)) && askers.confirmer.is_none() {
        return Ok(PageOutcome::Void("it takes two people by now".to_owned()));
    }
    let after = progress.cursor.map(|cursor| cursor.application);
    let cases = engine.store.open_cases(&open_query(&to, after, size)).await?;
    let Some(last) = cases.last().map(|case| case.application.id) else {
        return Ok(PageOutcome::Done);
    };
    let destination = Destination {
        to,
        steps: asked.steps.clone(),
        by: askers.asker.person().map(Arc::clone),
    };
    let became: Vec<Result<_, Error>> = stream::iter(cases)
        .map(|case| Box::pin(move_case(engine, case, &destination)))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    Ok(counted(progress, last, became))
}

/// How far it is with what became of a page. If the store did not answer, the page is begun again: those that were moved are not found
/// a second time, and those that stay are counted then.
fn counted(
    progress: &JobProgress,
    last: review::ApplicationId,
    became: Vec<Result<Result<(), MoveHindrance>, Error>>,
) -> PageOutcome {
    let mut next = progress.clone();
    let mut failed = None;
    for moved in became {
        match moved {
            Ok(Ok(())) => next.done += 1,
            // Somebody else has moved it, or finished it.
            Ok(Err(MoveHindrance::AlreadyThere | MoveHindrance::Finished)) => {}
            Ok(Err(_)) => next.refused += 1,
            Err(error @ Error::Unavailable(_)) => failed = Some(error),
            Err(error) => {
                tracing::error!(%error, "a case could not be moved to another version");
                next.refused += 1;
            }
        }
    }
    if let Some(error) = failed {
        let done = next.done;
        let before = progress.clone();
        return PageOutcome::Broken(JobProgress { done, ..before }, error);
    }
    next.cursor = Some(JobCursor {
        application: last,
        permit: None,
    });
    PageOutcome::Forward(next)
}
