//! Permits: written with the transition that issues them, changed with a line in the log.

mod mass;
mod read;
mod resign;
mod write;

use async_trait::async_trait;
use jiff::Timestamp;
use permit::{PermitId, PermitNumber};
use review::ApplicationId;
use sqlx::SqliteConnection;
use store::{
    AuditEntry, Expected, MassRevocation, PermitChange, PermitRow, Permits, Resigning, RevokedBy, StoreError,
    Subject, VehicleHash,
};

use crate::errors::failed;
use crate::rows::Rows;
use crate::values::{RowOf, name_of};
use crate::{SqliteStore, audit, outbox};

pub(crate) use crate::permits::read::between;
pub(crate) use crate::permits::write::{Columns, approvals, insert, insert_approvals};

#[async_trait]
impl Permits for SqliteStore {
    async fn permit(&self, id: &PermitId) -> Result<PermitRow, StoreError> {
        read::by_id(id, &mut *self.reads.lend().await?).await
    }

    async fn permit_by_number(&self, number: &PermitNumber) -> Result<PermitRow, StoreError> {
        read::by_number(number, &mut *self.reads.lend().await?).await
    }

    async fn permits_of(&self, application: ApplicationId) -> Result<Vec<PermitRow>, StoreError> {
        read::of(application, &mut *self.reads.lend().await?).await
    }

    async fn permits_by_plate(
        &self,
        vehicle: &VehicleHash,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        read::by_plate(vehicle, limit, &mut *self.reads.lend().await?).await
    }

    async fn permits_after(
        &self,
        after: Option<&PermitId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        read::after(after, now, limit, &mut *self.reads.lend().await?).await
    }

    async fn resign_permit(&self, resigning: &Resigning, audit: &AuditEntry) -> Result<(), StoreError> {
        let (resigning, entry) = (resigning.clone(), audit.clone());
        self.main
            .write(move |db| Box::pin(async move { resign::resign(&resigning, &entry, db).await }))
            .await
    }

    async fn change_permit(&self, change: &PermitChange) -> Result<(), StoreError> {
        let change = change.clone();
        self.main
            .write(move |db| Box::pin(async move { self::change(&change, db).await }))
            .await
    }

    async fn count_revocable(&self, which: &RevokedBy, now: Timestamp) -> Result<u64, StoreError> {
        mass::count(which, now, &mut *self.reads.lend().await?).await
    }

    async fn revoke_all(&self, revocation: &MassRevocation) -> Result<u64, StoreError> {
        mass::revoke_all(revocation, &self.main).await
    }
}

/// Changes a permit that is still as the caller saw it, with its line in the log and its messages.
pub(crate) async fn change(change: &PermitChange, db: &mut SqliteConnection) -> Result<(), StoreError> {
    if !change.from.may_become(change.to) {
        return Err(StoreError::Contradiction(
            "a permit that was revoked or replaced stays so",
        ));
    }
    let id = &change.permit.0[..];
    let application = &change.application.0.as_bytes()[..];
    let (from, to) = (name_of(&change.from)?, name_of(&change.to)?);
    let number = sqlx::query_scalar!(
        "UPDATE permits SET status = ? WHERE id = ? AND application = ? AND status = ? RETURNING number",
        to,
        id,
        application,
        from
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    let Some(number) = number else {
        return Err(why_not(change, db).await);
    };
    if let Some(line) = &change.line {
        let permit = RowOf::keyed("permits", id).checked("number", number.parse())?;
        audit::insert(&line.entry(permit, change.from, change.to), db).await?;
    }
    match Rows::together([&outbox::rows(&change.outbox)?]) {
        Some(rows) => outbox::insert(rows, db).await,
        None => Ok(()),
    }
}

async fn why_not(change: &PermitChange, db: &mut SqliteConnection) -> StoreError {
    let (id, application) = (&change.permit.0[..], &change.application.0.as_bytes()[..]);
    let kept = sqlx::query_scalar!(
        "SELECT count(*) FROM permits WHERE id = ? AND application = ?",
        id,
        application
    )
    .fetch_one(db)
    .await;
    match kept {
        Ok(0) => StoreError::NotFound(Subject::Permit),
        Ok(_) => StoreError::Conflict {
            subject: Subject::Permit,
            expected: Expected::Permit(change.from),
        },
        Err(error) => failed(error),
    }
}
