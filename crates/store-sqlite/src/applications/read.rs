//! Reading applications and their histories.

use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use permit::Reference;
use review::chain::Head;
use review::{ApplicationId, Hash, Link};
use sqlx::{SqliteConnection, SqliteExecutor};
use store::columns::{CaseColumns, EventColumns};
use store::{Case, OpenQuery, StoreError, Subject, Submitted, SubmittedQuery};

use crate::errors::failed;
use crate::values::{RowOf, Sqlite, micros, select};

type CaseRecord = CaseColumns<Sqlite>;
type EventRecord = EventColumns<Sqlite>;

macro_rules! cases {
    ($($condition:tt)+) => { select!(case_columns of CaseRecord from "applications", $($condition)+) };
}

pub(super) async fn case(id: ApplicationId, db: &mut SqliteConnection) -> Result<Case, StoreError> {
    let key = &id.0.as_bytes()[..];
    let record = cases!("WHERE id = ?", key)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Application))?.read()
}

pub(super) async fn case_by_reference(
    reference: &Reference,
    db: &mut SqliteConnection,
) -> Result<Case, StoreError> {
    let reference = reference.to_string();
    let record = cases!("WHERE reference = ?", reference)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Reference))?.read()
}

/// Cases in the order of their ids, from that one on.
pub(crate) async fn cases(
    from: &[u8],
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Case>, StoreError> {
    let records = cases!("WHERE id >= ? ORDER BY id LIMIT ?", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(CaseRecord::read).collect()
}

pub(super) async fn cases_submitted(
    query: &SubmittedQuery,
    db: &mut SqliteConnection,
) -> Result<Vec<Case>, StoreError> {
    let (at, id) = query.bound();
    let (service, until, at, id) = (
        query.service.as_str(),
        micros(query.until),
        micros(at),
        &id.0.as_bytes()[..],
    );
    let records = cases!(
        "WHERE service = ? AND erased_at IS NULL AND submitted_at < ? AND (submitted_at, id) > (?, ?)
         ORDER BY submitted_at, id LIMIT ?",
        service,
        until,
        at,
        id,
        query.limit
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
    db: &mut SqliteConnection,
) -> Result<u64, StoreError> {
    let (service, from, until) = (service.as_str(), micros(from), micros(until));
    let count = sqlx::query_scalar!(
        "SELECT count(*) FROM applications
         WHERE service = ? AND submitted_at >= ? AND submitted_at < ? AND erased_at IS NOT NULL",
        service,
        from,
        until
    )
    .fetch_one(db)
    .await
    .map_err(failed)?;
    RowOf::new("applications", "count").number("count", count)
}

pub(super) async fn open_cases(
    query: &OpenQuery,
    db: &mut SqliteConnection,
) -> Result<Vec<Case>, StoreError> {
    let after = query.after.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
    let (service, version) = (query.service.as_str(), &query.not_on.0[..]);
    let records = cases!(
        "WHERE service = ? AND status IN ('Queued', 'Claimed', 'Waiting') AND erased_at IS NULL AND version <> ? AND id > ?
         ORDER BY id LIMIT ?",
        service,
        version,
        after,
        query.limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(CaseRecord::read).collect()
}

pub(super) async fn open_by_version(
    service: &ServiceId,
    db: &mut SqliteConnection,
) -> Result<Vec<(ContentHash, u64)>, StoreError> {
    let service = service.as_str();
    let counted = sqlx::query!(
        "SELECT version, count(*) AS number FROM applications INDEXED BY open_by_service
         WHERE service = ? AND status IN ('Queued', 'Claimed', 'Waiting') AND erased_at IS NULL
         GROUP BY version ORDER BY version",
        service
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

pub(super) async fn submitted(
    id: ApplicationId,
    db: impl SqliteExecutor<'_>,
) -> Result<Option<Submitted>, StoreError> {
    let key = &id.0.as_bytes()[..];
    let reference = sqlx::query_scalar!("SELECT reference FROM applications WHERE id = ?", key)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    let Some(reference) = reference else {
        return Ok(None);
    };
    let row = RowOf::keyed("applications", key);
    Ok(Some(Submitted {
        id,
        reference: row.checked("reference", reference.parse())?,
        first: false,
    }))
}

macro_rules! events {
    ($($condition:tt)+) => { select!(event_columns of EventRecord from "events", $($condition)+) };
}

pub(super) async fn history(id: ApplicationId, db: &mut SqliteConnection) -> Result<Vec<Link>, StoreError> {
    let key = &id.0.as_bytes()[..];
    let records = events!("WHERE application = ? ORDER BY sequence", key)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    if records.is_empty() {
        return Err(StoreError::NotFound(Subject::Application));
    }
    records.into_iter().map(EventRecord::read).collect()
}

/// The events of all applications between these two, in the order of their ids.
pub(crate) async fn histories(
    first: &[u8],
    last: &[u8],
    db: &mut SqliteConnection,
) -> Result<Vec<Link>, StoreError> {
    let records = events!(
        "WHERE application BETWEEN ? AND ? ORDER BY application, sequence",
        first,
        last
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(EventRecord::read).collect()
}

pub(super) async fn heads(
    after: Option<ApplicationId>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Head>, StoreError> {
    let after = after.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
    let records = sqlx::query!(
        "SELECT id, revision, head FROM applications WHERE id > ? ORDER BY id LIMIT ?",
        after,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|record| {
        let row = RowOf::keyed("applications", &record.id);
        Ok(Head {
            application: ApplicationId(row.uuid("id", &record.id)?),
            sequence: row.number("revision", record.revision)?,
            hash: Hash(row.bytes("head", &record.head)?),
        })
    });
    read.collect()
}
