//! Scans, and what was typed and scanned into reports, are forgotten after the service's time.

use forms::{ServiceId, Span};

use crate::{engine::Engine, error::Error};

/// How long scans of codes that are nobody's are kept: as long as those of a service that says nothing.
const UNKNOWN: Span = Span::days(30);

/// Forgets what is over, of every service; answers how many scans. Done again after an interruption it goes on.
pub async fn forget(engine: &Engine) -> Result<u64, Error> {
    let mut forgotten = forget_of(engine, None, UNKNOWN).await?;
    for published in engine.services.all() {
        let service = &published.service;
        let kept_for = service.permit.scans.kept_for;
        forgotten += forget_of(engine, Some(&service.id), kept_for).await?;
    }
    Ok(forgotten)
}

async fn forget_of(engine: &Engine, service: Option<&ServiceId>, kept_for: Span) -> Result<u64, Error> {
    let before = kept_for.before(&engine.local(engine.now()));
    engine.store.forget_incident_texts(service, before).await?;
    Ok(engine.store.forget_scans(service, before).await?)
}
