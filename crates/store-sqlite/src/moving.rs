//! Taking everything that is kept, and putting it into another store.
//!
//! Each kind is read and written in the order of its keys. `FirstKey` is the first key that may be read, so that the same
//! select reads a page and looks up one record.

mod applications;
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
use sqlx::SqliteConnection;
use store::{Key, Kind, Moving, Record, StoreError};

use crate::SqliteStore;
use crate::errors::failed;
use crate::readers::Readers;
use crate::values::RowOf;

#[async_trait]
impl Moving for SqliteStore {
    async fn count(&self, kind: Kind) -> Result<u64, StoreError> {
        let mut db = self.reader(kind).lend().await?;
        let count = match kind {
            Kind::Versions => sqlx::query_scalar!("SELECT count(*) FROM versions").fetch_one(&mut *db),
            Kind::People => sqlx::query_scalar!("SELECT count(*) FROM people").fetch_one(&mut *db),
            Kind::Sessions => sqlx::query_scalar!("SELECT count(*) FROM sessions").fetch_one(&mut *db),
            Kind::Credentials => sqlx::query_scalar!("SELECT count(*) FROM credentials").fetch_one(&mut *db),
            Kind::Devices => sqlx::query_scalar!("SELECT count(*) FROM devices").fetch_one(&mut *db),
            Kind::Enrolments => sqlx::query_scalar!("SELECT count(*) FROM enrolments").fetch_one(&mut *db),
            Kind::StatusLists => sqlx::query_scalar!("SELECT count(*) FROM status_lists").fetch_one(&mut *db),
            Kind::Applications => {
                sqlx::query_scalar!("SELECT count(*) FROM applications").fetch_one(&mut *db)
            }
            Kind::Erasures => sqlx::query_scalar!("SELECT count(*) FROM erasures").fetch_one(&mut *db),
            Kind::Scans => sqlx::query_scalar!("SELECT count(*) FROM scans").fetch_one(&mut *db),
            Kind::Incidents => sqlx::query_scalar!("SELECT count(*) FROM incidents").fetch_one(&mut *db),
            Kind::Jobs => sqlx::query_scalar!("SELECT count(*) FROM jobs").fetch_one(&mut *db),
            Kind::Log => sqlx::query_scalar!("SELECT count(*) FROM audit_log").fetch_one(&mut *db),
            Kind::Ratings => sqlx::query_scalar!("SELECT count(*) FROM ratings").fetch_one(&mut *db),
            Kind::Drafts => sqlx::query_scalar!("SELECT count(*) FROM drafts").fetch_one(&mut *db),
            Kind::RateLimits => sqlx::query_scalar!("SELECT count(*) FROM rate_limits").fetch_one(&mut *db),
            Kind::Purpose => sqlx::query_scalar!("SELECT count(*) FROM purpose").fetch_one(&mut *db),
        };
        RowOf::new("sqlite_schema", kind).number("count", count.await.map_err(failed)?)
    }

    async fn take(&self, kind: Kind, after: Option<&Key>, limit: u32) -> Result<Vec<Record>, StoreError> {
        let from = match after {
            Some(key) if key.kind() != kind => {
                return Err(StoreError::Contradiction("a key of another kind"));
            }
            Some(key) => FirstKey::after(key),
            None => FirstKey::first(kind),
        };
        let mut db = self.reader(kind).lend().await?;
        read(kind, from, limit, &mut db).await
    }

    async fn put(&self, records: Vec<Record>) -> Result<(), StoreError> {
        let Some(kind) = records.first().map(Record::kind) else {
            return Ok(());
        };
        if records.iter().any(|record| record.kind() != kind) {
            return Err(StoreError::Contradiction("records of several kinds at once"));
        }
        let writer = match kind {
            Kind::Drafts | Kind::RateLimits => {
                // The purpose is in the other file, and nobody else gives it one meanwhile.
                let mut db = self.reads.lend().await?;
                is_nobodys(&mut db).await?;
                &self.drafts
            }
            _ => &self.main,
        };
        writer
            .write(move |db| Box::pin(async move { write(kind, records, db).await }))
            .await
    }
}

impl SqliteStore {
    fn reader(&self, kind: Kind) -> &Readers {
        match kind {
            Kind::Drafts | Kind::RateLimits => &self.draft_reads,
            _ => &self.reads,
        }
    }
}

/// The first key that is read, as its column holds it.
pub(super) enum FirstKey {
    Bytes(Vec<u8>),
    Number(i64),
    Text(String),
}

impl FirstKey {
    fn first(kind: Kind) -> Self {
        match kind {
            Kind::Versions
            | Kind::People
            | Kind::Sessions
            | Kind::Credentials
            | Kind::Devices
            | Kind::Enrolments
            | Kind::Applications
            | Kind::Erasures
            | Kind::Scans
            | Kind::Incidents
            | Kind::Jobs
            | Kind::Drafts => Self::Bytes(Vec::new()),
            Kind::StatusLists | Kind::Log | Kind::Ratings | Kind::Purpose => Self::Number(i64::MIN),
            Kind::RateLimits => Self::Text(String::new()),
        }
    }

