//! The log of administration.

use async_trait::async_trait;
use review::PersonId;
use sqlx::SqliteConnection;
use store::{Audit, AuditEntry, AuditQuery, AuditRecord, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{RowOf, count, json, micros};

/// A row as it is.
struct LineRecord {
    line: i64,
    at: i64,
    actor: String,
    person: Option<Vec<u8>>,
    deed: String,
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
impl Audit for SqliteStore {
    async fn record(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let entry = entry.clone();
        self.main
            .write(move |db| Box::pin(async move { insert(&entry, db).await }))
            .await
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<(u64, AuditRecord)>, StoreError> {
        let by = query.by.map(bytes);
        let before = query.before.map(count);
        let records = lines!(
            "WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR line < ?2) ORDER BY line DESC LIMIT ?3",
            by,
            before,
            query.limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        records.into_iter().map(LineRecord::read).collect()
    }
}

/// Lines in the order of their numbers, from that one on.
pub(crate) async fn lines(
    from: i64,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<(u64, AuditRecord)>, StoreError> {
    let records = lines!("WHERE line >= ? ORDER BY line LIMIT ?", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(LineRecord::read).collect()
}

impl LineRecord {
    fn read(self) -> Result<(u64, AuditRecord), StoreError> {
        let row = RowOf::new("audit_log", self.line);
        let person = self
            .person
            .map(|person| row.uuid("person", &person))
            .transpose()?;
        let record = AuditRecord {
            at: row.time("at", self.at)?,
            actor: row.json("actor", &self.actor)?,
            person: person.map(PersonId),
            action: row.json("deed", &self.deed)?,
        };
        Ok((row.number("line", self.line)?, record))
    }
}

/// Adds a line in the transaction of what it tells of.
pub(crate) async fn insert(entry: &AuditEntry, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let (at, actor, deed) = (micros(entry.at), json(&entry.actor)?, json(&entry.action)?);
    let person = entry.actor.person().map(bytes);
    sqlx::query!(
        "INSERT INTO audit_log (at, actor, person, deed) VALUES (?, ?, ?, ?)",
        at,
        actor,
        person,
        deed
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// A person as the column names them.
pub(crate) fn bytes(person: PersonId) -> Vec<u8> {
    person.0.as_bytes().to_vec()
}
