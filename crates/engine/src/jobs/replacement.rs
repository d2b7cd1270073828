//! A permit is in force that was applied for in the place of an earlier one: the earlier one is replaced, on its own application.

use permit::PermitId;
use review::{Command, Event, Link, PermitRef, PermitStatus, Replaces};
use store::PermitRow;

use super::page::PageOutcome;
use crate::{engine::Engine, error::Error, transitions};

/// How often it is looked at again: while its application changes, and where it was replaced by another meanwhile.
const TRIES: usize = 20;

/// Replaces the earlier permit as it stands by now. If the newer one was taken back before it was in force, the earlier one
/// stays. If another newer permit has come before this one, that one is replaced: of two corrections the later stands.
pub(super) async fn page(engine: &Engine, earlier: &Replaces, by: PermitRef) -> Result<PageOutcome, Error> {
    let newer = engine.store.permit(&PermitId(by.0)).await?;
    if !newer.status.may_become(PermitStatus::Replaced) {
        return Ok(PageOutcome::Done);
    }
    let mut at = PermitId(earlier.permit.0);
    for _ in 0..TRIES {
        let permit = engine.store.permit(&at).await?;
        match permit.status {
            PermitStatus::Revoked => return Ok(PageOutcome::Done),
            PermitStatus::Replaced => match successor(engine, &permit).await? {
                Some(successor) if successor != newer.id => at = successor,
                _ => return Ok(PageOutcome::Done),
            },
            PermitStatus::Active | PermitStatus::Suspended => {
                let list = permit.list;
                match replace(engine, permit, earlier, by).await {
                    Err(Error::Conflict) => {}
                    Err(error) => return Err(error),
                    Ok(()) => {
                        engine.status_lists.forget(list);
                        return Ok(PageOutcome::Done);
                    }
                }
            }
        }
    }
    Err(Error::Conflict)
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

/// The permit that stands in the place of one, as its history tells it; what the law erased tells nothing.
async fn successor(engine: &Engine, permit: &PermitRow) -> Result<Option<PermitId>, Error> {
    let history = engine.store.history(permit.application).await?;
    Ok(history.iter().find_map(|link| match link {
        Link::Whole(recorded) => match recorded.event {
            Event::PermitReplaced { permit: id, by, .. } if id.0 == permit.id.0 => Some(PermitId(by.0)),
            _ => None,
        },
        _ => None,
    }))
}
