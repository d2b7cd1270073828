//! People and what they may do.

use async_trait::async_trait;
use review::PersonId;
use sqlx::SqliteConnection;
use store::{AuditEntry, Expected, Grant, People, Person, StoreError, Subject};

use crate::errors::{failed, taken};
use crate::values::{RowOf, count, micros};
use crate::{SqliteStore, audit, credentials, sessions};

#[async_trait]
impl People for SqliteStore {
    async fn add_person(&self, person: &Person, audit: &AuditEntry) -> Result<(), StoreError> {
        let (person, entry) = (person.clone(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    insert(&person, db).await?;
                    insert_grants(&person, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn change_person(&self, person: &Person, audit: &AuditEntry) -> Result<(), StoreError> {
        let (person, entry) = (person.clone(), audit.clone());
        self.main
            .write(move |db| {
                Box::pin(async move {
                    change(&person, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn person(&self, id: PersonId) -> Result<Person, StoreError> {
        by_id(id, &mut *self.reads.lend().await?)
            .await?
            .ok_or(StoreError::NotFound(Subject::Person))
    }

    async fn person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError> {
        let email = email.to_lowercase();
        let mut db = self.reads.lend().await?;
        let record = people!("WHERE email = ?", email)
            .fetch_optional(&mut *db)
            .await
            .map_err(failed)?;
        match record {
            Some(record) => Ok(Some(record.read(&mut db).await?)),
            None => Ok(None),
        }
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        let mut db = self.reads.lend().await?;
        let records = people!("ORDER BY name, id")
            .fetch_all(&mut *db)
            .await
            .map_err(failed)?;
        let mut people = Vec::with_capacity(records.len());
        for record in records {
            people.push(record.read(&mut db).await?);
        }
        Ok(people)
    }
}

struct PersonRecord {
    id: Vec<u8>,
    name: String,
    email: String,
    password_hash: String,
    document: Option<String>,
    disabled_at: Option<i64>,
    revision: i64,
}

/// The one select for this shape, ended by a condition.
macro_rules! people {
    ($condition:literal $(, $value:expr)?) => {
        sqlx::query_as!(
            PersonRecord,
            "SELECT id, name, email, password_hash, document, disabled_at, revision FROM people " + $condition
            $(, $value)?
        )
    };
}
use people;

pub(crate) async fn by_id(id: PersonId, db: &mut SqliteConnection) -> Result<Option<Person>, StoreError> {
    let key = &id.0.as_bytes()[..];
    let record = people!("WHERE id = ?", key)
        .fetch_optional(&mut *db)
        .await
        .map_err(failed)?;
    match record {
        Some(record) => Ok(Some(record.read(db).await?)),
        None => Ok(None),
    }
}

impl PersonRecord {
    async fn read(self, db: &mut SqliteConnection) -> Result<Person, StoreError> {
        let row = RowOf::keyed("people", &self.id);
        let grants = sqlx::query!(
            "SELECT role, service, office FROM grants WHERE person = ? ORDER BY place",
            self.id
        )
        .fetch_all(db)
        .await
        .map_err(failed)?;
        let grants = grants.into_iter().map(|grant| Grant {
            role: grant.role.as_str().into(),
            service: grant.service.map(|service| service.as_str().into()),
            office: grant.office.map(|office| office.as_str().into()),
        });
        Ok(Person {
            id: PersonId(row.uuid("id", &self.id)?),
            name: self.name,
            email: self.email,
            password_hash: self.password_hash,
            grants: grants.collect(),
            document: self.document,
            disabled_at: row.maybe_time("disabled_at", self.disabled_at)?,
            revision: row.number("revision", self.revision)?,
        })
    }
}

async fn insert(person: &Person, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let key = &person.id.0.as_bytes()[..];
    let email = person.email.to_lowercase();
    let disabled_at = person.disabled_at.map(micros);
    sqlx::query!(
        "INSERT INTO people (id, name, email, password_hash, document, disabled_at, revision)
         VALUES (?, ?, ?, ?, ?, ?, 0)",
        key,
        person.name,
        email,
        person.password_hash,
        person.document,
        disabled_at
    )
    .execute(db)
    .await
    .map_err(taken(&[
        ("people.email", Subject::Email),
        ("people.document", Subject::Document),
        ("people.id", Subject::Person),
    ]))?;
    Ok(())
}

async fn insert_grants(person: &Person, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let key = &person.id.0.as_bytes()[..];
    for (place, grant) in (0_i64..).zip(&person.grants) {
        let role = grant.role.as_str();
        let service = grant.service.as_ref().map(forms::ServiceId::as_str);
        let office = grant.office.as_ref().map(forms::OfficeId::as_str);
        sqlx::query!(
            "INSERT INTO grants (person, place, role, service, office) VALUES (?, ?, ?, ?, ?)",
            key,
            place,
            role,
            service,
            office
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    }
    Ok(())
}

async fn change(person: &Person, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let key = &person.id.0.as_bytes()[..];
    let before = sqlx::query!("SELECT password_hash, revision FROM people WHERE id = ?", key)
        .fetch_optional(&mut *db)
        .await
        .map_err(failed)?
        .ok_or(StoreError::NotFound(Subject::Person))?;
    let expected = Expected::Revision(person.revision);
    let email = person.email.to_lowercase();
    let (disabled_at, revision) = (person.disabled_at.map(micros), count(person.revision));
    let done = sqlx::query!(
        "UPDATE people SET name = ?, email = ?, password_hash = ?, document = ?, disabled_at = ?,
             revision = revision + 1
         WHERE id = ? AND revision = ?",
        person.name,
        email,
        person.password_hash,
        person.document,
        disabled_at,
        key,
        revision
    )
    .execute(&mut *db)
    .await
    .map_err(taken(&[
        ("people.email", Subject::Email),
        ("people.document", Subject::Document),
    ]))?;
    if done.rows_affected() == 0 {
        return Err(StoreError::Conflict {
            subject: Subject::Person,
            expected,
        });
    }
    sqlx::query!("DELETE FROM grants WHERE person = ?", key)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    insert_grants(person, db).await?;
    if person.disabled_at.is_some() || person.password_hash != before.password_hash {
        sessions::close_all(key, None, db).await?;
        credentials::remove_passing(key, db).await?;
    }
    Ok(())
}
