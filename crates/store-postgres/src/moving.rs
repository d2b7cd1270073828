//! Taking everything that is kept, and putting it into another store.
//!
//! Applications go the way of a submission, drafts and jobs one by one. Of the other kinds, a page of records is a statement a table, rows
//! as one JSON array that `jsonb_populate_recordset` reads by the names of the columns. A page is one transaction, over many applications: a database of several servers commits it in two
//! phases. That is slow there, and happens once.

mod applications;
pub(crate) mod columns;
mod credentials;
mod devices;
mod drafts;
mod jobs;
mod lists;
mod log;
mod people;
mod sessions;
mod versions;

use async_trait::async_trait;
use serde::Serialize;
use sqlx::PgConnection;
use store::{Key, Kind, Moving, Record, StoreError};
use uuid::Uuid;

use crate::PostgresStore;
use crate::errors::failed;
use crate::values::{Document, RowOf, count, json};

#[async_trait]
impl Moving for PostgresStore {
    async fn count(&self, kind: Kind) -> Result<u64, StoreError> {
        let db = &self.reads;
        let count = match kind {
            Kind::Versions => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM versions"#).fetch_one(db),
            Kind::People => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM people"#).fetch_one(db),
            Kind::Sessions => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM sessions"#).fetch_one(db),
            Kind::Credentials => {
                sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM credentials"#).fetch_one(db)
            }
            Kind::Devices => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM devices"#).fetch_one(db),
            Kind::Enrolments => {
                sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM enrolments"#).fetch_one(db)
            }
            Kind::StatusLists => {
                sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM status_lists"#).fetch_one(db)
            }
            Kind::Applications => {
                sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM applications"#).fetch_one(db)
            }
            Kind::Erasures => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM erasures"#).fetch_one(db),
            Kind::Scans => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM scans"#).fetch_one(db),
            Kind::Incidents => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM incidents"#).fetch_one(db),
            Kind::Jobs => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM jobs"#).fetch_one(db),
            Kind::Log => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM audit_log"#).fetch_one(db),
            Kind::Ratings => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM ratings"#).fetch_one(db),
            Kind::Drafts => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM drafts"#).fetch_one(db),
            Kind::RateLimits => {
                sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM rate_limits"#).fetch_one(db)
            }
            Kind::Purpose => sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM purpose"#).fetch_one(db),
        };
        RowOf::new("pg_class", kind).number("count", count.await.map_err(failed)?)
    }

    async fn take(&self, kind: Kind, after: Option<&Key>, limit: u32) -> Result<Vec<Record>, StoreError> {
        let from = match after {
            Some(key) if key.kind() != kind => {
                return Err(StoreError::Contradiction("a key of another kind"));
            }
            Some(key) => FirstKey::after(key),
            None => FirstKey::first(kind),
        };
        let mut db = self.reads.acquire().await.map_err(failed)?;
        read(kind, from, limit, &mut db).await
    }

    async fn put(&self, records: Vec<Record>) -> Result<(), StoreError> {
        let Some(kind) = records.first().map(Record::kind) else {
            return Ok(());
        };
        if records.iter().any(|record| record.kind() != kind) {
            return Err(StoreError::Contradiction("records of several kinds at once"));
        }
        self.writer
            .write(move |db| Box::pin(async move { write(kind, records, db).await }))
            .await
    }
}

/// The first key that is read, as its column holds it.
pub(super) enum FirstKey {
    Id(Uuid),
    /// A scan's phone, and the phone's name for it.
    Pair(Uuid, Uuid),
    Bytes(Vec<u8>),
    Number(i64),
    Text(String),
}

impl FirstKey {
    fn first(kind: Kind) -> Self {
        match kind {
            Kind::People
            | Kind::Devices
            | Kind::Applications
            | Kind::Erasures
            | Kind::Incidents
            | Kind::Jobs => Self::Id(Uuid::nil()),
            Kind::Scans => Self::Pair(Uuid::nil(), Uuid::nil()),
            Kind::Versions | Kind::Sessions | Kind::Credentials | Kind::Enrolments | Kind::Drafts => {
                Self::Bytes(Vec::new())
            }
            Kind::StatusLists | Kind::Log | Kind::Ratings | Kind::Purpose => Self::Number(0),
            Kind::RateLimits => Self::Text(String::new()),
        }
    }

    fn at(key: &Key) -> Self {
        match key {
            Key::Person(person) => Self::Id(person.0),
            Key::Application(application) => Self::Id(application.0),
            Key::Erasure(erasure) => Self::Id(erasure.0),
            Key::Version(hash) => Self::Bytes(hash.0.to_vec()),
            Key::Device(device) => Self::Id(device.0),
            Key::Incident(incident) => Self::Id(incident.0),
            Key::Job(job) => Self::Id(job.0),
            Key::Scan(device, scan) => Self::Pair(device.0, scan.0),
            Key::Session(token) | Key::Credential(token) | Key::Enrolment(token) => {
                Self::Bytes(token.0.to_vec())
            }
            Key::Draft(draft) => Self::Bytes(draft.0.to_vec()),
            Key::List(number) => Self::Number((*number).into()),
            Key::Line(number) | Key::Rating(number) => Self::Number(count(*number)),
            // Another store's bucket may hold a zero, which no text here can. What comes after it there is what comes
            // after the part before the zero here.
            Key::Bucket(bucket) => Self::Text(bucket.split('\0').next().unwrap_or_default().to_owned()),
            Key::Purpose => Self::Number(1),
        }
    }

