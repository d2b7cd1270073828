//! People and what they may do.

mod read;

use async_trait::async_trait;
use review::PersonId;
use sqlx::PgConnection;
use store::{AuditEntry, Expected, People, Person, StoreError, Subject};

use crate::errors::{failed, taken};
use crate::values::{count, time};
use crate::{PostgresStore, audit, credentials, sessions};

pub(crate) use crate::people::read::by_id;

#[async_trait]
impl People for PostgresStore {
    async fn add_person(&self, person: &Person, audit: &AuditEntry) -> Result<(), StoreError> {
        let (person, entry) = (person.clone(), audit.clone());
        self.writer
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
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    change(&person, db).await?;
                    audit::insert(&entry, db).await
                })
            })
            .await
    }

    async fn person(&self, id: PersonId) -> Result<Person, StoreError> {
        by_id(id, &self.reads)
            .await?
            .ok_or(StoreError::NotFound(Subject::Person))
    }

    async fn person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError> {
        read::by_email(email, &self.reads).await
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        read::all(&self.reads).await
    }
}

async fn insert(person: &Person, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO people (id, name, email, password_hash, document, disabled_at, revision)
         VALUES ($1, $2, $3, $4, $5, $6, 0)",
        person.id.0,
        person.name,
        person.email.to_lowercase(),
        person.password_hash,
        person.document,
        person.disabled_at.map(time)
    )
    .execute(db)
    .await
    .map_err(taken(&[
        ("people_email_key", Subject::Email),
        ("people_document_key", Subject::Document),
        ("people_pkey", Subject::Person),
    ]))?;
    Ok(())
}

async fn insert_grants(person: &Person, db: &mut PgConnection) -> Result<(), StoreError> {
    for (place, grant) in (0_i32..).zip(&person.grants) {
        sqlx::query!(
            "INSERT INTO grants (person, place, role, service, office) VALUES ($1, $2, $3, $4, $5)",
            person.id.0,
            place,
            grant.role.as_str(),
            grant.service.as_ref().map(forms::ServiceId::as_str),
            grant.office.as_ref().map(forms::OfficeId::as_str)
        )
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    }
    Ok(())
}

async fn change(person: &Person, db: &mut PgConnection) -> Result<(), StoreError> {
    // The row stays locked until the commit: of two nodes that change a person, the second sees the first's.
    let before = sqlx::query!(
        "SELECT password_hash, revision FROM people WHERE id = $1 FOR NO KEY UPDATE",
        person.id.0
    )
    .fetch_optional(&mut *db)
    .await
    .map_err(failed)?
    .ok_or(StoreError::NotFound(Subject::Person))?;
    if before.revision != count(person.revision) {
        return Err(StoreError::Conflict {
            subject: Subject::Person,
            expected: Expected::Revision(person.revision),
        });
    }
    replace(person, db).await?;
    if person.disabled_at.is_some() || person.password_hash != before.password_hash {
        sessions::close_all(person.id, None, &mut *db).await?;
        credentials::remove_passing(person.id, db).await?;
    }
    Ok(())
}

async fn replace(person: &Person, db: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE people SET name = $2, email = $3, password_hash = $4, document = $5, disabled_at = $6,
             revision = revision + 1
         WHERE id = $1",
        person.id.0,
        person.name,
        person.email.to_lowercase(),
        person.password_hash,
        person.document,
        person.disabled_at.map(time)
    )
    .execute(&mut *db)
    .await
    .map_err(taken(&[
        ("people_email_key", Subject::Email),
        ("people_document_key", Subject::Document),
    ]))?;
    sqlx::query!("DELETE FROM grants WHERE person = $1", person.id.0)
        .execute(&mut *db)
        .await
        .map_err(failed)?;
    insert_grants(person, db).await
}
