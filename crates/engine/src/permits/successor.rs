//! The permit that stands in the place of an earlier one.

use permit::PermitId;
use review::{ApplicationId, PermitRef, ReplacementReason};
use store::{PermitRow, PermitStatus};

use crate::{engine::Engine, error::Error};

/// So many permits that stand in each other's place are looked through.
pub(crate) const PLACES: usize = 100;

/// The permit that stands in the place of one because it was applied for in its place. What the office put there may be somebody
/// else's, and is none.
pub(crate) async fn successor(engine: &Engine, permit: &PermitRow) -> Result<Option<PermitRow>, Error> {
    let case = engine.store.case(permit.application).await?;
    let history = engine.store.history(permit.application).await?;
    let replacement = case.application.replacement(&history, PermitRef(permit.id.0));
    match replacement.filter(|replacement| replacement.reason != ReplacementReason::Office) {
        Some(replacement) => Ok(Some(engine.store.permit(&PermitId(replacement.by.0)).await?)),
        None => Ok(None),
    }
}

/// The last permit of an application, or what stands in its place by now, if nobody has taken it back; it may have run out.
pub(crate) async fn standing(
    engine: &Engine,
    application: ApplicationId,
) -> Result<Option<PermitRow>, Error> {
    let mut at = engine.store.permits_of(application).await?.pop();
    for _ in 0..PLACES {
        match at {
            Some(permit) if permit.status == PermitStatus::Replaced => {
                at = successor(engine, &permit).await?;
            }
            other => return Ok(other.filter(|permit| permit.status == PermitStatus::Active)),
        }
    }
    Ok(None)
}
