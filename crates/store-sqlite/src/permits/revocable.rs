//! Which permits a mass revocation concerns.

use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{Approved, JobCursor, PermitRow, RevokedBy, StoreError};

use super::read::{PermitRecord, permits};
use crate::errors::failed;
use crate::values::{RowOf, micros, select};

/// Selects permits by whose approval they rest on, `x`, ended by a condition.
macro_rules! approved {
    ($($condition:tt)+) => { store::permit_columns!(approved_of!($($condition)+)) };
}
macro_rules! approved_of {
    ([$first:literal $($column:literal)*] $condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            PermitRecord,
            "SELECT p." + $first $(+ ", p." + $column)* + "
             FROM permit_approvers x JOIN permits p ON p.id = x.permit " + $condition
            $(, $value)*
        )
    };
}

/// Which of them are looked for.
#[derive(Clone, Copy)]
pub(super) enum Those {
    /// Those that can still be revoked.
    Holding,
    /// Those that were.
    Revoked,
}

/// The next of them, in the order of the index that is walked.
pub(super) async fn next(
    those: Those,
    which: &RevokedBy,
    asked_at: Timestamp,
    after: Option<JobCursor>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<PermitRow>, StoreError> {
    let after = after
        .and_then(|after| after.permit)
        .map_or_else(Vec::new, |permit| permit.0.to_vec());
    let now = micros(asked_at);
    let (one, other) = match those {
        Those::Holding => ("Active", "Suspended"),
        Those::Revoked => ("Revoked", "Revoked"),
    };
    let records = match (which, which.approved()) {
        (_, Some(approved)) => {
            let (person, from, until) = bounds(approved);
            approved!(
                "WHERE x.person = ?1 AND x.permit > ?2 AND p.issued_at <= ?3
                     AND (?5 IS NULL OR p.service = ?5) AND p.issued_at >= ?6 AND p.issued_at < ?7
                     AND p.status IN (?8, ?9) AND p.expires_at > ?3
                 ORDER BY x.permit LIMIT ?4",
                person,
                after,
                now,
                limit,
                approved.service,
                from,
                until,
                one,
                other
            )
            .fetch_all(db)
            .await
        }
        (RevokedBy::Service { service, from, until }, None) => {
            let (service, from, until) = (service.as_str(), micros(*from), micros(*until));
            permits!(
                "WHERE service = ?1 AND issued_at < ?3 AND issued_at <= ?5
                     AND issued_at >= max(?2, coalesce((SELECT issued_at FROM permits WHERE id = ?4), ?2))
                     AND (issued_at, id) > (coalesce((SELECT issued_at FROM permits WHERE id = ?4), ?2), ?4)
                     AND status IN (?7, ?8) AND expires_at > ?5
                 ORDER BY issued_at, id LIMIT ?6",
                service,
                from,
                until,
                after,
                now,
                limit,
                one,
                other
            )
            .fetch_all(db)
            .await
        }
        (_, None) => return Ok(Vec::new()),
    };
    let records = records.map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}

/// How many there are now.
pub(super) async fn count(
    which: &RevokedBy,
    now: Timestamp,
    db: &mut SqliteConnection,
) -> Result<u64, StoreError> {
    let now = micros(now);
    let count = match (which, which.approved()) {
        (_, Some(approved)) => {
            let (person, from, until) = bounds(approved);
            sqlx::query_scalar!(
                "SELECT count(*) FROM permit_approvers x JOIN permits p ON p.id = x.permit
                 WHERE x.person = ?1 AND p.status IN ('Active', 'Suspended') AND p.expires_at > ?2
                     AND (?3 IS NULL OR p.service = ?3) AND p.issued_at >= ?4 AND p.issued_at < ?5",
                person,
                now,
                approved.service,
                from,
                until
            )
            .fetch_one(db)
            .await
        }
        (RevokedBy::Service { service, from, until }, None) => {
            let (service, from, until) = (service.as_str(), micros(*from), micros(*until));
            sqlx::query_scalar!(
                "SELECT count(*) FROM permits p
                 WHERE p.service = ? AND p.issued_at >= ? AND p.issued_at < ?
                     AND p.status IN ('Active', 'Suspended') AND p.expires_at > ?",
                service,
                from,
                until,
                now
            )
            .fetch_one(db)
            .await
        }
        (_, None) => return Ok(0),
    };
    RowOf::new("permits", "count").number("count", count.map_err(failed)?)
}

/// Whose, from when and until when, in the store's numbers.
fn bounds(approved: Approved<'_>) -> (Vec<u8>, i64, i64) {
    (
        approved.person.0.as_bytes().to_vec(),
        approved.from.map_or(i64::MIN, micros),
        approved.until.map_or(i64::MAX, micros),
    )
}
