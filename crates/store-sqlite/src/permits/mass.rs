//! Revoking many permits by one action, in portions, so that nobody else waits for all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use permit::PermitId;
use review::{ApplicationId, Message};
use sqlx::SqliteConnection;
use store::{
    AuditAction, AuditEntry, MassRevocation, OutboxEntry, OutboxId, PermitChange, PermitLine, PermitStatus,
    RevokedBy, StoreError,
};
use uuid::Uuid;

use crate::audit;
use crate::errors::failed;
use crate::values::{RowOf, micros};
use crate::writer::Writer;

/// How many permits share a transaction: some tens of milliseconds.
const PORTION: i64 = 500;

struct Candidate {
    id: Vec<u8>,
    number: String,
    application: Vec<u8>,
    status: String,
    email: Option<String>,
    language: String,
}

pub(super) async fn revoke_all(revocation: &MassRevocation, main: &Writer) -> Result<u64, StoreError> {
    let revocation = Arc::new(revocation.clone());
    let mut count = 0;
    loop {
        let this = Arc::clone(&revocation);
        let revoked = main
            .write(move |db| Box::pin(async move { portion(&this, db).await }))
            .await?;
        count += revoked;
        if revoked == 0 {
            break;
        }
    }
    let deed = AuditAction::PermitsRevoked {
        which: revocation.which.clone(),
        count,
        reason: revocation.reason.clone(),
    };
    let entry = AuditEntry {
        at: revocation.at,
        actor: revocation.actor,
        action: deed,
    };
    main.write(move |db| Box::pin(async move { audit::insert(&entry, db).await }))
        .await?;
    Ok(count)
}

/// The same permits as those of [`candidates`], all of them.
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

async fn portion(revocation: &MassRevocation, db: &mut SqliteConnection) -> Result<u64, StoreError> {
    let candidates = candidates(revocation, db).await?;
    let mut count = 0;
    for candidate in candidates {
        super::change(&candidate.change(revocation)?, db).await?;
        count += 1;
    }
    Ok(count)
}

async fn candidates(
    revocation: &MassRevocation,
    db: &mut SqliteConnection,
) -> Result<Vec<Candidate>, StoreError> {
    let now = micros(revocation.at);
    let found = match &revocation.which {
        RevokedBy::Approver(person) => {
            let person = &person.0.as_bytes()[..];
            sqlx::query_as!(
                Candidate,
                "SELECT p.id, p.number, p.application, p.status, a.email, a.language
                 FROM permit_approvers x JOIN permits p ON p.id = x.permit
                     JOIN applications a ON a.id = p.application
                 WHERE x.person = ? AND p.status IN ('Active', 'Suspended') AND p.expires_at > ? LIMIT ?",
                person,
                now,
                PORTION
            )
            .fetch_all(db)
            .await
        }
        RevokedBy::Service { service, from, until } => {
            let (service, from, until) = (service.as_str(), micros(*from), micros(*until));
            sqlx::query_as!(
                Candidate,
                "SELECT p.id, p.number, p.application, p.status, a.email, a.language
                 FROM permits p JOIN applications a ON a.id = p.application
                 WHERE p.service = ? AND p.issued_at >= ? AND p.issued_at < ?
                     AND p.status IN ('Active', 'Suspended') AND p.expires_at > ? LIMIT ?",
                service,
                from,
                until,
                now,
                PORTION
            )
            .fetch_all(db)
            .await
        }
    };
    found.map_err(failed)
}

impl Candidate {
    fn change(self, revocation: &MassRevocation) -> Result<PermitChange, StoreError> {
        let row = RowOf::keyed("permits", &self.id);
        let permit = PermitId(row.bytes("id", &self.id)?);
        let application = ApplicationId(row.uuid("application", &self.application)?);
        let words = BTreeMap::from([
            ("reason".to_owned(), revocation.reason.clone()),
            ("permit".to_owned(), self.number),
        ]);
        let letter = self.email.map(|to| OutboxEntry {
            // A permit is revoked once, so its own random id names the message that says so.
            id: OutboxId(Uuid::from_bytes(permit.0)),
            application,
            to,
            language: self.language.as_str().into(),
            message: Message::Revoked,
            permit: Some(permit),
            words,
            due_at: revocation.at,
        });
        Ok(PermitChange {
            permit,
            application,
            from: row.named("status", &self.status)?,
            to: PermitStatus::Revoked,
            line: Some(PermitLine {
                at: revocation.at,
                actor: revocation.actor,
                reason: revocation.reason.clone(),
            }),
            outbox: letter.into_iter().collect(),
        })
    }
}
