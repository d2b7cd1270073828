//! Revoking many permits by one action, in portions, so that nobody else waits for all of them.
//!
//! A portion is one statement and one commit for its speed alone: each permit is revoked by itself if it still
//! is what was read, so a portion may be of one permit, or of those of one shard.

mod candidates;

use std::sync::Arc;

use review::Message;
use sqlx::{PgConnection, PgPool};
use store::{AuditAction, AuditEntry, MassRevocation, StoreError, Subject};

use crate::audit;
use crate::errors::taken;
use crate::permits::mass::candidates::{After, Candidate, Columns};
use crate::values::{RowOf, json, name_of, time};
use crate::writer::Writer;

pub(super) use crate::permits::mass::candidates::count;

pub(super) async fn revoke_all(
    revocation: &MassRevocation,
    writer: &Writer,
    reads: &PgPool,
) -> Result<u64, StoreError> {
    let revocation = Arc::new(revocation.clone());
    let mut count = 0;
    // Again from the beginning until nothing is found there: meanwhile others issue and change permits.
    loop {
        let revoked = pass(&revocation, writer, reads).await?;
        let Some(revoked) = revoked else { break };
        count += revoked;
    }
    let entry = AuditEntry {
        at: revocation.at,
        actor: revocation.actor,
        action: AuditAction::PermitsRevoked {
            which: revocation.which.clone(),
            count,
            reason: revocation.reason.clone(),
        },
    };
    writer
        .write_at_once(move |db| Box::pin(async move { audit::insert(&entry, db).await }))
        .await?;
    Ok(count)
}

/// Revokes from the beginning to the end, and answers how many; none if there was nothing to revoke.
async fn pass(
    revocation: &Arc<MassRevocation>,
    writer: &Writer,
    reads: &PgPool,
) -> Result<Option<u64>, StoreError> {
    let mut after = After::beginning(&revocation.which);
    let mut revoked = None;
    loop {
        let found = candidates::portion(revocation, &after, reads).await?;
        let Some(last) = found.last() else {
            return Ok(revoked);
        };
        after = After::candidate(last);
        let this = Arc::clone(revocation);
        let done = writer
            .write_at_once(move |db| Box::pin(async move { revoke(&this, found, db).await }))
            .await?;
        revoked = Some(revoked.unwrap_or(0) + done);
    }
}

/// Revokes those that still are what was read, each with its line in the log and its letter. They are locked
/// in one order everywhere, so that two mass revocations wait for each other and never in a circle.
async fn revoke(
    revocation: &MassRevocation,
    candidates: Vec<Candidate>,
    db: &mut PgConnection,
) -> Result<u64, StoreError> {
    let columns = Columns::of(candidates, revocation)?;
    let done = sqlx::query_scalar!(
        r#"WITH wanted AS (
               SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::text[], $6::text[],
                   $7::jsonb[]) AS w (application, permit, status, deed, recipient, language, words)
           ), kept AS MATERIALIZED (
               SELECT w.* FROM wanted w
                   JOIN permits p ON p.application = w.application AND p.id = w.permit AND p.status = w.status
               ORDER BY p.application, p.id FOR NO KEY UPDATE OF p
           ), revoked AS (
               UPDATE permits p SET status = 'Revoked' FROM kept k
               WHERE p.application = k.application AND p.id = k.permit
               RETURNING k.*
           ), logged AS (
               INSERT INTO audit_log (at, actor, person, deed) SELECT $8, $9, $10, deed FROM revoked
           ), told AS (
               -- A permit is revoked once, so its own random id names the message that says so.
               INSERT INTO outbox (application, id, recipient, language, message, permit, words, due_at)
               SELECT application, permit, recipient, language, $11, permit, words, $8 FROM revoked
               WHERE recipient IS NOT NULL
           )
           SELECT count(*) AS "count!" FROM revoked"#,
        &columns.applications,
        &columns.permits,
        &columns.statuses,
        &columns.actions as _,
        &columns.recipients as _,
        &columns.languages,
        &columns.words as _,
        time(revocation.at),
        json(&revocation.actor)?,
        revocation.actor.person().map(|person| person.0),
        name_of(&Message::Revoked)?
    )
    .fetch_one(db)
    .await
    .map_err(taken(&[("outbox_pkey", Subject::Mail)]))?;
    RowOf::new("permits", "count").number("count", done)
}
