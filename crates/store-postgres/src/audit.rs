//! The log of administration.

use async_trait::async_trait;
use review::PersonId;
use sqlx::PgExecutor;
use store::{Audit, AuditActor, AuditEntry, AuditQuery, StoreError};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{RowOf, count, json, time, words};

#[async_trait]
impl Audit for PostgresStore {
    async fn record(&self, entry: &AuditEntry) -> Result<(), StoreError> {
        let entry = entry.clone();
        self.writer
            .write_at_once(move |db| Box::pin(async move { insert(&entry, db).await }))
            .await
    }

    async fn audit(&self, query: &AuditQuery) -> Result<Vec<(u64, AuditEntry)>, StoreError> {
        let by = query.by.map(|PersonId(id)| id);
        let before = query.before.map(count);
        let records = sqlx::query!(
            r#"SELECT line, at, actor, deed FROM audit_log
               WHERE ($1::uuid IS NULL OR person = $1) AND ($2::bigint IS NULL OR line < $2)
               ORDER BY line DESC LIMIT $3"#,
            by,
            before,
            i64::from(query.limit)
        )
        .fetch_all(&self.reads)
        .await
        .map_err(failed)?;
        let read = records.into_iter().map(|record| {
            let row = RowOf::new("audit_log", record.line);
            let entry = AuditEntry {
                at: record.at.to_jiff(),
                actor: row.json("actor", words(&record.actor))?,
                deed: row.json("deed", words(&record.deed))?,
            };
            Ok((row.number("line", record.line)?, entry))
        });
        read.collect()
    }
}

/// Adds a line, in the transaction of what it tells of.
pub(crate) async fn insert(entry: &AuditEntry, db: impl PgExecutor<'_>) -> Result<(), StoreError> {
    let (actor, deed) = (json(&entry.actor)?, json(&entry.deed)?);
    sqlx::query!(
        "INSERT INTO audit_log (at, actor, person, deed) VALUES ($1, $2, $3, $4)",
        time(entry.at),
        actor,
        person(entry.actor),
        deed
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Whose line it is, for reading what one person did.
pub(crate) fn person(actor: AuditActor) -> Option<Uuid> {
    match actor {
        AuditActor::Person(PersonId(id)) => Some(id),
        AuditActor::Applicant | AuditActor::Device(_) | AuditActor::System => None,
    }
}
