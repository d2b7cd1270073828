//! A publication that is due.

use store::PlannedPublication;

use super::page::PageOutcome;
use crate::{authorise::Caller, engine::Engine, error::Error, publishing::PublishError};

/// Publishes it, unless what it says may not be published any more.
pub(super) async fn page(
    engine: &Engine,
    caller: &Caller,
    publication: &PlannedPublication,
) -> Result<PageOutcome, Error> {
    match engine.publish_planned(caller, publication).await {
        Ok(()) => Ok(PageOutcome::Done),
        Err(PublishError::Kept(Error::Forbidden)) => Ok(PageOutcome::NotTheirs),
        Err(PublishError::Kept(error)) => Err(error),
        Err(PublishError::Store(error)) => Err(error.into()),
        Err(refused) => Ok(PageOutcome::Void(refused.to_string())),
    }
}
