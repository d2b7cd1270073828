//! Permits: written with the transitions that issue and change them.

mod change;
mod read;
mod revocable;
mod write;

use async_trait::async_trait;
use jiff::Timestamp;
use permit::{PermitId, PermitNumber};
use review::ApplicationId;
use store::{JobCursor, PermitRow, Permits, RevokedBy, StoreError, VehicleHash};

use self::revocable::Those;
use crate::SqliteStore;

pub(crate) use crate::permits::change::{change, sign_anew};
pub(crate) use crate::permits::read::between;
pub(crate) use crate::permits::write::{insert, insert_approvers};

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

    async fn count_revocable(&self, which: &RevokedBy, now: Timestamp) -> Result<u64, StoreError> {
        revocable::count(which, now, &mut *self.reads.lend().await?).await
    }

    async fn revocable_permits(
        &self,
        which: &RevokedBy,
        asked_at: Timestamp,
        after: Option<JobCursor>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        revocable::next(
            Those::Holding,
            which,
            asked_at,
            after,
            limit,
            &mut *self.reads.lend().await?,
        )
        .await
    }

    async fn revoked_permits(
        &self,
        which: &RevokedBy,
        asked_at: Timestamp,
        after: Option<JobCursor>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        revocable::next(
            Those::Revoked,
            which,
            asked_at,
            after,
            limit,
            &mut *self.reads.lend().await?,
        )
        .await
    }
}
