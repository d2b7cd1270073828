//! Log-ins.

use jiff::Timestamp;
use review::PersonId;
use serde::Serialize;
use sqlx::PgConnection;
use store::{Record, Session, StoreError, TokenHash};

use super::columns::{Bytes, cut};
use super::{FirstKey, rows};
use crate::errors::failed;
use crate::values::RowOf;

#[derive(Serialize)]
struct Columns {
    token: Bytes<[u8; 32]>,
    person: PersonId,
    created_at: Timestamp,
    expires_at: Timestamp,
}

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        "SELECT token, person, created_at, expires_at FROM sessions WHERE token >= $1 ORDER BY token LIMIT $2",
        from.bytes(),
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        // Whoever reads the log of this must not find the token's hash.
        let row = RowOf::new("sessions", kept.person);
        Ok(Record::Session(Session {
            token: TokenHash(row.bytes("token", &kept.token)?),
            person: PersonId(kept.person),
            created_at: kept.created_at.to_jiff(),
            expires_at: kept.expires_at.to_jiff(),
        }))
    });
    read.collect()
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let sessions = records.iter().filter_map(|record| match record {
        Record::Session(session) => Some(Columns {
            token: Bytes(session.token.0),
            person: session.person,
            created_at: cut(session.created_at),
            expires_at: cut(session.expires_at),
        }),
        _ => None,
    });
    let new = sqlx::query!(
        "INSERT INTO sessions (token, person, created_at, expires_at)
         SELECT token, person, created_at, expires_at FROM jsonb_populate_recordset(NULL::sessions, $1)
         ON CONFLICT DO NOTHING",
        rows(sessions)? as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected())
}
