//! A permit is in force that was applied for in the place of an earlier one: the earlier one is replaced, on its own application.

use permit::PermitId;
use review::{Command, PermitRef, PermitStatus, Replaces};
use store::PermitRow;

use super::page::PageOutcome;
use crate::{engine::Engine, error::Error, permits::successor::successor, transitions};

/// How often it is looked at again: while its application changes, and where it was replaced by another meanwhile.
const TRIES: usize = 20;

/// Replaces the earlier permit as it stands by now, if it still holds. One that was suspended or revoked meanwhile stays as it is,
/// for the office has its hand on it. If the newer one was taken back before it was in force, the earlier one stays. Of several
/// that were applied for in the place of one permit, the one that was issued last stands.
pub(super) async fn page(engine: &Engine, earlier: &Replaces, by: PermitRef) -> Result<PageOutcome, Error> {
    let mut newer = engine.store.permit(&PermitId(by.0)).await?;
    let mut at = engine.store.permit(&PermitId(earlier.permit.0)).await?;
    for _ in 0..TRIES {
        if !newer.status.may_become(PermitStatus::Replaced) {
            return Ok(PageOutcome::Done);
        }
        match at.status {
            PermitStatus::Revoked | PermitStatus::Suspended => return Ok(PageOutcome::Done),
            PermitStatus::Replaced => {
                let Some(successor) = successor(engine, &at).await? else {
                    return Ok(PageOutcome::Done);
                };
                if successor.id == newer.id {
                    return Ok(PageOutcome::Done);
                }
                at = successor;
                // Each is issued after the one that it replaces, so this comes to an end.
                if at.issued_at > newer.issued_at {
                    std::mem::swap(&mut at, &mut newer);
                }
            }
            PermitStatus::Active => {
                let (id, list) = (at.id, at.list);
                match replace(engine, at, earlier, PermitRef(newer.id.0)).await {
                    Err(Error::Conflict) => at = engine.store.permit(&id).await?,
                    Err(error) => return Err(error),
                    Ok(()) => {
                        engine.status_lists.forget(list);
                        return Ok(PageOutcome::Done);
                    }
                }
            }
        }
    }
    Err(Error::broken(
        "a permit could not be replaced, since its application changes all the time",
    ))
}

async fn replace(engine: &Engine, permit: PermitRow, earlier: &Replaces, by: PermitRef) -> Result<(), Error> {
    let command = Command::ReplacePermit {
        permit: PermitRef(permit.id.0),
        seen: permit.status,
        by,
        reason: earlier.reason,
    };
    transitions::replace_by_job(engine, permit, command).await
}
