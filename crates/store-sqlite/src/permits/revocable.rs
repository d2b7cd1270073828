//! Which permits a mass revocation concerns.

use jiff::Timestamp;
use sqlx::SqliteConnection;
use store::{JobCursor, PermitRow, RevokedBy, StoreError};

use super::read::PermitRecord;
use crate::errors::failed;
use crate::values::{RowOf, micros};

/// The next of them, in the order of the index that is walked.
pub(super) async fn next(
    which: &RevokedBy,
    asked_at: Timestamp,
    after: Option<JobCursor>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<PermitRow>, StoreError> {
    let after = after.map_or_else(Vec::new, |after| after.permit.0.to_vec());
    let now = micros(asked_at);
    let records = match which {
        RevokedBy::Approver(person) => {
            let person = &person.0.as_bytes()[..];
            sqlx::query_as!(
                PermitRecord,
                "SELECT p.id, p.number, p.application, p.service, p.version, p.list, p.place, p.issued_at, p.not_before,
                     p.expires_at, p.status, p.signed, p.printed, p.approved_by, p.vehicle
                 FROM permit_approvers x JOIN permits p ON p.id = x.permit
                 WHERE x.person = ?1 AND x.permit > ?2 AND p.issued_at <= ?3
                     AND p.status IN ('Active', 'Suspended') AND p.expires_at > ?3
                 ORDER BY x.permit LIMIT ?4",
                person,
                after,
                now,
                limit
            )
            .fetch_all(db)
            .await
        }
        RevokedBy::Service { service, from, until } => {
            let (service, from, until) = (service.as_str(), micros(*from), micros(*until));
            sqlx::query_as!(
                PermitRecord,
                "SELECT p.id, p.number, p.application, p.service, p.version, p.list, p.place, p.issued_at, p.not_before,
                     p.expires_at, p.status, p.signed, p.printed, p.approved_by, p.vehicle
                 FROM permits p
                 WHERE p.service = ?1 AND p.issued_at < ?3 AND p.issued_at <= ?5
                     AND p.issued_at >= max(?2, coalesce((SELECT issued_at FROM permits WHERE id = ?4), ?2))
                     AND (p.issued_at, p.id) > (coalesce((SELECT issued_at FROM permits WHERE id = ?4), ?2), ?4)
                     AND p.status IN ('Active', 'Suspended') AND p.expires_at > ?5
                 ORDER BY p.issued_at, p.id LIMIT ?6",
                service,
                from,
                until,
                after,
                now,
                limit
            )
            .fetch_all(db)
            .await
        }
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
    let count = match which {
        RevokedBy::Approver(person) => {
            let person = &person.0.as_bytes()[..];
            sqlx::query_scalar!(
                "SELECT count(*) FROM permit_approvers x JOIN permits p ON p.id = x.permit
                 WHERE x.person = ? AND p.status IN ('Active', 'Suspended') AND p.expires_at > ?",
                person,
                now
            )
            .fetch_one(db)
            .await
        }
        RevokedBy::Service { service, from, until } => {
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
    };
    RowOf::new("permits", "count").number("count", count.map_err(failed)?)
}
