//! The log of administration.

use async_trait::async_trait;
use review::PersonId;
use sqlx::SqliteConnection;
use store::columns::LineColumns;
use store::{Audit, AuditEntry, AuditQuery, AuditRecord, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::values::{Sqlite, count, json, micros, select};

type LineRecord = LineColumns<Sqlite>;

macro_rules! lines {
    ($($condition:tt)+) => { select!(line_columns of LineRecord from "audit_log", $($condition)+) };
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
        let (from, until) = (query.from.map(micros), query.until.map(micros));
        let kinds = (!query.kinds.is_empty())
            .then(|| json(&query.kinds))
            .transpose()?;
        let records = lines!(
            "WHERE (?1 IS NULL OR person = ?1) AND (?2 IS NULL OR line < ?2)
             AND (?4 IS NULL OR at >= ?4) AND (?5 IS NULL OR at < ?5)
             AND (?6 IS NULL OR EXISTS (SELECT 1 FROM json_each(?6) AS kind
                  WHERE deed = '\"' || kind.value || '\"'
                  OR substr(deed, 1, length(kind.value) + 4) = '{\"' || kind.value || '\":'))
             ORDER BY line DESC LIMIT ?3",
            by,
            before,
            query.limit,
            from,
            until,
            kinds
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
