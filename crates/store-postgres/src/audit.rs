//! The log of administration.

use async_trait::async_trait;
use review::PersonId;
use sqlx::{PgConnection, PgExecutor};
use store::{Audit, AuditEntry, AuditQuery, AuditRecord, StoreError};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{Document, RowOf, count, json, time, words};

/// A row as it is.
struct LineRecord {
    line: i64,
    at: jiff_sqlx::Timestamp,
    actor: Document,
    person: Option<Uuid>,
    deed: Document,
}

/// The one select for this shape, ended by a condition.
macro_rules! lines {
    ($condition:literal, $($value:expr),+) => {
        sqlx::query_as!(
            LineRecord,
            "SELECT line, at, actor, person, deed FROM audit_log " + $condition,
            $($value),+
        )
    };
}

#[async_trait]
impl Audit for PostgresStore {
    async fn record(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let entry = entry.clone();
        self.writer
            .write_at_once(move |db| Box::pin(async move { insert(&entry, db).await }))
            .await
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<(u64, AuditRecord)>, StoreError> {
        let by = query.by.map(|PersonId(id)| id);
        let before = query.before.map(count);
        let records = lines!(
            "WHERE ($1::uuid IS NULL OR person = $1) AND ($2::bigint IS NULL OR line < $2)
             ORDER BY line DESC LIMIT $3",
            by,
            before,
            i64::from(query.limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        records.into_iter().map(LineRecord::read).collect()
    }
}

/// Lines in the order of their numbers, from that one on.
pub(crate) async fn lines(
    from: i64,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<(u64, AuditRecord)>, StoreError> {
    let records = lines!("WHERE line >= $1 ORDER BY line LIMIT $2", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(LineRecord::read).collect()
}

impl LineRecord {
    fn read(self) -> Result<(u64, AuditRecord), StoreError> {
        let row = RowOf::new("audit_log", self.line);
        let record = AuditRecord {
            at: self.at.to_jiff(),
            actor: row.json("actor", words(&self.actor))?,
            person: self.person.map(PersonId),
            action: row.json("deed", words(&self.deed))?,
        };
        Ok((row.number("line", self.line)?, record))
    }
}

/// Adds a line, in the transaction of what it tells of.
pub(crate) async fn insert(entry: &AuditEntry, db: impl PgExecutor<'_>) -> Result<(), StoreError> {
    let (actor, deed) = (json(&entry.actor)?, json(&entry.action)?);
    sqlx::query!(
        "INSERT INTO audit_log (at, actor, person, deed) VALUES ($1, $2, $3, $4)",
        time(entry.at),
        actor,
        entry.actor.person().map(|PersonId(id)| id),
        deed
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}
