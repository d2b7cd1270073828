//! Which permits a mass revocation concerns, and what is written with each.

use std::collections::BTreeMap;

use jiff::Timestamp;
use review::PersonId;
use sqlx::PgPool;
use store::{AuditAction, MassRevocation, PermitStatus, RevokedBy, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{Document, RowOf, json, time};

/// How many permits share a statement: some tens of milliseconds.
const PORTION: i64 = 500;

pub(super) struct Candidate {
    application: Uuid,
    id: Uuid,
    number: String,
    issued_at: jiff_sqlx::Timestamp,
    status: String,
    email: Option<String>,
    language: String,
}

/// Where the last portion ended, in the order of the index that is walked.
pub(super) struct After {
    issued_at: jiff_sqlx::Timestamp,
    application: Uuid,
    permit: Uuid,
}

impl After {
    pub(super) fn beginning(which: &RevokedBy) -> Self {
        Self {
            issued_at: time(match which {
                RevokedBy::Approver(_) => Timestamp::UNIX_EPOCH,
                RevokedBy::Service { from, .. } => *from,
            }),
            application: Uuid::nil(),
            permit: Uuid::nil(),
        }
    }

    pub(super) fn candidate(last: &Candidate) -> Self {
        Self {
            issued_at: last.issued_at,
            application: last.application,
            permit: last.id,
        }
    }
}

/// The next permits that can be revoked.
pub(super) async fn portion(
    revocation: &MassRevocation,
    after: &After,
    db: &PgPool,
) -> Result<Vec<Candidate>, StoreError> {
    let found = match &revocation.which {
        RevokedBy::Approver(PersonId(person)) => {
            sqlx::query_as!(
                Candidate,
                "SELECT p.application, p.id, p.number, p.issued_at, p.status, a.email, a.language
                 FROM permit_approvers x
                     JOIN permits p ON p.application = x.application AND p.id = x.permit
                     JOIN applications a ON a.id = p.application
                 WHERE x.person = $1 AND (x.application, x.permit) > ($2, $3)
                     AND p.status IN ('Active', 'Suspended') AND p.expires_at > $4
                 ORDER BY x.application, x.permit LIMIT $5",
                person,
                after.application,
                after.permit,
                time(revocation.at),
                PORTION
            )
            .fetch_all(db)
            .await
        }
        RevokedBy::Service { service, until, .. } => {
            sqlx::query_as!(
                Candidate,
                "SELECT p.application, p.id, p.number, p.issued_at, p.status, a.email, a.language
                 FROM permits p JOIN applications a ON a.id = p.application
                 WHERE p.service = $1 AND (p.issued_at, p.application, p.id) > ($2, $3, $4) AND p.issued_at < $5
                     AND p.status IN ('Active', 'Suspended') AND p.expires_at > $6
                 ORDER BY p.issued_at, p.application, p.id LIMIT $7",
                service.as_str(),
                after.issued_at,
                after.application,
                after.permit,
                time(*until),
                time(revocation.at),
                PORTION
            )
            .fetch_all(db)
            .await
        }
    };
    found.map_err(failed)
}

/// How many permits all portions together would have now.
pub(crate) async fn count(which: &RevokedBy, now: Timestamp, db: &PgPool) -> Result<u64, StoreError> {
    let count = match which {
        RevokedBy::Approver(PersonId(person)) => {
            sqlx::query_scalar!(
                r#"SELECT count(*) AS "count!" FROM permit_approvers x
                       JOIN permits p ON p.application = x.application AND p.id = x.permit
                   WHERE x.person = $1 AND p.status IN ('Active', 'Suspended') AND p.expires_at > $2"#,
                person,
                time(now)
            )
            .fetch_one(db)
            .await
        }
        RevokedBy::Service { service, from, until } => {
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
    };
    RowOf::new("permits", "count").number("count", count.map_err(failed)?)
}

/// A portion by its columns, as a statement takes many rows.
#[derive(Default)]
pub(super) struct Columns {
    pub(super) applications: Vec<Uuid>,
    pub(super) permits: Vec<Uuid>,
    pub(super) statuses: Vec<String>,
    pub(super) actions: Vec<Document>,
    pub(super) recipients: Vec<Option<String>>,
    pub(super) languages: Vec<String>,
    pub(super) words: Vec<Document>,
}

impl Columns {
    pub(super) fn of(candidates: Vec<Candidate>, revocation: &MassRevocation) -> Result<Self, StoreError> {
        let mut columns = Self::default();
        for candidate in candidates {
            columns.actions.push(json(&candidate.deed(revocation)?)?);
            columns.words.push(json(&BTreeMap::from([
                ("reason", &revocation.reason),
                ("permit", &candidate.number),
            ]))?);
            columns.applications.push(candidate.application);
            columns.permits.push(candidate.id);
            columns.statuses.push(candidate.status);
            columns.recipients.push(candidate.email);
            columns.languages.push(candidate.language);
        }
        Ok(columns)
    }
}

impl Candidate {
    fn deed(&self, revocation: &MassRevocation) -> Result<AuditAction, StoreError> {
        let row = RowOf::new("permits", self.id);
        Ok(AuditAction::PermitChanged {
            permit: row.checked("number", self.number.parse())?,
            from: row.named("status", &self.status)?,
            to: PermitStatus::Revoked,
            reason: revocation.reason.clone(),
        })
    }
}
