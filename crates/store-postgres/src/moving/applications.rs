//! Applications with all that belongs to them: a page is one select a table, and one statement that writes all tables.

use std::collections::BTreeSet;

use sqlx::PgConnection;
use store::{KeptApplication, KeptApplications, Record, StoreError, Subject};
use uuid::Uuid;

use super::FirstKey;
use crate::applications::{self, Prepared, cases, histories};
use crate::errors::failed;
use crate::{look_ups, outbox, permits, timers};

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let cases = cases(from.id(), limit, db).await?;
    let ids: Vec<Uuid> = cases.iter().map(|case| case.application.id.0).collect();
    let mut page = KeptApplications::of(cases);
    page.found_by(look_ups::of_all(&ids, db).await?);
    page.happened(histories(&ids, db).await?);
    page.issued(permits::of_all(&ids, db).await?);
    page.told(outbox::of_all(&ids, db).await?);
    page.waiting_for(timers::of_all(&ids, db).await?);
    Ok(page.into_records().collect())
}

/// Writes those whose applications are not there yet, whole, and answers how many.
pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let prepared = KeptApplication::all(records).map(Prepared::kept);
    let prepared = prepared.collect::<Result<Vec<_>, _>>()?;
    let new: BTreeSet<Uuid> = applications::write(&prepared.iter().collect::<Vec<_>>(), db).await?;
    let ids: Vec<Uuid> = new.into_iter().collect();
    claim_references(&ids, db).await?;
    claim_permits(&ids, db).await?;
    Ok(ids.len() as u64)
}

/// Each new application's reference, which must be nobody else's.
async fn claim_references(ids: &[Uuid], db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO application_references (reference, application)
         SELECT reference, id FROM applications WHERE id = ANY($1) ON CONFLICT DO NOTHING",
        ids
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    let others = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM applications a JOIN application_references r ON r.reference = a.reference
           WHERE a.id = ANY($1) AND r.application <> a.id"#,
        ids
    )
    .fetch_one(db)
    .await
    .map_err(failed)?;
    nobodys(others, Subject::Reference)
}

/// The numbers and places of their permits, which must be nobody else's.
async fn claim_permits(ids: &[Uuid], db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO permit_numbers (number, application, permit)
         SELECT number, application, id FROM permits WHERE application = ANY($1) ON CONFLICT DO NOTHING",
        ids
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "INSERT INTO permit_places (list, place, application, permit)
         SELECT list, place, application, id FROM permits WHERE application = ANY($1) ON CONFLICT DO NOTHING",
        ids
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    let others = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE n.permit <> p.id) AS "numbers!",
               count(*) FILTER (WHERE s.permit <> p.id) AS "places!"
           FROM permits p
               JOIN permit_numbers n ON n.number = p.number
               JOIN permit_places s ON s.list = p.list AND s.place = p.place
           WHERE p.application = ANY($1)"#,
        ids
    )
    .fetch_one(db)
    .await
    .map_err(failed)?;
    nobodys(others.numbers, Subject::Permit)?;
    nobodys(others.places, Subject::Index)
}

fn nobodys(others: i64, subject: Subject) -> Result<(), StoreError> {
    if others == 0 {
        Ok(())
    } else {
        Err(StoreError::AlreadyExists(subject))
    }
}

pub(super) async fn read_erasures(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let erasures = crate::erasures::from(from.id(), limit, db).await?;
    Ok(erasures
        .into_iter()
        .map(|erasure| Record::Erasure(Box::new(erasure)))
        .collect())
}

/// One by one: requests are few.
pub(super) async fn write_erasures(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut new = 0;
    for record in records {
        if let Record::Erasure(erasure) = record {
            new += u64::from(crate::erasures::insert(erasure, db).await?);
        }
    }
    Ok(new)
}
