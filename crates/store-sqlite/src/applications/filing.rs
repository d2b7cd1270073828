//! Writing a transition: the row, its events, and all that leaves because of it.

use review::{Application, Decider, Recorded, Status};
use sqlx::SqliteConnection;
use store::{Expected, Filing, IdempotencyKey, StatusName, StoreError, Subject, Submitted};

use crate::errors::{failed, taken};
use crate::values::{RowOf, count, json, micros, name_of};
use crate::{outbox, permits, timers};

/// A filing whose values are already as its columns hold them: putting them in words takes longer than
/// writing them, and happens before the writer is asked.
pub(crate) struct Prepared {
    filing: Filing,
    columns: Columns,
    events: Vec<EventColumns>,
}

struct Columns {
    id: Vec<u8>,
    reference: String,
    status: &'static str,
    step: Option<String>,
    role: Option<String>,
    office: Option<String>,
    claimed_by: Option<Vec<u8>>,
    revision: i64,
    expected: i64,
    decided_at: Option<i64>,
    by_people: bool,
    holder_search: String,
    document: Option<Vec<u8>>,
    state: String,
}

struct EventColumns {
    sequence: i64,
    author: String,
    kind: String,
    payload: String,
}

impl Prepared {
    pub(crate) fn new(filing: Filing) -> Result<Self, StoreError> {
        let columns = Columns::of(&filing)?;
        let events = filing
            .events
            .iter()
            .map(EventColumns::of)
            .collect::<Result<_, _>>()?;
        Ok(Self {
            filing,
            columns,
            events,
        })
    }

    /// Keeps a new application, or answers what its key stands for already.
    pub(crate) async fn submit(
        self,
        key: IdempotencyKey,
        db: &mut SqliteConnection,
    ) -> Result<Submitted, StoreError> {
        if self.columns.expected != 0 {
            return Err(StoreError::Contradiction(
                "a submission begins with its first event",
            ));
        }
        if !self.insert(key, db).await? {
            return self.first_result(key, db).await;
        }
        self.write_rest(db).await?;
        Ok(Submitted {
            id: self.filing.application.id,
            reference: self.filing.reference,
            first: true,
        })
    }

    /// Keeps a transition of an application that is still as the caller saw it.
    pub(crate) async fn commit(self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        if !self.update(db).await? {
            return Err(self.why_not(db).await);
        }
        self.write_rest(db).await
    }

    async fn insert(&self, key: IdempotencyKey, db: &mut SqliteConnection) -> Result<bool, StoreError> {
        let (filing, columns) = (&self.filing, &self.columns);
        let application = &filing.application;
        let key = &key.0[..];
        let version = &application.version.0[..];
        let head = &application.head.0[..];
        let service = application.service.as_str();
        let submitted_at = micros(application.submitted_at);
        let language = filing.language.as_str();
        let done = sqlx::query!(
            "INSERT INTO applications (
                 id, reference, submission, service, version, status, step, role, office, claimed_by, sampled,
                 revision, head, submitted_at, decided_at, decided_by_people, language, holder, holder_search,
                 email, document, state
             ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT DO NOTHING",
            columns.id,
            columns.reference,
            key,
            service,
            version,
            columns.status,
            columns.step,
            columns.role,
            columns.office,
            columns.claimed_by,
            application.sampled,
            columns.revision,
            head,
            submitted_at,
            columns.decided_at,
            columns.by_people,
            language,
            filing.contact.holder,
            columns.holder_search,
            filing.contact.email,
            columns.document,
            columns.state,
        )
        .execute(db)
        .await
        .map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }

    /// Something unique was taken: the key (then this is a repetition), the reference or the id.
    async fn first_result(
        &self,
        key: IdempotencyKey,
        db: &mut SqliteConnection,
    ) -> Result<Submitted, StoreError> {
        let key = &key.0[..];
        let first = sqlx::query!("SELECT id, reference FROM applications WHERE submission = ?", key)
            .fetch_optional(&mut *db)
            .await
            .map_err(failed)?;
        if let Some(first) = first {
            let row = RowOf::keyed("applications", &first.id);
            return Ok(Submitted {
                id: review::ApplicationId(row.uuid("id", &first.id)?),
                reference: row.checked("reference", first.reference.parse())?,
                first: false,
            });
        }
        let same_id = sqlx::query_scalar!("SELECT count(*) FROM applications WHERE id = ?", self.columns.id)
            .fetch_one(db)
            .await
            .map_err(failed)?;
        let subject = if same_id > 0 {
            Subject::Application
        } else {
            Subject::Reference
        };
        Err(StoreError::AlreadyExists(subject))
    }

