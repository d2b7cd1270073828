//! The log of administration.

use async_trait::async_trait;
use review::PersonId;
use sqlx::{PgConnection, PgExecutor};
use store::columns::LineColumns;
use store::{Audit, AuditEntry, AuditQuery, AuditRecord, StoreError};

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{Postgres, count, json, select, time};

type LineRecord = LineColumns<Postgres>;

macro_rules! lines {
    ($($condition:tt)+) => { select!(line_columns of LineRecord from "audit_log", $($condition)+) };
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
        let (from, until) = (query.from.map(time), query.until.map(time));
        let kinds = query.kinds.iter().map(|kind| (*kind).to_owned());
        let kinds = (!query.kinds.is_empty()).then(|| kinds.collect::<Vec<String>>());
        let records = lines!(
            "WHERE ($1::uuid IS NULL OR person = $1) AND ($2::bigint IS NULL OR line < $2)
             AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)
             AND ($6::text[] IS NULL OR jsonb_exists_any(deed, $6))
             ORDER BY line DESC LIMIT $3",
            by,
            before,
            i64::from(query.limit),
            from,
            until,
            kinds.as_deref() as Option<&[String]>
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
