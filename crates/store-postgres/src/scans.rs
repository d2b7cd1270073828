//! What enrolled phones scanned.

mod read;
mod write;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use permit::PermitId;
use sqlx::PgConnection;
use store::{
    DeviceId, FlaggedPair, KeptScan, Scan, ScanId, ScanQuery, ScanTally, Scans, StoreError, Subject,
    check_scans, flags,
};

use crate::errors::failed;
use crate::values::time;
use crate::{PostgresStore, devices};

pub(crate) use read::{from, issued_locked, services};
pub(crate) use write::insert;

/// How many scans are deleted in a transaction: some tens of milliseconds.
const PORTION: i64 = 5_000;

#[async_trait]
impl Scans for PostgresStore {
    async fn keep_scans(
        &self,
        device: DeviceId,
        scans: &[Scan],
        received_at: Timestamp,
    ) -> Result<Vec<ScanId>, StoreError> {
        check_scans(scans)?;
        let scans = scans.to_vec();
        self.writer
            .write(move |db| Box::pin(async move { keep(device, &scans, received_at, db).await }))
            .await
    }

    async fn scans_of(&self, permit: &PermitId, limit: u32) -> Result<Vec<KeptScan>, StoreError> {
        read::of(permit, limit, &self.reads).await
    }

    async fn tally_scans(&self, query: &ScanQuery) -> Result<Vec<ScanTally>, StoreError> {
        read::tally(query, &self.reads).await
    }

    async fn flagged_scans(&self, query: &ScanQuery, limit: u32) -> Result<Vec<FlaggedPair>, StoreError> {
        read::flagged(query, limit, &self.reads).await
    }

    async fn forget_scans(&self, service: Option<&ServiceId>, before: Timestamp) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        loop {
            let service = service.map(ToString::to_string);
            let portion = self
                .writer
                .write_at_once(move |db| Box::pin(async move { forget(service, before, db).await }))
                .await?;
            if portion == 0 {
                return Ok(forgotten);
            }
            forgotten += portion;
        }
    }
}

/// The permits stay locked until the commit: of two phones that tell of the same permit at once, the second sees the
/// first's scans, and nothing is tied to a permit that is being erased.
async fn keep(
    device: DeviceId,
    scans: &[Scan],
    received_at: Timestamp,
    db: &mut PgConnection,
) -> Result<Vec<ScanId>, StoreError> {
    let device = devices::by_id(device, &mut *db)
        .await?
        .ok_or(StoreError::NotFound(Subject::Device))?;
    let issued = issued_locked(scans.iter().filter_map(Scan::believed), db).await?;
    let kept: Vec<KeptScan> = scans
        .iter()
        .map(|scan| {
            let issued = scan.believed().and_then(|permit| issued.get(&permit));
            KeptScan::of(scan, &device, issued, received_at)
        })
        .collect();
    insert(&kept, db).await?;
    write::flag(&flags(read::neighbours(&kept, db).await?), db).await?;
    Ok(scans.iter().map(|scan| scan.id).collect())
}

async fn forget(
    service: Option<String>,
    before: Timestamp,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let service = service.as_deref();
    let done = match service {
        Some(service) => {
            sqlx::query!(
                "DELETE FROM scans WHERE (device, id) IN
                     (SELECT device, id FROM scans WHERE service = $1 AND received_at < $2 LIMIT $3)",
                service,
                time(before) as _,
                PORTION
            )
            .execute(db)
            .await
        }
        None => {
            sqlx::query!(
                "DELETE FROM scans WHERE (device, id) IN
                     (SELECT device, id FROM scans WHERE service IS NULL AND received_at < $1 LIMIT $2)",
                time(before) as _,
                PORTION
            )
            .execute(db)
            .await
        }
    };
    Ok(done.map_err(failed)?.rows_affected())
}
