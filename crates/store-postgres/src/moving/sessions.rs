//! Log-ins.

use jiff::Timestamp;
use review::PersonId;
use serde::Serialize;
use sqlx::PgConnection;
use store::{Record, StoreError};

use super::columns::{Bytes, cut};
use super::{FirstKey, rows};
use crate::errors::failed;
use crate::sessions;

#[derive(Serialize)]
struct Columns {
    token: Bytes<[u8; 32]>,
    person: PersonId,
    created_at: Timestamp,
    expires_at: Timestamp,
    seen_at: Option<Timestamp>,
    proven_at: Option<Timestamp>,
    browser: Option<String>,
}

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let sessions = sessions::after(from.bytes(), limit, db).await?;
    Ok(sessions.into_iter().map(Record::Session).collect())
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let sessions = records.iter().filter_map(|record| match record {
        Record::Session(session) => Some(Columns {
            token: Bytes(session.token.0),
            person: session.person,
            created_at: cut(session.created_at),
            expires_at: cut(session.expires_at),
            seen_at: session.seen_at.map(cut),
            proven_at: session.proven_at.map(cut),
            browser: session.browser.clone(),
        }),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO sessions (token, person, created_at, expires_at, seen_at, proven_at, browser)
         SELECT token, person, created_at, expires_at, seen_at, proven_at, browser FROM jsonb_populate_recordset(NULL::sessions, $1)
         ON CONFLICT DO NOTHING",
        rows(sessions)? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}
