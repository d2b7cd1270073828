//! Phones that police check permits with.

mod read;
mod write;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use sqlx::PgConnection;
use store::{
    AuditAction, AuditActor, AuditEntry, Device, DeviceId, DeviceKey, Devices, Enrolled, Enrolment, Expected,
    StoreError, Subject, TokenHash,
};

use crate::errors::failed;
use crate::values::time;
use crate::{PostgresStore, audit};

pub(crate) use read::{by_id, from, offers_from};
pub(crate) use write::{insert, insert_offers};

/// A phone that spoke within this time is not written again.
const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);

#[async_trait]
impl Devices for PostgresStore {
    async fn offer_enrolment(&self, offer: &Enrolment, audit: &AuditEntry) -> Result<(), StoreError> {
        let (offer, entry) = (offer.clone(), audit.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    if insert_offers([&offer], db).await? == 0 {
                        return Err(StoreError::AlreadyExists(Subject::Enrolment));
                    }
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn enrolment(&self, token: &TokenHash) -> Result<Enrolment, StoreError> {
        let mut db = self.reads.acquire().await.map_err(failed)?;
        let next = offers_from(&token.0, 1, &mut db).await?.pop();
        let offer = next.filter(|offer| offer.token == *token);
        offer.ok_or(StoreError::NotFound(Subject::Enrolment))
    }

    async fn enrol(
        &self,
        token: &TokenHash,
        key: DeviceKey,
        id: DeviceId,
        now: Timestamp,
    ) -> Result<Enrolled, StoreError> {
        let token = *token;
        self.writer
            .write(move |db| Box::pin(async move { enrol(&token, key, id, now, db).await }))
            .await
    }

    async fn device(&self, id: DeviceId) -> Result<Device, StoreError> {
        by_id(id, &self.reads)
            .await?
            .ok_or(StoreError::NotFound(Subject::Device))
    }

    async fn devices(&self) -> Result<Vec<Device>, StoreError> {
        read::all(&self.reads).await
    }

    async fn change_device(&self, device: &Device, audit: &AuditEntry) -> Result<(), StoreError> {
        let (device, entry) = (device.clone(), audit.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    change(device, entry.at, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn seen(&self, id: DeviceId, now: Timestamp) -> Result<(), StoreError> {
        let before = now.checked_sub(SEEN_EVERY).unwrap_or(now);
        sqlx::query!(
            "UPDATE devices SET seen_at = $2 WHERE id = $1 AND (seen_at IS NULL OR seen_at <= $3)",
            id.0,
            time(now),
            time(before)
        )
        .execute(&self.swift)
        .await
        .map_err(failed)?;
        Ok(())
    }
}

impl PostgresStore {
    /// Forgets offers that ended before then.
    pub(crate) async fn forget_enrolments(&self, before: Timestamp) -> Result<(), StoreError> {
        sqlx::query!("DELETE FROM enrolments WHERE expires_at <= $1", time(before))
            .execute(&self.swift)
            .await
            .map_err(failed)?;
        Ok(())
    }
}

/// The offer stays locked until the commit: of two keys that take it, the second sees the first's phone.
async fn enrol(
    token: &TokenHash,
    key: DeviceKey,
    id: DeviceId,
    now: Timestamp,
    db: &mut PgConnection,
) -> Result<Enrolled, StoreError> {
    let Some(offer) = read::offer_locked(token, db).await? else {
        return Ok(Enrolled::Unknown);
    };
    let taker = match offer.device {
        Some(taker) => by_id(taker, &mut *db).await?,
        None => None,
    };
    if let Some(outcome) = offer.why_not(taker, key, now) {
        return Ok(outcome);
    }
    let device = offer.taken_by(key, id, now);
    if insert([&device], db).await? == 0 {
        return Err(StoreError::AlreadyExists(Subject::Device));
    }
    sqlx::query!(
        "UPDATE enrolments SET device = $2 WHERE token = $1",
        &token.0[..],
        id.0
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    let entry = AuditEntry {
        at: now,
        actor: AuditActor::Device(device.id),
        action: AuditAction::DeviceEnrolled(device.id),
    };
    audit::insert(&entry, db).await?;
    Ok(Enrolled::Now(device))
}

async fn change(new: Device, now: Timestamp, db: &mut PgConnection) -> Result<(), StoreError> {
    let kept = read::by_id_locked(new.id, db)
        .await?
        .ok_or(StoreError::NotFound(Subject::Device))?;
    if kept.revision != new.revision {
        return Err(StoreError::Conflict {
            subject: Subject::Device,
            expected: Expected::Revision(new.revision),
        });
    }
    write::update(&kept.changed(new, now), db).await
}
