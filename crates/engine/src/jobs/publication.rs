//! A publication that is due.

use super::page::PageOutcome;
use crate::{
    authorise::Caller,
    engine::Engine,
    error::Error,
    publishing::{PublishError, planned::DuePublication},
};

/// Publishes it, unless what it says may not be published any more.
pub(super) async fn page(
    engine: &Engine,
    caller: &Caller,
    due: &DuePublication<'_>,
) -> Result<PageOutcome, Error> {
    match engine.publish_planned(caller, due).await {
        Ok(()) => Ok(PageOutcome::Done),
        Err(PublishError::Kept(Error::Forbidden)) => Ok(PageOutcome::NotTheirs),
        Err(PublishError::Kept(error)) => Err(error),
        Err(PublishError::Store(error)) => Err(error.into()),
        Err(refused) => Ok(PageOutcome::Void(refused.to_string())),
    }
}
