//! Reading applications and their histories.

use permit::Reference;
use review::chain::Head;
use review::{ApplicationId, Erased, Hash, Link, MaybeNewer};
use sqlx::{PgConnection, PgExecutor, PgPool};
use store::{Case, Contact, DocumentHash, StoreError, Subject, Submitted};
use uuid::Uuid;

use crate::errors::failed;
use crate::uniqueness;
use crate::values::{Document, RowOf, count, maybe_time, words};

struct CaseRecord {
    id: Uuid,
    reference: String,
    revision: i64,
    language: String,
    holder: String,
    email: Option<String>,
    document: Option<Vec<u8>>,
    role: Option<String>,
    state: Document,
    erased_at: Option<jiff_sqlx::Timestamp>,
}

pub(super) async fn case(id: ApplicationId, db: &mut PgConnection) -> Result<Case, StoreError> {
    let record = record(id.0, db).await?;
    record.ok_or(StoreError::NotFound(Subject::Application))?.read()
}

pub(super) async fn case_by_reference(
    reference: &Reference,
    db: &mut PgConnection,
) -> Result<Case, StoreError> {
    let reference = reference.to_string();
    let missing = || StoreError::NotFound(Subject::Reference);
    let id = uniqueness::application(&reference, &mut *db)
        .await?
        .ok_or_else(missing)?;
    // The reference may have been reserved for a submission that never came, or came with another.
    let record = record(id, db)
        .await?
        .filter(|record| record.reference == reference);
    record.ok_or_else(missing)?.read()
}

/// The one select for this shape, ended by a condition.
macro_rules! cases {
    ($condition:literal $(, $value:expr)+) => {
        sqlx::query_as!(
            CaseRecord,
            "SELECT id, reference, revision, language, holder, email, document, role, state, erased_at
             FROM applications " + $condition
            $(, $value)+
        )
    };
}

async fn record(id: Uuid, db: &mut PgConnection) -> Result<Option<CaseRecord>, StoreError> {
    cases!("WHERE id = $1", id)
        .fetch_optional(db)
        .await
        .map_err(failed)
}

/// Cases in the order of their ids, from that one on.
pub(crate) async fn cases(from: Uuid, limit: i64, db: &mut PgConnection) -> Result<Vec<Case>, StoreError> {
    let records = cases!("WHERE id >= $1 ORDER BY id LIMIT $2", from, limit)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(CaseRecord::read).collect()
}

/// Which of these applications were submitted, so surely that one may say so.
///
/// Somebody else's commit can be seen before it is safe: it waits for a replica, and a failover may undo
/// it. Locking the rows is a change of theirs, which has a commit of its own to wait for, and that comes
/// after theirs.
pub(super) async fn submitted(ids: &[Uuid], db: impl PgExecutor<'_>) -> Result<Vec<Submitted>, StoreError> {
    let kept = sqlx::query!(
        "SELECT id, reference FROM applications WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE",
        ids
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = kept.into_iter().map(|kept| {
        let row = RowOf::new("applications", kept.id);
        Ok(Submitted {
            id: ApplicationId(kept.id),
            reference: row.checked("reference", kept.reference.parse())?,
            first: false,
        })
    });
    read.collect()
}

impl CaseRecord {
    fn read(self) -> Result<Case, StoreError> {
        let row = RowOf::new("applications", self.id);
        let application: review::Application = row.json("state", words(&self.state))?;
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
            erased_at: maybe_time(self.erased_at),
        })
    }
}

struct EventRecord {
    application: Uuid,
    sequence: i64,
    at: jiff_sqlx::Timestamp,
    author: Document,
    kind: String,
    payload: Option<Document>,
    salt: Option<Vec<u8>>,
    commitment: Vec<u8>,
    previous: Vec<u8>,
    hash: Vec<u8>,
}

/// The one select for this shape, ended by a condition.
macro_rules! events {
    ($condition:literal, $value:expr) => {
        sqlx::query_as!(
            EventRecord,
            "SELECT application, sequence, at, author, kind, payload, salt, commitment, previous, hash
             FROM events "
                + $condition,
            $value
        )
    };
}

pub(super) async fn history(id: ApplicationId, db: &mut PgConnection) -> Result<Vec<Link>, StoreError> {
    let records = events!("WHERE application = $1 ORDER BY sequence", id.0)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    if records.is_empty() {
        return Err(StoreError::NotFound(Subject::Application));
    }
    records.into_iter().map(EventRecord::read).collect()
}

/// The events of these applications, in no order.
pub(crate) async fn histories(ids: &[Uuid], db: &mut PgConnection) -> Result<Vec<Link>, StoreError> {
    let records = events!("WHERE application = ANY($1)", ids)
        .fetch_all(db)
        .await
        .map_err(failed)?;
    records.into_iter().map(EventRecord::read).collect()
}

impl EventRecord {
    fn read(self) -> Result<Link, StoreError> {
        let application = ApplicationId(self.application);
        let row = RowOf::new("events", format_args!("{application}/{}", self.sequence));
        let left = Erased {
            application,
            sequence: row.number("sequence", self.sequence)?,
            at: self.at.to_jiff(),
            actor: row.json("author", words(&self.author))?,
            kind: MaybeNewer::read(self.kind.into()),
            commitment: Hash(row.bytes("commitment", &self.commitment)?),
            previous: Hash(row.bytes("previous", &self.previous)?),
            hash: Hash(row.bytes("hash", &self.hash)?),
        };
        let (Some(payload), Some(salt)) = (self.payload, self.salt) else {
            return Ok(Link::Erased(left));
        };
        Ok(left.with_payload(row.json("payload", words(&payload))?, row.bytes("salt", &salt)?))
    }
}

pub(super) async fn heads(
    after: Option<ApplicationId>,
    limit: u32,
    db: &PgPool,
) -> Result<Vec<Head>, StoreError> {
    let after = after.map_or(Uuid::nil(), |id| id.0);
    let records = sqlx::query!(
        "SELECT id, revision, head FROM applications WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        i64::from(limit)
    )
    .fetch_all(db)
    .await
    .map_err(failed)?;
    let read = records.into_iter().map(|record| {
        let row = RowOf::new("applications", record.id);
        Ok(Head {
            application: ApplicationId(record.id),
            sequence: row.number("revision", record.revision)?,
            hash: Hash(row.bytes("head", &record.head)?),
        })
    });
    read.collect()
}
