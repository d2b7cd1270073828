//! Reading people: one statement for a person and their grants, so that nobody is seen between two states.

use review::PersonId;
use sqlx::{PgExecutor, PgPool};
use store::{Grant, Person, StoreError};
use uuid::Uuid;

use crate::errors::failed;
use crate::values::{RowOf, legible, maybe_time};

/// A person beside one of their grants; one without grants is beside none.
struct GrantedRecord {
    id: Uuid,
    name: String,
    email: String,
    password_hash: String,
    document: Option<String>,
    disabled_at: Option<jiff_sqlx::Timestamp>,
    revision: i64,
    role: Option<String>,
    service: Option<String>,
    office: Option<String>,
}

/// The one select for this shape, ended by a condition and the order.
macro_rules! people {
    ($condition:literal $(, $value:expr)?) => {
        sqlx::query_as!(
            GrantedRecord,
            r#"SELECT p.id, p.name, p.email, p.password_hash, p.document, p.disabled_at, p.revision,
                   g.role AS "role?", g.service, g.office
               FROM people p LEFT JOIN grants g ON g.person = p.id "# + $condition
            $(, $value)?
        )
    };
}

pub(crate) async fn by_id(id: PersonId, db: impl PgExecutor<'_>) -> Result<Option<Person>, StoreError> {
    let records = people!("WHERE p.id = $1 ORDER BY g.place", id.0)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    Ok(together(records)?.pop())
}

pub(super) async fn by_email(email: &str, db: &PgPool) -> Result<Option<Person>, StoreError> {
    let email = legible(&email.to_lowercase());
    let records = people!("WHERE p.email = $1 ORDER BY g.place", email)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    Ok(together(records)?.pop())
}

pub(super) async fn all(db: &PgPool) -> Result<Vec<Person>, StoreError> {
    let records = people!("ORDER BY p.name, p.id, g.place")
        .fetch_all(db)
        .await
        .map_err(failed)?;
    together(records)
}

/// People from rows in which those of one person follow each other.
fn together(records: Vec<GrantedRecord>) -> Result<Vec<Person>, StoreError> {
    let mut people: Vec<Person> = Vec::new();
    for record in records {
        let (id, grant) = (PersonId(record.id), record.grant());
        match people.last_mut() {
            Some(last) if last.id == id => last.grants.extend(grant),
            _ => people.push(record.begin(grant)?),
        }
    }
    Ok(people)
}

impl GrantedRecord {
    fn grant(&self) -> Option<Grant> {
        Some(Grant {
            role: self.role.as_deref()?.into(),
            service: self.service.as_deref().map(Into::into),
            office: self.office.as_deref().map(Into::into),
        })
    }

    fn begin(self, grant: Option<Grant>) -> Result<Person, StoreError> {
        let row = RowOf::new("people", self.id);
        Ok(Person {
            id: PersonId(self.id),
            name: self.name,
            email: self.email,
            password_hash: self.password_hash,
            grants: grant.into_iter().collect(),
            document: self.document,
            disabled_at: maybe_time(self.disabled_at),
            revision: row.number("revision", self.revision)?,
        })
    }
}