    /// What comes at once after a key: nothing lies between bytes and the same with a zero, nor between a text and the
    /// same with the first letter that a column can hold.
    fn after(key: &Key) -> Self {
        match Self::at(key) {
            Self::Id(id) => Self::Id(next(id)),
            Self::Pair(one, other) => Self::Pair(one, next(other)),
            Self::Bytes(mut bytes) => {
                bytes.push(0);
                Self::Bytes(bytes)
            }
            Self::Number(number) => Self::Number(number.saturating_add(1)),
            Self::Text(mut text) => {
                text.push('\u{1}');
                Self::Text(text)
            }
        }
    }

    pub(super) fn id(&self) -> Uuid {
        match self {
            Self::Id(id) => *id,
            _ => Uuid::nil(),
        }
    }

    pub(super) fn pair(&self) -> (Uuid, Uuid) {
        match self {
            Self::Pair(one, other) => (*one, *other),
            _ => (Uuid::nil(), Uuid::nil()),
        }
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes,
            _ => Vec::new(),
        }
    }

    pub(super) fn number(&self) -> i64 {
        match self {
            Self::Number(number) => *number,
            _ => 0,
        }
    }

    pub(super) fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            _ => String::new(),
        }
    }
}

/// The next id; ids of ones alone are not kept.
fn next(id: Uuid) -> Uuid {
    Uuid::from_u128(id.as_u128().saturating_add(1))
}

async fn read(
    kind: Kind,
    from: FirstKey,
    limit: u32,
    db: &mut PgConnection,
) -> Result<Vec<Record>, StoreError> {
    let limit = i64::from(limit);
    match kind {
        Kind::Versions => versions::read(from, limit, db).await,
        Kind::People => people::read(from, limit, db).await,
        Kind::Sessions => sessions::read(from, limit, db).await,
        Kind::Credentials => credentials::read(from, limit, db).await,
        Kind::Devices => devices::read(from, limit, db).await,
        Kind::Enrolments => devices::read_offers(from, limit, db).await,
        Kind::StatusLists => lists::read(from, limit, db).await,
        Kind::Applications => applications::read(from, limit, db).await,
        Kind::Erasures => applications::read_erasures(from, limit, db).await,
        Kind::Scans => devices::read_scans(from, limit, db).await,
        Kind::Incidents => devices::read_incidents(from, limit, db).await,
        Kind::Jobs => jobs::read(from, limit, db).await,
        Kind::Log => log::read(from, limit, db).await,
        Kind::Ratings => log::read_ratings(from, limit, db).await,
        Kind::Drafts => drafts::read(from, limit, db).await,
        Kind::RateLimits => drafts::read_limits(from, limit, db).await,
        Kind::Purpose => lists::read_purpose(from, limit, db).await,
    }
}

async fn write(kind: Kind, records: Vec<Record>, db: &mut PgConnection) -> Result<(), StoreError> {
    if kind != Kind::Purpose {
        is_nobodys(db).await?;
    }
    let written = match kind {
        Kind::Versions => versions::write(&records, db).await?,
        Kind::People => people::write(&records, db).await?,
        Kind::Sessions => sessions::write(&records, db).await?,
        Kind::Credentials => credentials::write(&records, db).await?,
        Kind::Devices => devices::write(&records, db).await?,
        Kind::Enrolments => devices::write_offers(&records, db).await?,
        Kind::StatusLists => lists::write(&records, db).await?,
        Kind::Applications => applications::write(&records, db).await?,
        Kind::Erasures => applications::write_erasures(&records, db).await?,
        Kind::Scans => devices::write_scans(&records, db).await?,
        Kind::Incidents => devices::write_incidents(&records, db).await?,
        Kind::Jobs => jobs::write(&records, db).await?,
        Kind::Log => log::write(&records, db).await?,
        Kind::Ratings => log::write_ratings(&records, db).await?,
        Kind::Drafts => drafts::write(&records, db).await?,
        Kind::RateLimits => drafts::write_limits(&records, db).await?,
        Kind::Purpose => lists::write_purpose(&records, db).await?,
    };
    if written == records.len() as u64 {
        return Ok(());
    }
    for record in &records {
        is_the_same(record, db).await?;
    }
    Ok(())
}

/// What was not written is there already, or something of its is another's.
async fn is_the_same(record: &Record, db: &mut PgConnection) -> Result<(), StoreError> {
    let key = record.key();
    let kept = read(key.kind(), FirstKey::at(&key), 1, db).await?;
    if kept.first() == Some(record) {
        Ok(())
    } else {
        Err(StoreError::AlreadyExists(key.kind().subject()))
    }
}

async fn is_nobodys(db: &mut PgConnection) -> Result<(), StoreError> {
    let purposes = sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM purpose"#)
        .fetch_one(db)
        .await
        .map_err(failed)?;
    if purposes == 0 {
        Ok(())
    } else {
        Err(StoreError::Contradiction(
            "the store has a purpose: it is or was in use",
        ))
    }
}

/// Rows as the array that a statement takes.
pub(crate) fn rows<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<Document, StoreError> {
    json(&rows.into_iter().collect::<Vec<_>>())
}
