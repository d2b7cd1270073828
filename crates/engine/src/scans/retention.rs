//! Scans, and what was typed and scanned into reports, are forgotten after the service's time.

use forms::ServiceId;
use jiff::{SignedDuration, Timestamp};

use crate::{engine::Engine, error::Error};

/// How long scans of codes that are nobody's are kept: as long as those of a service that says nothing.
const UNKNOWN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Forgets what is over, of every service; answers how many scans. Done again after an interruption it goes on.
pub async fn forget(engine: &Engine) -> Result<u64, Error> {
    let mut forgotten = forget_of(engine, None, UNKNOWN).await?;
    for published in engine.services.all() {
        let service = &published.service;
        let kept_for = service.permit.scans.kept_for.duration();
        forgotten += forget_of(engine, Some(&service.id), kept_for).await?;
    }
    Ok(forgotten)
}

async fn forget_of(
    engine: &Engine,
    service: Option<&ServiceId>,
    kept_for: SignedDuration,
) -> Result<u64, Error> {
    let before = engine.now().checked_sub(kept_for).unwrap_or(Timestamp::MIN);
    engine.store.forget_incident_texts(service, before).await?;
    Ok(engine.store.forget_scans(service, before).await?)
}
