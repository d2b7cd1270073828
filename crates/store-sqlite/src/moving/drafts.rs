//! What is in the file that does not wait for the disk.

use forms::ContentHash;
use sqlx::SqliteConnection;
use store::{Draft, DraftId, KeptLimit, Record, StoreError};

use super::FirstKey;
use crate::errors::failed;
use crate::values::{RowOf, json, micros};

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.bytes();
    let records = sqlx::query!(
        "SELECT id, service, version, answers, language, updated_at, expires_at, sent, replaces FROM drafts
         WHERE id >= ? ORDER BY id LIMIT ?",
        from,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::keyed("drafts", &kept.id);
        Ok(Record::Draft(Draft {
            id: DraftId(row.bytes("id", &kept.id)?),
            service: kept.service.as_str().into(),
            version: ContentHash(row.bytes("version", &kept.version)?),
            answers: row.json("answers", &kept.answers)?,
            language: kept.language.as_str().into(),
            updated_at: row.time("updated_at", kept.updated_at)?,
            expires_at: row.time("expires_at", kept.expires_at)?,
            sent: row.checked("sent", kept.sent.map(|sent| sent.parse()).transpose())?,
            replaces: row.maybe_json("replaces", kept.replaces.as_deref())?,
        }))
    });
    read.collect()
}

pub(super) async fn write(draft: &Draft, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let (id, version) = (&draft.id.0[..], &draft.version.0[..]);
    let (service, language) = (draft.service.as_str(), draft.language.as_str());
    let (updated_at, expires_at) = (micros(draft.updated_at), micros(draft.expires_at));
    let answers = json(&draft.answers)?;
    let sent = draft.sent.map(|reference| reference.to_string());
    let replaces = draft.replaces.as_ref().map(json).transpose()?;
    let new = sqlx::query!(
        "INSERT INTO drafts (id, service, version, answers, language, updated_at, expires_at, sent, replaces)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id,
        service,
        version,
        answers,
        language,
        updated_at,
        expires_at,
        sent,
        replaces
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}

pub(super) async fn read_limits(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.text();
    let records = sqlx::query!(
        "SELECT bucket, window_ends_at, hits FROM rate_limits WHERE bucket >= ? ORDER BY bucket LIMIT ?",
        from,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        // A bucket may name an address.
        let row = RowOf::new("rate_limits", "a bucket");
        Ok(Record::Limit(KeptLimit {
            window_ends_at: row.time("window_ends_at", kept.window_ends_at)?,
            hits: row.number("hits", kept.hits)?,
            bucket: kept.bucket,
        }))
    });
    read.collect()
}

pub(super) async fn write_limit(kept: &KeptLimit, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let ends_at = micros(kept.window_ends_at);
    let new = sqlx::query!(
        "INSERT INTO rate_limits (bucket, window_ends_at, hits) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        kept.bucket,
        ends_at,
        kept.hits
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}