    fn at(key: &Key) -> Self {
        match key {
            Key::Version(hash) => Self::Bytes(hash.0.to_vec()),
            Key::Person(person) => Self::Bytes(person.0.as_bytes().to_vec()),
            Key::Session(token) | Key::Credential(token) | Key::Enrolment(token) => {
                Self::Bytes(token.0.to_vec())
            }
            Key::Device(device) => Self::Bytes(device.0.as_bytes().to_vec()),
            Key::Scan(device, scan) => Self::Bytes([*device.0.as_bytes(), *scan.0.as_bytes()].concat()),
            Key::Incident(incident) => Self::Bytes(incident.0.as_bytes().to_vec()),
            Key::Job(job) => Self::Bytes(job.0.as_bytes().to_vec()),
            Key::Application(id) => Self::Bytes(id.0.as_bytes().to_vec()),
            Key::Erasure(id) => Self::Bytes(id.0.as_bytes().to_vec()),
            Key::Draft(draft) => Self::Bytes(draft.0.to_vec()),
            Key::List(number) => Self::Number((*number).into()),
            Key::Line(number) | Key::Rating(number) => Self::Number(crate::values::count(*number)),
            Key::Bucket(bucket) => Self::Text(bucket.clone()),
            Key::Purpose => Self::Number(1),
        }
    }

    /// What comes at once after a key: nothing lies between a text and the same with a zero.
    fn after(key: &Key) -> Self {
        match Self::at(key) {
            Self::Bytes(mut bytes) => {
                bytes.push(0);
                Self::Bytes(bytes)
            }
            Self::Number(number) => Self::Number(number.saturating_add(1)),
            Self::Text(mut text) => {
                text.push('\0');
                Self::Text(text)
            }
        }
    }

    pub(super) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Number(_) | Self::Text(_) => Vec::new(),
        }
    }

    pub(super) fn number(&self) -> i64 {
        match self {
            Self::Number(number) => *number,
            Self::Bytes(_) | Self::Text(_) => i64::MIN,
        }
    }

    pub(super) fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bytes(_) | Self::Number(_) => String::new(),
        }
    }
}

async fn read(
    kind: Kind,
    from: FirstKey,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Record>, StoreError> {
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

async fn write(kind: Kind, records: Vec<Record>, db: &mut SqliteConnection) -> Result<(), StoreError> {
    if !matches!(kind, Kind::Purpose | Kind::Drafts | Kind::RateLimits) {
        is_nobodys(db).await?;
    }
    let mut kept_applications = Vec::new();
    for record in records {
        let written = match &record {
            Record::Version(kept) => versions::write(kept, db).await?,
            Record::Person(person) => people::write(person, db).await?,
            Record::Session(session) => sessions::write(session, db).await?,
            Record::Credential(credential) => credentials::write(credential, db).await?,
            Record::Device(device) => crate::devices::insert(device, db).await?,
            Record::Enrolment(offer) => crate::devices::insert_offer(offer, db).await?,
            Record::List(kept) => lists::write(kept, db).await?,
            Record::Erasure(erasure) => crate::erasures::insert(erasure, db).await?,
            Record::Scan(kept) => crate::scans::insert([kept], db).await? == 1,
            Record::Incident(incident) => crate::incidents::insert(incident, db).await?,
            Record::Job(kept) => jobs::write(kept, db).await?,
            Record::Line(number, entry) => log::write(*number, entry, db).await?,
            Record::Rating(number, rating) => log::write_rating(*number, rating, db).await?,
            Record::Draft(draft) => drafts::write(draft, db).await?,
            Record::Limit(kept) => drafts::write_limit(kept, db).await?,
            Record::Purpose(purpose) => lists::write_purpose(*purpose, db).await?,
            Record::Application(_) => {
                kept_applications.push(record);
                continue;
            }
        };
        if !written {
            is_the_same(&record, db).await?;
        }
    }
    for left in applications::write(kept_applications, db).await? {
        is_the_same(&left, db).await?;
    }
    Ok(())
}

/// What was not written is there already, or something of its is another's.
async fn is_the_same(record: &Record, db: &mut SqliteConnection) -> Result<(), StoreError> {
    let key = record.key();
    let kept = read(key.kind(), FirstKey::at(&key), 1, db).await?;
    if kept.first() == Some(record) {
        Ok(())
    } else {
        Err(StoreError::AlreadyExists(key.kind().subject()))
    }
}

async fn is_nobodys(db: &mut SqliteConnection) -> Result<(), StoreError> {
    let purposes = sqlx::query_scalar!("SELECT count(*) FROM purpose")
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
