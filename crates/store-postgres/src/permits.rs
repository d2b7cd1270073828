//! Permits: written with the transitions that issue and change them.

mod change;
mod read;
mod revocable;

use async_trait::async_trait;
use jiff::Timestamp;
use permit::{PermitId, PermitNumber};
use review::ApplicationId;
use store::{JobCursor, PermitRow, Permits, RevokedBy, StoreError, VehicleHash};

use self::revocable::Those;
use crate::PostgresStore;

pub(crate) use crate::permits::change::{change, sign_anew};
pub(crate) use crate::permits::read::of_all;

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

    async fn count_revocable(&self, which: &RevokedBy, now: Timestamp) -> Result<u64, StoreError> {
        revocable::count(which, now, &self.reads).await
    }

    async fn revocable_permits(
        &self,
        which: &RevokedBy,
        asked_at: Timestamp,
        after: Option<JobCursor>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        revocable::next(Those::Holding, which, asked_at, after, limit, &self.reads).await
    }

    async fn revoked_permits(
        &self,
        which: &RevokedBy,
        asked_at: Timestamp,
        after: Option<JobCursor>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError> {
        revocable::next(Those::Revoked, which, asked_at, after, limit, &self.reads).await
    }
}
