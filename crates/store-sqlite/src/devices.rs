//! Phones that police check permits with.

mod read;

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{
    AuditAction, AuditActor, AuditEntry, Checkpoint, Device, DeviceId, DeviceKey, Devices, Enrolled,
    Enrolment, Expected, StoreError, Subject, TokenHash,
};

use crate::errors::failed;
use crate::values::{count, micros};
use crate::{SqliteStore, audit};

pub(crate) use read::{by_id, from, offers_from};

/// A phone that spoke within so many microseconds is not written again.
const MINUTE: i64 = 60_000_000;

#[async_trait]
impl Devices for SqliteStore {
    async fn offer_enrolment(&self, offer: &Enrolment, audit: &AuditEntry) -> Result<(), StoreError> {
        let (offer, entry) = (offer.clone(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    if insert_offer(&offer, db).await? {
                        audit::insert(&entry, db).await
                    } else {
                        Err(StoreError::AlreadyExists(Subject::Enrolment))
                    }
                })
            })
            .await
    }

    async fn enrolment(&self, token: &TokenHash) -> Result<Enrolment, StoreError> {
        let mut db = self.reads.lend().await?;
        let offer = read::offer(token, &mut db).await?;
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
        self.main
            .write(move |db| Box::pin(async move { enrol(&token, key, id, now, db).await }))
            .await
    }

    async fn device(&self, id: DeviceId) -> Result<Device, StoreError> {
        let mut db = self.reads.lend().await?;
        by_id(id, &mut db)
            .await?
            .ok_or(StoreError::NotFound(Subject::Device))
    }

    async fn devices(&self) -> Result<Vec<Device>, StoreError> {
        read::all(&mut *self.reads.lend().await?).await
    }

    async fn change_device(&self, device: &Device, audit: &AuditEntry) -> Result<(), StoreError> {
        let (device, entry) = (device.clone(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    change(device, entry.at, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn seen(&self, id: DeviceId, now: Timestamp) -> Result<(), StoreError> {
        let now = micros(now);
        self.main
            .write(move |db| {
                Box::pin(async move {
                    let (id, before) = (&id.0.as_bytes()[..], now - MINUTE);
                    sqlx::query!(
                        "UPDATE devices SET seen_at = ?1 WHERE id = ?2 AND (seen_at IS NULL OR seen_at <= ?3)",
                        now,
                        id,
                        before
                    )
                    .execute(db)
                    .await
                    .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}

impl SqliteStore {
    /// Forgets offers that ended before then.
    pub(crate) async fn forget_enrolments(&self, before: Timestamp) -> Result<(), StoreError> {
        let before = micros(before);
        self.main
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query!("DELETE FROM enrolments WHERE expires_at <= ?", before)
                        .execute(db)
                        .await
                        .map_err(failed)?;
                    Ok(())
                })
            })
            .await
    }
}

async fn enrol(
    token: &TokenHash,
    key: DeviceKey,
    id: DeviceId,
    now: Timestamp,
    db: &mut SqliteConnection,
) -> Result<Enrolled, StoreError> {
    let Some(offer) = read::offer(token, db).await? else {
        return Ok(Enrolled::Unknown);
    };
    let taker = match offer.device {
        Some(taker) => by_id(taker, db).await?,
        None => None,
    };
    if let Some(outcome) = offer.why_not(taker, key, now) {
        return Ok(outcome);
    }
    let device = offer.taken_by(key, id, now);
    if !insert(&device, db).await? {
        return Err(StoreError::AlreadyExists(Subject::Device));
    }
    let (token, id) = (&token.0[..], &id.0.as_bytes()[..]);
    sqlx::query!("UPDATE enrolments SET device = ? WHERE token = ?", id, token)
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

/// Whether it was written: an id that is there already is left as it is.
pub(crate) async fn insert(device: &Device, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let (id, key) = (&device.id.0.as_bytes()[..], &device.key.0[..]);
    let (checkpoint, lat, lon) = columns(device.checkpoint.as_ref());
    let by = &device.enrolled_by.0.as_bytes()[..];
    let (placed_at, enrolled_at) = (micros(device.placed_at), micros(device.enrolled_at));
    let (seen_at, revoked_at) = (device.seen_at.map(micros), device.revoked_at.map(micros));
    let revision = count(device.revision);
    let new = sqlx::query!(
        "INSERT INTO devices (id, name, key, checkpoint, lat, lon, placed_at, phrase, enrolled_by, enrolled_at,
             seen_at, revoked_at, revision)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        device.name,
        key,
        checkpoint,
        lat,
        lon,
        placed_at,
        device.phrase,
        by,
        enrolled_at,
        seen_at,
        revoked_at,
        revision
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

/// Whether it was written, as [`insert`].
pub(crate) async fn insert_offer(offer: &Enrolment, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let (token, by) = (&offer.token.0[..], &offer.made_by.0.as_bytes()[..]);
    let (checkpoint, lat, lon) = columns(offer.checkpoint.as_ref());
    let expires_at = micros(offer.expires_at);
    let device = offer.device.map(|DeviceId(id)| id.as_bytes().to_vec());
    let new = sqlx::query!(
        "INSERT INTO enrolments (token, name, checkpoint, lat, lon, phrase, made_by, expires_at, device)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        token,
        offer.name,
        checkpoint,
        lat,
        lon,
        offer.phrase,
        by,
        expires_at,
        device
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

async fn change(new: Device, now: Timestamp, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let kept = by_id(new.id, db)
        .await?
        .ok_or(StoreError::NotFound(Subject::Device))?;
    if kept.revision != new.revision {
        return Err(StoreError::Conflict {
            subject: Subject::Device,
            expected: Expected::Revision(new.revision),
        });
    }
    let changed = kept.changed(new, now);
    let id = &changed.id.0.as_bytes()[..];
    let (checkpoint, lat, lon) = columns(changed.checkpoint.as_ref());
    let (placed_at, revoked_at) = (micros(changed.placed_at), changed.revoked_at.map(micros));
    let revision = count(changed.revision);
    sqlx::query!(
        "UPDATE devices SET name = ?, checkpoint = ?, lat = ?, lon = ?, placed_at = ?, phrase = ?, revoked_at = ?,
             revision = ?
         WHERE id = ?",
        changed.name,
        checkpoint,
        lat,
        lon,
        placed_at,
        changed.phrase,
        revoked_at,
        revision,
        id
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// A checkpoint as its three columns hold it.
fn columns(checkpoint: Option<&Checkpoint>) -> (Option<String>, Option<i16>, Option<i16>) {
    let place = checkpoint.and_then(|checkpoint| checkpoint.place);
    let (lat, lon) = place.map(store::Place::hundredths).unzip();
    (checkpoint.map(|checkpoint| checkpoint.name.clone()), lat, lon)
}
