//! Drafts and rate limits.

use forms::{Answers, ContentHash};
use jiff::Timestamp;
use review::Replaces;
use serde::Serialize;
use sqlx::PgConnection;
use store::{Draft, DraftId, KeptLimit, Record, StoreError};

use super::columns::{Bytes, cut};
use super::{FirstKey, rows};
use crate::errors::failed;
use crate::values::{RowOf, words};

#[derive(Serialize)]
struct Columns<'a> {
    id: Bytes<[u8; 32]>,
    service: &'a str,
    version: Bytes<[u8; 32]>,
    answers: &'a Answers,
    language: &'a str,
    updated_at: Timestamp,
    expires_at: Timestamp,
    sent: Option<String>,
    replaces: Option<&'a Replaces>,
}

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        "SELECT id, service, version, answers, language, updated_at, expires_at, sent, replaces FROM drafts
         WHERE id >= $1 ORDER BY id LIMIT $2",
        from.bytes(),
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
            answers: row.json("answers", words(&kept.answers))?,
            language: kept.language.as_str().into(),
            updated_at: kept.updated_at.to_jiff(),
            expires_at: kept.expires_at.to_jiff(),
            sent: row.checked("sent", kept.sent.map(|sent| sent.parse()).transpose())?,
            replaces: row.maybe_json("replaces", kept.replaces.as_ref().map(words))?,
        }))
    });
    read.collect()
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let drafts = records.iter().filter_map(|record| match record {
        Record::Draft(draft) => Some(columns(draft)),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO drafts SELECT * FROM jsonb_populate_recordset(NULL::drafts, $1) ON CONFLICT DO NOTHING",
        rows(drafts)? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}

fn columns(draft: &Draft) -> Columns<'_> {
    Columns {
        id: Bytes(draft.id.0),
        service: draft.service.as_str(),
        version: Bytes(draft.version.0),
        answers: &draft.answers,
        language: draft.language.as_str(),
        updated_at: cut(draft.updated_at),
        expires_at: cut(draft.expires_at),
        sent: draft.sent.map(|reference| reference.to_string()),
        replaces: draft.replaces.as_ref(),
    }
}

#[derive(Serialize)]
struct LimitColumns<'a> {
    bucket: &'a str,
    window_ends_at: Timestamp,
    hits: u32,
}

pub(super) async fn read_limits(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        "SELECT bucket, window_ends_at, hits FROM rate_limits WHERE bucket >= $1 ORDER BY bucket LIMIT $2",
        from.text(),
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        // A bucket may name an address.
        let row = RowOf::new("rate_limits", "a bucket");
        Ok(Record::Limit(KeptLimit {
            window_ends_at: kept.window_ends_at.to_jiff(),
            hits: row.number("hits", kept.hits)?,
            bucket: kept.bucket,
        }))
    });
    read.collect()
}

pub(super) async fn write_limits(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let limits = records.iter().filter_map(|record| match record {
        Record::Limit(kept) => Some(LimitColumns {
            bucket: &kept.bucket,
            window_ends_at: cut(kept.window_ends_at),
            hits: kept.hits,
        }),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO rate_limits SELECT * FROM jsonb_populate_recordset(NULL::rate_limits, $1)
         ON CONFLICT DO NOTHING",
        rows(limits)? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}
