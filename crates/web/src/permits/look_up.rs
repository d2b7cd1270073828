//! Looking a permit up at a gate: every look-up is in the log, whatever it found.

use permit::PermitNumber;
use store::{AuditActor, AuditEntry, Deed, PermitRow, if_there};

use crate::{app::App, error::WebError};

/// The permit of a number. One that was erased by law is as if there were none.
pub(crate) async fn by_number(app: &App, number: &PermitNumber) -> Result<Option<PermitRow>, WebError> {
    let permit = if_there(app.store.permit_by_number(number).await)?;
    Ok(permit.filter(|permit| !permit.is_erased()))
}

/// The numbers that were found, never the plate that was typed.
pub(crate) async fn record<'a>(
    app: &App,
    actor: AuditActor,
    by_plate: bool,
    found: impl IntoIterator<Item = &'a PermitRow>,
) -> Result<(), WebError> {
    let found = found.into_iter().map(|permit| permit.number).collect();
    let entry = AuditEntry {
        at: app.now(),
        actor,
        deed: Deed::PermitLookedUp { by_plate, found },
    };
    Ok(app.store.record(&entry).await?)
}
