//! The log of administration.

use async_trait::async_trait;
use review::PersonId;
use sqlx::SqliteConnection;
use store::{Audit, AuditActor, AuditEntry, AuditQuery, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{RowOf, count, json, micros};

#[async_trait]
impl Audit for SqliteStore {
    async fn record(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let entry = entry.clone();
        self.main
            .write(move |db| Box::pin(async move { insert(&entry, db).await }))
            .await
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<(u64, AuditEntry)>, StoreError> {
        let by = query.by.map(|PersonId(id)| id.as_bytes().to_vec());
        let before = query.before.map(count);
        let records = sqlx::query!(
            "SELECT line, at, actor, deed FROM audit_log
             WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR line < ?2) ORDER BY line DESC LIMIT ?3",
            by,
            before,
            query.limit
        )
        .fetch_all(&mut *self.reads.lend().await?)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("audit_log", record.line);
            let entry = AuditEntry {
                at: row.time("at", record.at)?,
                actor: row.json("actor", &record.actor)?,
                deed: row.json("deed", &record.deed)?,
            };
            Ok((row.number("line", record.line)?, entry))
        });
        read.collect()
    }
}

/// Adds a line in the transaction of what it tells of.
pub(crate) async fn insert(entry: &AuditEntry, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let (at, actor, deed) = (micros(entry.at), json(&entry.actor)?, json(&entry.deed)?);
    let person = person(entry.actor);
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

/// Whose line it is, for reading what one person did.
pub(crate) fn person(actor: AuditActor) -> Option<Vec<u8>> {
    match actor {
        AuditActor::Person(PersonId(id)) => Some(id.as_bytes().to_vec()),
        AuditActor::Applicant | AuditActor::Device(_) | AuditActor::System => None,
    }
}
