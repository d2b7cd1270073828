//! A page of a mass revocation: permits that are revoked side by side, each by a transition of its application.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::Timestamp;
use review::{Command, PermitReason, PermitRef};
use store::{JobCursor, JobProgress, PermitRow, PermitStatus, RevokedBy};

use super::page::Page;
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    permits::{issued::IssuedPermit, many::within_reach},
    transitions,
};

/// How many permits a page has: progress is kept, and published, that often.
const PAGE: u32 = 500;
/// How many are revoked at once: they share commits with what people send, and leave room for it.
const AT_ONCE: usize = 32;
/// How often a permit is looked at again whose application changes under the hand.
const TRIES: usize = 5;

/// What was asked for.
pub(super) struct Asked<'a> {
    pub(super) which: &'a RevokedBy,
    pub(super) reason: PermitReason,
    pub(super) note: &'a str,
    pub(super) at: Timestamp,
}

/// What became of one permit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Became {
    Revoked,
    /// Somebody else revoked or replaced it meanwhile.
    Gone,
    /// The rules do not let whoever asked revoke it: it is their own.
    Refused,
}

pub(super) async fn page(
    engine: &Engine,
    caller: &Caller,
    asked: &Asked<'_>,
    progress: &JobProgress,
) -> Result<Page, Error> {
    if within_reach(caller, asked.which).is_err() {
        return Ok(Page::NotTheirs);
    }
    let permits = engine
        .store
        .revocable_permits(asked.which, asked.at, progress.cursor, PAGE)
        .await?;
    let Some(last) = permits.last() else {
        return Ok(Page::Done);
    };
    let cursor = Some(JobCursor {
        application: last.application,
        permit: PermitRef(last.id.0),
    });
    let lists: BTreeSet<u32> = permits.iter().map(|permit| permit.list).collect();
    let became: Vec<Became> = stream::iter(permits)
        .map(|permit| revoke(engine, caller, asked, permit))
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    for list in lists {
        engine.status_lists.forget(list);
    }
    let count = |what| became.iter().filter(|became| **became == what).count() as u64;
    Ok(Page::Forward(JobProgress {
        total: progress.total,
        done: progress.done + count(Became::Revoked),
        refused: progress.refused + count(Became::Refused),
        cursor,
    }))
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
            Err(Error::OwnApplication | Error::Refused(_) | Error::Forbidden) => return Ok(Became::Refused),
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                tracing::error!(permit = %permit.number, %error, "a permit could not be revoked");
                return Ok(Became::Refused);
            }
        }
        if !permit.status.may_become(PermitStatus::Revoked) {
            return Ok(Became::Gone);
        }
    }
    tracing::error!(permit = %permit.number, "a permit could not be revoked, since its application changes all the time");
    Ok(Became::Refused)
}

async fn try_to_revoke(
    engine: &Engine,
    caller: &Caller,
    asked: &Asked<'_>,
    permit: &PermitRow,
) -> Result<(), Error> {
    let case = engine.store.case(permit.application).await?;
    let note = case.erased_at.is_none().then(|| asked.note.to_owned());
    let command = Command::RevokePermit {
        permit: PermitRef(permit.id.0),
        seen: permit.status,
        reason: asked.reason,
        note,
    };
    let permit = permit.clone();
    let issued = Authorised::new(IssuedPermit { permit, case }, caller, Action::RevokeMany)?;
    transitions::change_permit(engine, issued, command).await?;
    Ok(())
}
