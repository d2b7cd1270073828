//! Reading applications and their histories.

use permit::Reference;
use review::chain::Head;
use review::{ApplicationId, Erased, Hash, Link, MaybeNewer};
use sqlx::{SqliteConnection, SqliteExecutor};
use store::{Case, Contact, DocumentHash, StoreError, Subject, Submitted};

use crate::errors::failed;
use crate::values::{RowOf, count};

struct CaseRecord {
    id: Vec<u8>,
    reference: String,
    revision: i64,
    language: String,
    holder: String,
    email: Option<String>,
    document: Option<Vec<u8>>,
    role: Option<String>,
    state: String,
    erased_at: Option<i64>,
}

/// The one select for this shape, ended by a condition.
macro_rules! cases {
    ($condition:literal, $($value:expr),+) => {
        sqlx::query_as!(
            CaseRecord,
            "SELECT id, reference, revision, language, holder, email, document, role, state, erased_at
             FROM applications "
                + $condition,
            $($value),+
        )
    };
}

pub(super) async fn case(id: ApplicationId, db: &mut SqliteConnection) -> Result<Case, StoreError> {
    let key = &id.0.as_bytes()[..];
    let record = cases!("WHERE id = ?", key)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Application))?.read()
}

pub(super) async fn case_by_reference(
    reference: &Reference,
    db: &mut SqliteConnection,
) -> Result<Case, StoreError> {
    let reference = reference.to_string();
    let record = cases!("WHERE reference = ?", reference)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    record.ok_or(StoreError::NotFound(Subject::Reference))?.read()
}

/// Cases in the order of their ids, from that one on.
pub(crate) async fn cases(
    from: &[u8],
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Case>, StoreError> {
    let records = cases!("WHERE id >= ? ORDER BY id LIMIT ?", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(CaseRecord::read).collect()
}

pub(super) async fn submitted(
    id: ApplicationId,
    db: impl SqliteExecutor<'_>,
) -> Result<Option<Submitted>, StoreError> {
    let key = &id.0.as_bytes()[..];
    let reference = sqlx::query_scalar!("SELECT reference FROM applications WHERE id = ?", key)
        .fetch_optional(db)
        .await
        .map_err(failed)?;
    let Some(reference) = reference else {
        return Ok(None);
    };
    let row = RowOf::keyed("applications", key);
    Ok(Some(Submitted {
        id,
        reference: row.checked("reference", reference.parse())?,
        first: false,
    }))
}

impl CaseRecord {
    fn read(self) -> Result<Case, StoreError> {
        let row = RowOf::keyed("applications", &self.id);
        let application: review::Application = row.json("state", &self.state)?;
        if count(application.revision) != self.revision {
            return Err(row.corrupt("revision", "it is not the state's"));
        }
        let document = self
            .document
            .map(|hash| row.bytes("document", &hash).map(DocumentHash))
            .transpose()?;
        Ok(Case {
            application,
            reference: row.checked("reference", self.reference.parse())?,
            language: self.language.as_str().into(),
            contact: Contact {
                holder: self.holder,
                email: self.email,
                document,
            },
            role: self.role.map(|role| role.as_str().into()),
            erased_at: row.maybe_time("erased_at", self.erased_at)?,
        })
    }
}

struct EventRecord {
    application: Vec<u8>,
    sequence: i64,
    at: i64,
    author: String,
    kind: String,
    payload: Option<String>,
    salt: Option<Vec<u8>>,
    commitment: Vec<u8>,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

/// The one select for this shape, ended by a condition.
macro_rules! events {
    ($condition:literal, $($value:expr),+) => {
        sqlx::query_as!(
            EventRecord,
            "SELECT application, sequence, at, author, kind, payload, salt, commitment, previous, hash
             FROM events " + $condition,
            $($value),+
        )
    };
}

pub(super) async fn history(id: ApplicationId, db: &mut SqliteConnection) -> Result<Vec<Link>, StoreError> {
    let key = &id.0.as_bytes()[..];
    let records = events!("WHERE application = ? ORDER BY sequence", key)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    if records.is_empty() {
        return Err(StoreError::NotFound(Subject::Application));
    }
    records.into_iter().map(EventRecord::read).collect()
}

/// The events of all applications between these two, in the order of their ids.
pub(crate) async fn histories(
    first: &[u8],
    last: &[u8],
    db: &mut SqliteConnection,
) -> Result<Vec<Link>, StoreError> {
    let records = events!(
        "WHERE application BETWEEN ? AND ? ORDER BY application, sequence",
        first,
        last
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    records.into_iter().map(EventRecord::read).collect()
}

impl EventRecord {
    fn read(self) -> Result<Link, StoreError> {
        let application = RowOf::new("events", self.sequence).uuid("application", &self.application)?;
        let application = ApplicationId(application);
        let row = RowOf::new("events", format_args!("{application}/{}", self.sequence));
        let left = Erased {
            application,
            sequence: row.number("sequence", self.sequence)?,
            at: row.time("at", self.at)?,
            actor: row.json("author", &self.author)?,
            kind: MaybeNewer::read(self.kind.into()),
            commitment: Hash(row.bytes("commitment", &self.commitment)?),
            previous: Hash(row.bytes("previous", &self.previous)?),
            hash: Hash(row.bytes("hash", &self.hash)?),
        };
        let (Some(payload), Some(salt)) = (self.payload, self.salt) else {
            return Ok(Link::Erased(left));
        };
        Ok(left.with_payload(row.json("payload", &payload)?, row.bytes("salt", &salt)?))
    }
}

pub(super) async fn heads(
    after: Option<ApplicationId>,
    limit: u32,
    db: &mut SqliteConnection,
) -> Result<Vec<Head>, StoreError> {
    let after = after.map_or_else(Vec::new, |id| id.0.as_bytes().to_vec());
    let records = sqlx::query!(
        "SELECT id, revision, head FROM applications WHERE id > ? ORDER BY id LIMIT ?",
        after,
        limit
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|record| {
        let row = RowOf::keyed("applications", &record.id);
        Ok(Head {
            application: ApplicationId(row.uuid("id", &record.id)?),
            sequence: row.number("revision", record.revision)?,
            hash: Hash(row.bytes("head", &record.head)?),
        })
    });
    read.collect()
}
