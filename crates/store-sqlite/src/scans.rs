//! What enrolled phones scanned.

mod read;
mod write;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::Timestamp;
use permit::PermitId;
use sqlx::SqliteConnection;
use store::{
    DeviceId, FlaggedPair, KeptScan, Scan, ScanId, ScanQuery, ScanTally, Scans, StoreError, Subject,
    check_scans, flags,
};

use crate::SqliteStore;
use crate::devices;
use crate::errors::failed;
use crate::values::micros;

pub(crate) use read::{from, issued, services};
pub(crate) use write::insert;

/// How many scans are deleted in a transaction: some milliseconds.
const PORTION: u32 = 1_000;

#[async_trait]
impl Scans for SqliteStore {
    async fn keep_scans(
        &self,
        device: DeviceId,
        scans: &[Scan],
        received_at: Timestamp,
    ) -> Result<Vec<ScanId>, StoreError> {
        check_scans(scans)?;
        let scans = scans.to_vec();
        self.main
            .write(move |db| Box::pin(async move { keep(device, &scans, received_at, db).await }))
            .await
    }

    async fn scans_of(&self, permit: &PermitId, limit: u32) -> Result<Vec<KeptScan>, StoreError> {
        read::of(permit, limit, &mut *self.reads.lend().await?).await
    }

    async fn tally_scans(&self, query: &ScanQuery) -> Result<Vec<ScanTally>, StoreError> {
        read::tally(query, &mut *self.reads.lend().await?).await
    }

    async fn flagged_scans(&self, query: &ScanQuery, limit: u32) -> Result<Vec<FlaggedPair>, StoreError> {
        read::flagged(query, limit, &mut *self.reads.lend().await?).await
    }

    async fn forget_scans(&self, service: Option<&ServiceId>, before: Timestamp) -> Result<u64, StoreError> {
        let mut forgotten = 0;
        loop {
            let (service, before) = (service.map(ToString::to_string), micros(before));
            let portion = self
                .main
                .write(move |db| Box::pin(async move { forget(service, before, db).await }))
                .await?;
            if portion == 0 {
                return Ok(forgotten);
            }
            forgotten += portion;
        }
    }
}

async fn keep(
    device: DeviceId,
    scans: &[Scan],
    received_at: Timestamp,
    db: &mut SqliteConnection,
) -> Result<Vec<ScanId>, StoreError> {
    let device = devices::by_id(device, db)
        .await?
        .ok_or(StoreError::NotFound(Subject::Device))?;
    let issued = issued(scans.iter().filter_map(Scan::believed), db).await?;
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

async fn forget(service: Option<String>, before: i64, db: &mut SqliteConnection) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM scans WHERE (device, id) IN
             (SELECT device, id FROM scans WHERE service IS ? AND received_at < ? LIMIT ?)",
        service,
        before,
        PORTION
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(done.rows_affected())
}
