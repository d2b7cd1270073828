//! Applications with all that belongs to them: a page is one statement a table, read and written.

use std::collections::{BTreeMap, BTreeSet};

use review::ApplicationId;
use sqlx::PgConnection;
use store::{Case, KeptApplication, Record, StoreError, Subject};
use uuid::Uuid;

use super::columns::{Application, EventColumns, Mail, Permit, Timer};
use super::{FirstKey, rows};
use crate::applications::{cases, histories};
use crate::errors::{failed, taken};
use crate::values::Document;
use crate::{look_ups, outbox, permits, timers};

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let cases = cases(from.id(), limit, db).await?;
    let ids: Vec<Uuid> = cases.iter().map(|case| case.application.id.0).collect();
    let mut kept_applications: BTreeMap<ApplicationId, KeptApplication> = cases
        .into_iter()
        .map(|case| (case.application.id, empty(case)))
        .collect();
    for (application, look_ups) in look_ups::of_all(&ids, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&application) {
            kept_application.look_ups = Some(look_ups);
        }
    }
    for link in histories(&ids, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&link.header().application) {
            kept_application.history.push(link);
        }
    }
    for permit in permits::of_all(&ids, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&permit.application) {
            kept_application.permits.push(permit);
        }
    }
    for mail in outbox::of_all(&ids, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&mail.entry.application) {
            kept_application.outbox.push(mail);
        }
    }
    for kept in timers::of_all(&ids, db).await? {
        if let Some(kept_application) = kept_applications.get_mut(&kept.application) {
            kept_application.timers.push(kept);
        }
    }
    let sorted = kept_applications
        .into_values()
        .map(|kept_application| Record::Application(Box::new(kept_application.sorted())));
    Ok(sorted.collect())
}

fn empty(case: Case) -> KeptApplication {
    KeptApplication {
        case,
        look_ups: None,
        history: Vec::new(),
        permits: Vec::new(),
        outbox: Vec::new(),
        timers: Vec::new(),
    }
}

/// Writes those whose applications are not there yet, whole, and answers how many.
pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let kept_applications = || {
        records.iter().filter_map(|record| match record {
            Record::Application(kept_application) => Some(&**kept_application),
            _ => None,
        })
    };
    let new = insert(
        rows(kept_applications().map(|kept_application| Application::of(&kept_application.case)))?,
        db,
    )
    .await?;
    let new: BTreeSet<Uuid> = new.into_iter().collect();
    let kept_applications: Vec<&KeptApplication> = kept_applications()
        .filter(|kept_application| new.contains(&kept_application.id().0))
        .collect();
    claim_references(&kept_applications, db).await?;
    write_around(&kept_applications, db).await?;
    Ok(new.len() as u64)
}

async fn insert(rows: Document, db: &mut PgConnection) -> Result<Vec<Uuid>, StoreError> {
    sqlx::query_scalar!(
        "INSERT INTO applications SELECT * FROM jsonb_populate_recordset(NULL::applications, $1)
         ON CONFLICT DO NOTHING RETURNING id",
        rows as _
    )
    .fetch_all(db)
    .await
    .map_err(failed)
}

/// Each new application's reference, which must be nobody else's.
async fn claim_references(
    kept_applications: &[&KeptApplication],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let ids: Vec<Uuid> = kept_applications
        .iter()
        .map(|kept_application| kept_application.id().0)
        .collect();
    sqlx::query!(
        "INSERT INTO application_references (reference, application)
         SELECT reference, id FROM applications WHERE id = ANY($1) ON CONFLICT DO NOTHING",
        &ids
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    let others = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM applications a JOIN application_references r ON r.reference = a.reference
           WHERE a.id = ANY($1) AND r.application <> a.id"#,
        &ids
    )
    .fetch_one(db)
    .await
    .map_err(failed)?;
    nobodys(others, Subject::Reference)
}

async fn write_around(
    kept_applications: &[&KeptApplication],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let events = rows(
        kept_applications
            .iter()
            .flat_map(|kept_application| &kept_application.history)
            .map(EventColumns::of),
    )?;
    sqlx::query!(
        "INSERT INTO events SELECT * FROM jsonb_populate_recordset(NULL::events, $1)",
        events as _
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    write_look_ups(kept_applications, db).await?;
    write_permits(kept_applications, db).await?;
    let mail = rows(
        kept_applications
            .iter()
            .flat_map(|kept_application| &kept_application.outbox)
            .map(Mail::of),
    )?;
    sqlx::query!(
        "INSERT INTO outbox SELECT * FROM jsonb_populate_recordset(NULL::outbox, $1)",
        mail as _
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    let timers = rows(
        kept_applications
            .iter()
            .flat_map(|kept_application| &kept_application.timers)
            .map(Timer::of),
    )?;
    sqlx::query!(
        "INSERT INTO timers SELECT * FROM jsonb_populate_recordset(NULL::timers, $1)",
        timers as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

async fn write_look_ups(
    kept_applications: &[&KeptApplication],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let known = kept_applications.iter().filter_map(|kept_application| {
        let look_ups = kept_application.look_ups.clone()?;
        Some(look_ups::Row::new(kept_application.id().0, look_ups))
    });
    let found_by = rows(known)?;
    sqlx::query!(
        "INSERT INTO application_look_ups
         SELECT * FROM jsonb_populate_recordset(NULL::application_look_ups, $1)",
        found_by as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(())
}

/// Permits with their approvers, and the numbers and places that are theirs alone.
async fn write_permits(
    kept_applications: &[&KeptApplication],
    db: &mut PgConnection,
) -> Result<(), StoreError> {
    let issued: Vec<Permit> = kept_applications
        .iter()
        .flat_map(|kept_application| &kept_application.permits)
        .map(Permit::of)
        .collect();
    if issued.is_empty() {
        return Ok(());
    }
    let issued = rows(issued)?;
    sqlx::query!(
        "INSERT INTO permits SELECT * FROM jsonb_populate_recordset(NULL::permits, $1)",
        &issued as _
    )
    .execute(&mut *db)
    .await
    .map_err(taken(&[("permits_pkey", Subject::Permit)]))?;
    sqlx::query!(
        "INSERT INTO permit_approvers (application, permit, person)
         SELECT application, id, person::uuid FROM jsonb_populate_recordset(NULL::permits, $1),
             jsonb_array_elements_text(approved_by) AS person
         ON CONFLICT DO NOTHING",
        &issued as _
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    claim_permits(&issued, db).await
}

async fn claim_permits(issued: &Document, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO permit_numbers (number, application, permit)
         SELECT number, application, id FROM jsonb_populate_recordset(NULL::permits, $1) ON CONFLICT DO NOTHING",
        issued as _
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    sqlx::query!(
        "INSERT INTO permit_places (list, place, application, permit)
         SELECT list, place, application, id FROM jsonb_populate_recordset(NULL::permits, $1)
         ON CONFLICT DO NOTHING",
        issued as _
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    let others = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE n.permit <> p.id) AS "numbers!",
               count(*) FILTER (WHERE s.permit <> p.id) AS "places!"
           FROM jsonb_populate_recordset(NULL::permits, $1) p
               JOIN permit_numbers n ON n.number = p.number
               JOIN permit_places s ON s.list = p.list AND s.place = p.place"#,
        issued as _
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
