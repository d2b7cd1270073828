//! Permits: written with the transition that issues them, changed with a line in the log.

mod mass;
mod read;
mod resign;
mod write;

use async_trait::async_trait;
use jiff::Timestamp;
use permit::{PermitId, PermitNumber};
use review::ApplicationId;
use sqlx::PgConnection;
use store::{
    AuditEntry, Expected, MassRevocation, PermitChange, PermitRow, Permits, Resigning, RevokedBy, StoreError,
    Subject, VehicleHash,
};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{RowOf, name_of};
use crate::{PostgresStore, audit, outbox};

pub(crate) use crate::permits::read::of_all;
pub(crate) use crate::permits::write::Row;

#[async_trait]
impl Permits for PostgresStore {
    async fn permit(&self, id: &PermitId) -> Result<PermitRow, StoreError> {
        read::by_id(id, &self.reads).await
    }

    async fn permit_by_number(&self, number: &PermitNumber) -> Result<PermitRow, StoreError> {
        read::by_number(number, &self.reads).await
    }

    async fn permits_of(&self, application: ApplicationId) -> Result<Vec<PermitRow>, StoreError> {
        let mut db = self.lent_reads.lend().await?;
        let permits = read::of(application, &mut db).await?;
        db.answered();
        Ok(permits)
    }

    async fn permits_by_plate(
        &self,
        vehicle: &VehicleHash,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        read::by_plate(vehicle, limit, &self.reads).await
    }

    async fn permits_after(
        &self,
        after: Option<&PermitId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        read::after(after, now, limit, &self.reads).await
    }

    async fn resign_permit(&self, resigning: &Resigning, audit: &AuditEntry) -> Result<(), StoreError> {
        let (resigning, entry) = (resigning.clone(), audit.clone());
        self.writer
            .write(move |db| Box::pin(async move { resign::resign(&resigning, &entry, db).await }))
            .await
    }

    async fn change_permit(&self, change: &PermitChange) -> Result<(), StoreError> {
        let change = change.clone();
        self.writer
            .write(move |db| Box::pin(async move { self::change(&change, db).await }))
            .await
    }

    async fn count_revocable(&self, which: &RevokedBy, now: Timestamp) -> Result<u64, StoreError> {
        mass::count(which, now, &self.reads).await
    }

    async fn revoke_all(&self, revocation: &MassRevocation) -> Result<u64, StoreError> {
        mass::revoke_all(revocation, &self.writer, &self.reads).await
    }
}

/// Changes a permit that is still as the caller saw it, with its line in the log and its messages.
pub(crate) async fn change(change: &PermitChange, db: &mut PgConnection) -> Result<(), StoreError> {
    if !change.from.may_become(change.to) {
        return Err(StoreError::Contradiction(
            "a permit that was revoked or replaced stays so",
        ));
    }
    let id = Uuid::from_bytes(change.permit.0);
    let number = sqlx::query_scalar!(
        "UPDATE permits SET status = $4 WHERE application = $1 AND id = $2 AND status = $3 RETURNING number",
        change.application.0,
        id,
        name_of(&change.from)?,
        name_of(&change.to)?
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?;
    let Some(number) = number else {
        return Err(why_not(change, db).await);
    };
    if let Some(line) = &change.line {
        let permit = RowOf::new("permits", id).checked("number", number.parse())?;
        audit::insert(&line.entry(permit, change.from, change.to), &mut *db).await?;
    }
    outbox::insert(&change.outbox, db).await
}

async fn why_not(change: &PermitChange, db: &mut PgConnection) -> StoreError {
    let kept = sqlx::query_scalar!(
        "SELECT status FROM permits WHERE application = $1 AND id = $2",
        change.application.0,
        Uuid::from_bytes(change.permit.0)
    )
    .fetch_optional(db)
    .await;
    match kept {
        Ok(None) => StoreError::NotFound(Subject::Permit),
        Ok(Some(_)) => StoreError::Conflict {
            subject: Subject::Permit,
            expected: Expected::Permit(change.from),
        },
        Err(error) => failed(error),
    }
}