    async fn update(&self, db: &mut SqliteConnection) -> Result<bool, StoreError> {
        let (filing, columns) = (&self.filing, &self.columns);
        let application = &filing.application;
        let head = &application.head.0[..];
        let language = filing.language.as_str();
        let done = sqlx::query!(
            "UPDATE applications SET
                 status = ?, step = ?, role = ?, office = ?, claimed_by = ?, sampled = ?, revision = ?, head = ?,
                 decided_at = ?, decided_by_people = ?, language = ?, holder = ?, holder_search = ?, email = ?,
                 document = ?, state = ?
             WHERE id = ? AND revision = ? AND erased_at IS NULL",
            columns.status,
            columns.step,
            columns.role,
            columns.office,
            columns.claimed_by,
            application.sampled,
            columns.revision,
            head,
            columns.decided_at,
            columns.by_people,
            language,
            filing.contact.holder,
            columns.holder_search,
            filing.contact.email,
            columns.document,
            columns.state,
            columns.id,
            columns.expected,
        )
        .execute(db)
        .await
        .map_err(failed)?;
        Ok(done.rows_affected() == 1)
    }

    async fn why_not(&self, db: &mut SqliteConnection) -> StoreError {
        let kept = sqlx::query_scalar!("SELECT count(*) FROM applications WHERE id = ?", self.columns.id)
            .fetch_one(db)
            .await;
        match kept {
            Ok(0) => StoreError::NotFound(Subject::Application),
            Ok(_) => StoreError::Conflict {
                subject: Subject::Application,
                expected: Expected::Revision(self.filing.expected_revision().unwrap_or_default()),
            },
            Err(error) => failed(error),
        }
    }

    async fn write_rest(&self, db: &mut SqliteConnection) -> Result<(), StoreError> {
        for (event, columns) in self.filing.events.iter().zip(&self.events) {
            self.insert_event(event, columns, db).await?;
        }
        if self.filing.cancel_timers {
            timers::cancel(&self.columns.id, db).await?;
        }
        for timer in &self.filing.timers {
            timers::set(timer, db).await?;
        }
        if let Some(change) = &self.filing.permit_change {
            permits::change(change, db).await?;
        }
        if let Some(permit) = &self.filing.permit {
            permits::insert(permit, db).await?;
        }
        for entry in &self.filing.outbox {
            outbox::insert(entry, db).await?;
        }
        Ok(())
    }

    async fn insert_event(
        &self,
        event: &Recorded,
        columns: &EventColumns,
        db: &mut SqliteConnection,
    ) -> Result<(), StoreError> {
        let at = micros(event.at);
        let (salt, commitment) = (&event.salt[..], &event.commitment.0[..]);
        let (previous, hash) = (&event.previous.0[..], &event.hash.0[..]);
        sqlx::query!(
            "INSERT INTO events (application, sequence, at, author, kind, payload, salt, commitment, previous, hash)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self.columns.id,
            columns.sequence,
            at,
            columns.author,
            columns.kind,
            columns.payload,
            salt,
            commitment,
            previous,
            hash,
        )
        .execute(db)
        .await
        .map_err(taken(&[("events.", Subject::Application)]))?;
        Ok(())
    }
}

impl Columns {
    fn of(filing: &Filing) -> Result<Self, StoreError> {
        let application = &filing.application;
        let expected = filing.expected_revision().ok_or(StoreError::Contradiction(
            "an application has fewer revisions than events",
        ))?;
        let status = StatusName::from(&application.status);
        if status == StatusName::Queued && filing.role.is_none() {
            return Err(StoreError::Contradiction(
                "a queued application is somebody's turn: name the role",
            ));
        }
        let (decided_at, by_people) = decided(application);
        Ok(Self {
            id: application.id.0.as_bytes().to_vec(),
            reference: filing.reference.to_string(),
            status: status.as_str(),
            step: application.status.step().map(ToString::to_string),
            role: filing.role.as_ref().map(ToString::to_string),
            office: application.office.as_ref().map(ToString::to_string),
            claimed_by: claimed_by(&application.status),
            revision: count(application.revision),
            expected: count(expected),
            decided_at,
            by_people,
            holder_search: searchable(&filing.contact.holder),
            document: filing.contact.document.map(|hash| hash.0.to_vec()),
            state: json(application)?,
        })
    }
}

impl EventColumns {
    fn of(event: &Recorded) -> Result<Self, StoreError> {
        Ok(Self {
            sequence: count(event.sequence),
            author: json(&event.actor)?,
            kind: name_of(&event.event.kind())?,
            payload: json(&event.event)?,
        })
    }
}

fn claimed_by(status: &Status) -> Option<Vec<u8>> {
    match status {
        Status::Claimed { by, .. } => Some(by.0.as_bytes().to_vec()),
        _ => None,
    }
}

fn decided(application: &Application) -> (Option<i64>, bool) {
    match &application.status {
        Status::Approved { at, by } | Status::Rejected { at, by, .. } => {
            (Some(micros(*at)), matches!(by, Decider::People(_)))
        }
        _ => (None, false),
    }
}

/// How names are searched: SQLite's own comparison knows the case of ASCII letters alone.
pub(crate) fn searchable(text: &str) -> String {
    text.to_lowercase()
}
