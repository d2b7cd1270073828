//! What is unique across applications: references, permits' numbers, permits' places.
//!
//! Each is a table with a key of its own, which may lie on another server than the application. It is
//! written in a statement by itself, before the transition that needs it; the transition's own commit, which waits
//! for the disk, comes after it in the same log and makes both safe. So it goes over the transition's own connection,
//! which `swiftly` keeps from waiting for this one statement: another might still lead to a server that was cut
//! off and will forget it. (On a database of several servers the logs are several: there these statements must
//! wait too.) A row whose transition never came does no harm, and
//! writing it again is fine, so whoever repeats a transition finds it his own.

use std::collections::BTreeMap;

use sqlx::{PgConnection, PgExecutor};
use store::{StoreError, Subject};
use uuid::Uuid;

use crate::errors::failed;

/// What one transition claims for itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) application: Uuid,
    /// Only submissions claim their reference; it never changes.
    pub(crate) reference: Option<&'a str>,
    pub(crate) permit: Option<PermitClaim<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct PermitClaim<'a> {
    pub(crate) permit: Uuid,
    pub(crate) number: &'a str,
    pub(crate) list: i32,
    pub(crate) place: i32,
}

/// Writes what transitions claim. Answers what is somebody else's, by the claim's place among them.
pub(crate) async fn claim(
    claims: &[Claim<'_>],
    db: &mut PgConnection,
) -> Result<BTreeMap<usize, Subject>, StoreError> {
    let mut taken = BTreeMap::new();
    let references = claims.iter().enumerate().filter_map(|(at, claim)| {
        let reference = claim.reference?;
        Some((at, reference, claim.application))
    });
    let references: Vec<_> = references.collect();
    if !references.is_empty() {
        claim_references(&references, &mut taken, db).await?;
    }
    let permits = claims
        .iter()
        .enumerate()
        .filter_map(|(at, claim)| Some((at, claim.application, claim.permit?)));
    let permits: Vec<_> = permits.collect();
    if !permits.is_empty() {
        claim_numbers(&permits, &mut taken, db).await?;
        claim_places(&permits, &mut taken, db).await?;
    }
    Ok(taken)
}

/// Whose a reference is, or would have been.
pub(crate) async fn application(
    reference: &str,
    db: impl PgExecutor<'_>,
) -> Result<Option<Uuid>, StoreError> {
    sqlx::query_scalar!(
        "SELECT application FROM application_references WHERE reference = $1",
        reference
    )
    .fetch_optional(db)
    .await
    .map_err(failed)
}

async fn claim_references(
    claims: &[(usize, &str, Uuid)],
    taken: &mut BTreeMap<usize, Subject>,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let references: Vec<&str> = claims.iter().map(|(_, reference, _)| *reference).collect();
    let applications: Vec<Uuid> = claims.iter().map(|(_, _, application)| *application).collect();
    let written = sqlx::query!(
        "WITH swiftly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
         INSERT INTO application_references (reference, application)
         SELECT claim.* FROM swiftly, UNNEST($1::text[], $2::uuid[]) AS claim ON CONFLICT DO NOTHING",
        &references as _,
        &applications
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if written.rows_affected() == claims.len() as u64 {
        return Ok(());
    }
    let others = sqlx::query_scalar!(
        r#"SELECT claim.at AS "at!" FROM UNNEST($1::text[], $2::uuid[]) WITH ORDINALITY AS claim (reference, application, at)
           JOIN application_references kept ON kept.reference = claim.reference
           WHERE kept.application <> claim.application"#,
        &references as _,
        &applications
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    note(
        others,
        claims.iter().map(|(at, ..)| *at),
        Subject::Reference,
        taken,
    );
    Ok(())
}

async fn claim_numbers(
    claims: &[(usize, Uuid, PermitClaim<'_>)],
    taken: &mut BTreeMap<usize, Subject>,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let numbers: Vec<&str> = claims.iter().map(|(_, _, permit)| permit.number).collect();
    let (applications, permits) = owners(claims);
    let written = sqlx::query!(
        "WITH swiftly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
         INSERT INTO permit_numbers (number, application, permit)
         SELECT claim.* FROM swiftly, UNNEST($1::text[], $2::uuid[], $3::uuid[]) AS claim ON CONFLICT DO NOTHING",
        &numbers as _,
        &applications,
        &permits
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if written.rows_affected() == claims.len() as u64 {
        return Ok(());
    }
    let others = sqlx::query_scalar!(
        r#"SELECT claim.at AS "at!" FROM UNNEST($1::text[], $2::uuid[]) WITH ORDINALITY AS claim (number, permit, at)
           JOIN permit_numbers kept ON kept.number = claim.number
           WHERE kept.permit <> claim.permit"#,
        &numbers as _,
        &permits
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    note(others, claims.iter().map(|(at, ..)| *at), Subject::Permit, taken);
    Ok(())
}

async fn claim_places(
    claims: &[(usize, Uuid, PermitClaim<'_>)],
    taken: &mut BTreeMap<usize, Subject>,
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let lists: Vec<i32> = claims.iter().map(|(_, _, permit)| permit.list).collect();
    let places: Vec<i32> = claims.iter().map(|(_, _, permit)| permit.place).collect();
    let (applications, permits) = owners(claims);
    let written = sqlx::query!(
        "WITH swiftly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
         INSERT INTO permit_places (list, place, application, permit)
         SELECT claim.* FROM swiftly, UNNEST($1::integer[], $2::integer[], $3::uuid[], $4::uuid[]) AS claim ON CONFLICT DO NOTHING",
        &lists,
        &places,
        &applications,
        &permits
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if written.rows_affected() == claims.len() as u64 {
        return Ok(());
    }
    let others = sqlx::query_scalar!(
        r#"SELECT claim.at AS "at!"
           FROM UNNEST($1::integer[], $2::integer[], $3::uuid[]) WITH ORDINALITY AS claim (list, place, permit, at)
           JOIN permit_places kept ON kept.list = claim.list AND kept.place = claim.place
           WHERE kept.permit <> claim.permit"#,
        &lists,
        &places,
        &permits
    )
    .fetch_all(&mut *db)
    .await
    .map_err(failed)?;
    note(others, claims.iter().map(|(at, ..)| *at), Subject::Index, taken);
    Ok(())
}

fn owners(claims: &[(usize, Uuid, PermitClaim<'_>)]) -> (Vec<Uuid>, Vec<Uuid>) {
    claims
        .iter()
        .map(|(_, application, permit)| (*application, permit.permit))
        .unzip()
}

/// Notes what the database, which counts from one, found to be somebody else's.
fn note(
    others: Vec<i64>,
    places: impl Iterator<Item = usize>,
    subject: Subject,
    taken: &mut BTreeMap<usize, Subject>,
) {
    let places: Vec<usize> = places.collect();
    for other in others {
        let at = usize::try_from(other - 1).ok().and_then(|at| places.get(at));
        if let Some(at) = at {
            taken.entry(*at).or_insert(subject);
        }
    }
}
