//! A page of a mass revocation: permits that are revoked side by side, each by a transition of its application.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use permit::PermitNumber;
use review::{Command, PermitReason, PermitRef, PermitRequest};
use store::{JobCursor, JobProgress, PermitRow, PermitStatus, RevokedBy};

use super::page::PageOutcome;
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    people::natural_person::lacks_document,
    permits::{issued::IssuedPermit, many::within_reach},
    transitions,
};

/// How many are revoked at once: they share commits with what people send, and leave room for it.
const AT_ONCE: usize = 12;
/// How often a permit is looked at again whose application changes while it is being revoked.
const TRIES: usize = 5;
/// So many of those that were left are named.
const NAMED: usize = 100;

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) which: &'a RevokedBy,
    pub(super) reason: PermitReason,
    pub(super) note: &'a str,
    pub(super) at: Timestamp,
    /// Whether a permit that fails alone is worth stopping for.
    pub(super) is_patient: bool,
}

/// What became of one permit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Became {
    Revoked,
    /// Somebody else revoked or replaced it meanwhile.
    Gone,
    /// It stays as it is: it is of whoever asked, or its application cannot be read or changed.
    Left,
}

/// Revokes the next permits. After the last it begins again, until from the beginning to the end nothing was left to revoke: a
/// permit that was signed before this was asked for may have been committed since, at a place that was passed.
pub(super) async fn page(
    engine: &Engine,
    caller: &Caller,
    asked: &Asked<'_>,
    progress: &JobProgress,
    size: u32,
) -> Result<PageOutcome, Error> {
    if !may_revoke(engine, caller, asked.which) {
        return Ok(PageOutcome::NotTheirs);
    }
    let permits = engine
        .store
        .revocable_permits(asked.which, asked.at, progress.cursor, size)
        .await?;
    let Some(last) = permits.last() else {
        return Ok(after_the_last(progress));
    };
    let cursor = Some(JobCursor {
        application: last.application,
        permit: Some(PermitRef(last.id.0)),
    });
    let lists: BTreeSet<u32> = permits.iter().map(|permit| permit.list).collect();
    let became: Vec<(PermitNumber, Result<Became, Error>)> = stream::iter(permits)
        .map(|permit| async { (permit.number, revoke(engine, caller, asked, permit).await) })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    for list in lists {
        engine.status_lists.forget(list);
    }
    Ok(counted(progress, cursor, became))
}

fn may_revoke(engine: &Engine, caller: &Caller, which: &RevokedBy) -> bool {
    within_reach(caller, which).is_ok()
        && caller
            .person()
            .is_some_and(|person| !lacks_document(engine, person))
}

fn after_the_last(progress: &JobProgress) -> PageOutcome {
    if progress.done == progress.done_before {
        return PageOutcome::Done;
    }
    PageOutcome::Forward(JobProgress {
        total: progress.total,
        done: progress.done,
        done_before: progress.done,
        ..JobProgress::default()
    })
}

/// How far it is with what became of a page; where one of them failed, the page is begun again.
fn counted(
    progress: &JobProgress,
    cursor: Option<JobCursor>,
    became: Vec<(PermitNumber, Result<Became, Error>)>,
) -> PageOutcome {
    let mut next = progress.clone();
    let mut failed = None;
    for (number, became) in became {
        match became {
            Ok(Became::Revoked) => next.done += 1,
            Ok(Became::Gone) => {}
            Ok(Became::Left) => {
                next.refused += 1;
                if next.left.len() < NAMED {
                    next.left.push(number.to_string());
                }
            }
            Err(error) => failed = Some(error),
        }
    }
    if let Some(error) = failed {
        // Those that were left are found again, and counted then.
        let done = next.done;
        return PageOutcome::Broken(
            JobProgress {
                done,
                ..progress.clone()
            },
            error,
        );
    }
    next.cursor = cursor;
    PageOutcome::Forward(next)
}

/// Revokes one, as it stands by now. An application that cannot be read, or that only a newer release may change, keeps no other
/// permit from being revoked.
async fn revoke(
    engine: &Engine,
    caller: &Caller,
    asked: &Asked<'_>,
    mut permit: PermitRow,
) -> Result<Became, Error> {
    for _ in 0..TRIES {
        match try_to_revoke(engine, caller, asked, &permit).await {
            Ok(()) => return Ok(Became::Revoked),
            Err(Error::Conflict) => permit = engine.store.permit(&permit.id).await?,
            Err(Error::OwnApplication | Error::Refused(_) | Error::Forbidden) => return Ok(Became::Left),
            Err(error @ Error::Unavailable(_)) if asked.is_patient => return Err(error),
            Err(error) => {
                tracing::error!(permit = %permit.number, %error, "a permit could not be revoked");
                return Ok(Became::Left);
            }
        }
        if !permit.status.may_become(PermitStatus::Revoked) {
            return Ok(Became::Gone);
        }
    }
    tracing::error!(permit = %permit.number, "a permit could not be revoked, since its application changes all the time");
    Ok(Became::Left)
}

async fn try_to_revoke(
    engine: &Engine,
    caller: &Caller,
    asked: &Asked<'_>,
    permit: &PermitRow,
) -> Result<(), Error> {
    let case = engine.store.case(permit.application).await?;
    let note = case.erased_at.is_none().then(|| asked.note.to_owned());
    let command = Command::RevokePermit(PermitRequest {
        permit: PermitRef(permit.id.0),
        seen: permit.status,
        reason: asked.reason,
        note,
    });
    let permit = permit.clone();
    let issued = Authorised::new(IssuedPermit { permit, case }, caller, Action::RevokeMany)?;
    transitions::change_permit(engine, issued, command).await?;
    Ok(())
}
