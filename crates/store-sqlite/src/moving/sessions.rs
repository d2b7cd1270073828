//! Log-ins.

use review::PersonId;
use sqlx::SqliteConnection;
use store::{Record, Session, StoreError, TokenHash};

use super::FirstKey;
use crate::errors::failed;
use crate::values::{RowOf, micros};

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.bytes();
    let records = sqlx::query!(
        "SELECT token, person, created_at, expires_at FROM sessions WHERE token >= ? ORDER BY token LIMIT ?",
        from,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        // Whoever reads the log of this must not find the token's hash.
        let row = RowOf::keyed("sessions", &kept.person);
        Ok(Record::Session(Session {
            token: TokenHash(row.bytes("token", &kept.token)?),
            person: PersonId(row.uuid("person", &kept.person)?),
            created_at: row.time("created_at", kept.created_at)?,
            expires_at: row.time("expires_at", kept.expires_at)?,
        }))
    });
    read.collect()
}

pub(super) async fn write(session: &Session, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let (token, person) = (&session.token.0[..], &session.person.0.as_bytes()[..]);
    let (created_at, expires_at) = (micros(session.created_at), micros(session.expires_at));
    let new = sqlx::query!(
        "INSERT INTO sessions (token, person, created_at, expires_at) VALUES (?, ?, ?, ?)
         ON CONFLICT DO NOTHING",
        token,
        person,
        created_at,
        expires_at
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(new.rows_affected() == 1)
}
