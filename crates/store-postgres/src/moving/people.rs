//! People with what they may do.

use forms::{OfficeId, Role, ServiceId};
use review::PersonId;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use store::{Grant, Person, Record, StoreError};

use super::{FirstKey, rows};
use crate::errors::failed;
use crate::values::{RowOf, count, maybe_time, time, words};

/// A grant on its way in or out of its table.
#[derive(Serialize, Deserialize)]
struct Columns {
    role: Role,
    service: Option<ServiceId>,
    office: Option<OfficeId>,
}

pub(super) async fn read(
    from: FirstKey,
    limit: i64,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let records = sqlx::query!(
        r#"SELECT id, name, email, password_hash, document, disabled_at, revision,
               (SELECT coalesce(jsonb_agg(jsonb_build_object('role', role, 'service', service, 'office', office)
                    ORDER BY place), '[]')
                FROM grants WHERE person = id) AS "grants!"
           FROM people WHERE id >= $1 ORDER BY id LIMIT $2"#,
        from.id(),
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::new("people", kept.id);
        let grants: Vec<Columns> = row.json("grants", words(&kept.grants))?;
        let grants = grants.into_iter().map(|grant| Grant {
            role: grant.role,
            service: grant.service,
            office: grant.office,
        });
        Ok(Record::Person(Person {
            id: PersonId(kept.id),
            name: kept.name,
            email: kept.email,
            password_hash: kept.password_hash,
            grants: grants.collect(),
            document: kept.document,
            disabled_at: maybe_time(kept.disabled_at),
            revision: row.number("revision", kept.revision)?,
        }))
    });
    read.collect()
}

pub(super) async fn write(records: &[Record], db: &mut PgConnection) -> Result<u64, StoreError> {
    let mut written = 0;
    for record in records {
        if let Record::Person(person) = record {
            written += u64::from(write_one(person, db).await?);
        }
    }
    Ok(written)
}

async fn write_one(person: &Person, db: &mut PgConnection) -> Result<bool, StoreError> {
    let new = sqlx::query!(
        "INSERT INTO people (id, name, email, password_hash, document, disabled_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        person.id.0,
        person.name,
        person.email,
        person.password_hash,
        person.document,
        person.disabled_at.map(time) as _,
        count(person.revision)
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if new.rows_affected() == 0 {
        return Ok(false);
    }
    let grants = rows(person.grants.iter().cloned().map(|grant| Columns {
        role: grant.role,
        service: grant.service,
        office: grant.office,
    }))?;
    sqlx::query!(
        "INSERT INTO grants (person, place, role, service, office)
         SELECT $1, place - 1, value ->> 'role', value ->> 'service', value ->> 'office'
         FROM jsonb_array_elements($2) WITH ORDINALITY AS granted (value, place)",
        person.id.0,
        grants as _
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(true)
}
