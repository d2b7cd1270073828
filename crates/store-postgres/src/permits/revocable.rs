//! Which permits a mass revocation concerns.

use jiff::Timestamp;
use sqlx::PgPool;
use store::{JobCursor, PermitRow, RevokedBy, StoreError};
use uuid::Uuid;

use super::read::{PermitRecord, permits};
use crate::errors::failed;
use crate::values::{RowOf, select, time};

/// Selects permits by whose approval they rest on, `x`, ended by a condition.
macro_rules! approved {
    ($($condition:tt)+) => { store::permit_columns!(approved_of!($($condition)+)) };
}
macro_rules! approved_of {
    ([$first:literal $($column:literal)*] $condition:literal $(, $value:expr)*) => {
        sqlx::query_as!(
            PermitRecord,
            "SELECT p." + $first $(+ ", p." + $column)* + "
             FROM permit_approvers x JOIN permits p ON p.application = x.application AND p.id = x.permit " + $condition
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

/// The next of them, in the order of the index that is walked: the statuses stand in the text, since each has an index of its own.
pub(super) async fn next(
    those: Those,
    which: &RevokedBy,
    asked_at: Timestamp,
    after: Option<JobCursor>,
    limit: u32,
    db: &PgPool,
) -> Result<Vec<PermitRow>, StoreError> {
    let (application, permit) = after.map_or((Uuid::nil(), Uuid::nil()), |after| {
        let permit = after
            .permit
            .map_or(Uuid::nil(), |permit| Uuid::from_bytes(permit.0));
        (after.application.0, permit)
    });
    let (now, limit) = (time(asked_at), i64::from(limit));
    let records = match (those, which, which.approved()) {
        (_, _, Some(approved)) => {
            let (one, other) = match those {
                Those::Holding => ("Active", "Suspended"),
                Those::Revoked => ("Revoked", "Revoked"),
            };
            approved!(
                "WHERE x.person = $1 AND (x.application, x.permit) > ($2, $3) AND p.issued_at <= $4
                     AND ($6::text IS NULL OR p.service = $6) AND ($7::timestamptz IS NULL OR p.issued_at >= $7)
                     AND ($8::timestamptz IS NULL OR p.issued_at < $8)
                     AND p.status IN ($9, $10) AND p.expires_at > $4
                 ORDER BY x.application, x.permit LIMIT $5",
                approved.person.0,
                application,
                permit,
                now,
                limit,
                approved.service,
                approved.from.map(time),
                approved.until.map(time),
                one,
                other
            )
            .fetch_all(db)
            .await
        }
        (Those::Holding, RevokedBy::Service { service, from, until }, None) => {
            permits!(
                "WHERE service = $1 AND issued_at >= $6 AND issued_at < $7 AND issued_at <= $4
                     AND (issued_at, application, id) > (
                         coalesce((SELECT issued_at FROM permits WHERE application = $2 AND id = $3), '-infinity'),
                         $2, $3
                     )
                     AND status IN ('Active', 'Suspended') AND expires_at > $4
                 ORDER BY issued_at, application, id LIMIT $5",
                service.as_str(),
                application,
                permit,
                now,
                limit,
                time(*from),
                time(*until)
            )
            .fetch_all(db)
            .await
        }
        (Those::Revoked, RevokedBy::Service { service, from, until }, None) => {
            permits!(
                "WHERE service = $1 AND issued_at >= $6 AND issued_at < $7 AND issued_at <= $4
                     AND (issued_at, application, id) > (
                         coalesce((SELECT issued_at FROM permits WHERE application = $2 AND id = $3), '-infinity'),
                         $2, $3
                     )
                     AND status = 'Revoked' AND expires_at > $4
                 ORDER BY issued_at, application, id LIMIT $5",
                service.as_str(),
                application,
                permit,
                now,
                limit,
                time(*from),
                time(*until)
            )
            .fetch_all(db)
            .await
        }
        (_, _, None) => return Ok(Vec::new()),
    };
    let records = records.map_err(failed)?;
    records.into_iter().map(PermitRecord::read).collect()
}

/// How many there are now.
pub(super) async fn count(which: &RevokedBy, now: Timestamp, db: &PgPool) -> Result<u64, StoreError> {
    let count = match (which, which.approved()) {
        (_, Some(approved)) => {
            sqlx::query_scalar!(
                r#"SELECT count(*) AS "count!" FROM permit_approvers x
                       JOIN permits p ON p.application = x.application AND p.id = x.permit
                   WHERE x.person = $1 AND p.status IN ('Active', 'Suspended') AND p.expires_at > $2
                       AND ($3::text IS NULL OR p.service = $3) AND ($4::timestamptz IS NULL OR p.issued_at >= $4)
                       AND ($5::timestamptz IS NULL OR p.issued_at < $5)"#,
                approved.person.0,
                time(now),
                approved.service,
                approved.from.map(time),
                approved.until.map(time)
            )
            .fetch_one(db)
            .await
        }
        (RevokedBy::Service { service, from, until }, None) => {
            sqlx::query_scalar!(
                r#"SELECT count(*) AS "count!" FROM permits
                   WHERE service = $1 AND issued_at >= $2 AND issued_at < $3
                       AND status IN ('Active', 'Suspended') AND expires_at > $4"#,
                service.as_str(),
                time(*from),
                time(*until),
                time(now)
            )
            .fetch_one(db)
            .await
        }
        (_, None) => return Ok(0),
    };
    RowOf::new("permits", "count").number("count", count.map_err(failed)?)
}
