//! Reading applications and their histories.

use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use permit::Reference;
use review::chain::Head;
use review::{ApplicationId, Hash, Link};
use sqlx::{PgConnection, PgExecutor, PgPool};
use store::columns::{CaseColumns, EventColumns};
use store::{Case, OpenQuery, StoreError, Subject, Submitted, SubmittedQuery};
use uuid::Uuid;

use crate::errors::failed;
use crate::uniqueness;
use crate::values::{Postgres, RowOf, select, time};

type CaseRecord = CaseColumns<Postgres>;
type EventRecord = EventColumns<Postgres>;

pub(super) async fn case(id: ApplicationId, db: &mut PgConnection) -> Result<Case, StoreError> {
    let record = record(id.0, db).await?;
    record.ok_or(StoreError::NotFound(Subject::Application))?.read()
}

pub(super) async fn case_by_reference(
    reference: &Reference,
    db: &mut PgConnection,
) -> Result<Case, StoreError> {
    let reference = reference.to_string();
    let missing = || StoreError::NotFound(Subject::Reference);
    let id = uniqueness::application(&reference, &mut *db)
        .await?
        .ok_or_else(missing)?;
    // The reference may have been reserved for a submission that never came, or came with another.
    let record = record(id, db)
        .await?
        .filter(|record| record.reference == reference);
    record.ok_or_else(missing)?.read()
}

macro_rules! cases {
    ($($condition:tt)+) => { select!(case_columns of CaseRecord from "applications", $($condition)+) };
}

/// An application, locked so that no transition changes it meanwhile.
pub(super) async fn case_to_change(id: ApplicationId, db: &mut PgConnection) -> Result<Case, StoreError> {
    let record = cases!("WHERE id = $1 FOR NO KEY UPDATE", id.0)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Application))?.read()
}

async fn record(id: Uuid, db: &mut PgConnection) -> Result<Option<CaseRecord>, StoreError> {
    cases!("WHERE id = $1", id)
        .fetch_optional(db)
        .await
        .map_err(failed)
}

/// Cases in the order of their ids, from that one on.
pub(crate) async fn cases(from: Uuid, limit: i64, db: &mut PgConnection) -> Result<Vec<Case>, StoreError> {
    let records = cases!("WHERE id >= $1 ORDER BY id LIMIT $2", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(CaseRecord::read).collect()
}

pub(super) async fn cases_submitted(
    query: &SubmittedQuery,
    db: &mut PgConnection,
) -> Result<Vec<Case>, StoreError> {
    let (at, id) = query.bound();
    let records = cases!(
        "WHERE service = $1 AND erased_at IS NULL AND submitted_at < $2 AND (submitted_at, id) > ($3, $4)
         ORDER BY submitted_at, id LIMIT $5",
        query.service.as_str(),
        time(query.until),
        time(at),
        id.0,
        i64::from(query.limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(CaseRecord::read).collect()
}

pub(super) async fn erased_submitted(
    service: &ServiceId,
    from: Timestamp,
    until: Timestamp,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let count = sqlx::query_scalar!(
        "SELECT count(*) AS \"count!\" FROM applications
         WHERE service = $1 AND submitted_at >= $2 AND submitted_at < $3 AND erased_at IS NOT NULL",
        service.as_str(),
        time(from),
        time(until)
    )
    .fetch_one(db)
    .await
    .map_err(failed)?;
    RowOf::new("applications", "count").number("count", count)
}

pub(super) async fn open_cases(query: &OpenQuery, db: &mut PgConnection) -> Result<Vec<Case>, StoreError> {
    let records = cases!(
        "WHERE service = $1 AND status IN ('Queued', 'Claimed', 'Waiting') AND erased_at IS NULL AND version <> $2 AND id > $3
         ORDER BY id LIMIT $4",
        query.service.as_str(),
        &query.not_on.0[..],
        query.after.map_or_else(Uuid::nil, |id| id.0),
        i64::from(query.limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(CaseRecord::read).collect()
}

pub(super) async fn open_by_version(
    service: &ServiceId,
    db: &mut PgConnection,
) -> Result<Vec<(ContentHash, u64)>, StoreError> {
    let counted = sqlx::query!(
        "SELECT version, count(*) AS \"number!\" FROM applications
         WHERE service = $1 AND status IN ('Queued', 'Claimed', 'Waiting') AND erased_at IS NULL
         GROUP BY version ORDER BY version",
        service.as_str()
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = counted.into_iter().map(|counted| {
        let row = RowOf::keyed("applications", &counted.version);
        let version = ContentHash(row.bytes("version", &counted.version)?);
        Ok((version, row.number("count", counted.number)?))
    });
    read.collect()
}

/// Which of these applications were submitted, so surely that one may say so.
///
/// Somebody else's commit can be seen before it is safe: it waits for a replica, and a failover may undo
/// it. Locking the rows is a change of theirs, which has a commit of its own to wait for, and that comes
/// after theirs.
pub(super) async fn submitted(ids: &[Uuid], db: impl PgExecutor<'_>) -> Result<Vec<Submitted>, StoreError> {
    let kept = sqlx::query!(
        "SELECT id, reference FROM applications WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE",
        ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = kept.into_iter().map(|kept| {
        let row = RowOf::new("applications", kept.id);
        Ok(Submitted {
            id: ApplicationId(kept.id),
            reference: row.checked("reference", kept.reference.parse())?,
            first: false,
        })
    });
    read.collect()
}

macro_rules! events {
    ($($condition:tt)+) => { select!(event_columns of EventRecord from "events", $($condition)+) };
}

pub(super) async fn history(id: ApplicationId, db: &mut PgConnection) -> Result<Vec<Link>, StoreError> {
    let records = events!("WHERE application = $1 ORDER BY sequence", id.0)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    if records.is_empty() {
        return Err(StoreError::NotFound(Subject::Application));
    }
    records.into_iter().map(EventRecord::read).collect()
}

/// The events of these applications, in no order.
pub(crate) async fn histories(ids: &[Uuid], db: &mut PgConnection) -> Result<Vec<Link>, StoreError> {
    let records = events!("WHERE application = ANY($1)", ids)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(EventRecord::read).collect()
}

pub(super) async fn heads(
    after: Option<ApplicationId>,
    limit: u32,
    db: &PgPool,
) -> Result<Vec<Head>, StoreError> {
    let after = after.map_or(Uuid::nil(), |id| id.0);
    let records = sqlx::query!(
        "SELECT id, revision, head FROM applications WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        i64::from(limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|record| {
        let row = RowOf::new("applications", record.id);
        Ok(Head {
            application: ApplicationId(record.id),
            sequence: row.number("revision", record.revision)?,
            hash: Hash(row.bytes("head", &record.head)?),
        })
    });
    read.collect()
}
