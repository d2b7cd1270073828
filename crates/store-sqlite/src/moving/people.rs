//! People with what they may do.

use forms::{OfficeId, Role, ServiceId};
use review::PersonId;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use store::{Grant, Person, Record, StoreError};

use super::FirstKey;
use crate::errors::failed;
use crate::values::{RowOf, count, json, micros};

/// A grant on its way in or out of its table.
#[derive(Serialize, Deserialize)]
struct Columns {
    role: Role,
    service: Option<ServiceId>,
    office: Option<OfficeId>,
}

pub(super) async fn read(
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
    let from = from.bytes();
    let records = sqlx::query!(
        r#"SELECT id, name, email, password_hash, document, disabled_at, revision,
               (SELECT json_group_array(json_object('role', role, 'service', service, 'office', office)
                    ORDER BY place)
                FROM grants WHERE person = id) AS "grants!: String"
           FROM people WHERE id >= ? ORDER BY id LIMIT ?"#,
        from,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|kept| {
        let row = RowOf::keyed("people", &kept.id);
        let grants: Vec<Columns> = row.json("grants", &kept.grants)?;
        let grants = grants.into_iter().map(|grant| Grant {
            role: grant.role,
            service: grant.service,
            office: grant.office,
        });
        Ok(Record::Person(Person {
            id: PersonId(row.uuid("id", &kept.id)?),
            name: kept.name,
            email: kept.email,
            password_hash: kept.password_hash,
            grants: grants.collect(),
            document: kept.document,
            disabled_at: row.maybe_time("disabled_at", kept.disabled_at)?,
            revision: row.number("revision", kept.revision)?,
        }))
    });
    read.collect()
}

pub(super) async fn write(person: &Person, db: &mut SqliteConnection) -> Result<bool, StoreError> {
    let key = &person.id.0.as_bytes()[..];
    let (disabled_at, revision) = (person.disabled_at.map(micros), count(person.revision));
    let new = sqlx::query!(
        "INSERT INTO people (id, name, email, password_hash, document, disabled_at, revision)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        key,
        person.name,
        person.email,
        person.password_hash,
        person.document,
        disabled_at,
        revision
    )
    .execute(&mut *db)
    .await
    .map_err(failed)?;
    if new.rows_affected() == 0 {
        return Ok(false);
    }
    let grants = person.grants.iter().cloned().map(|grant| Columns {
        role: grant.role,
        service: grant.service,
        office: grant.office,
    });
    let grants = json(&grants.collect::<Vec<_>>())?;
    sqlx::query!(
        "INSERT INTO grants (person, place, role, service, office)
         SELECT ?, key, value ->> 'role', value ->> 'service', value ->> 'office' FROM jsonb_each(?)",
        key,
        grants
    )
    .execute(db)
    .await
    .map_err(failed)?;
    Ok(true)
}
