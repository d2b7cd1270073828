//! Applications: submitting, every later transition, and reading them back.

use async_trait::async_trait;
use forms::{ContentHash, Language, Role, ServiceId};
use jiff::Timestamp;
use permit::Reference;
use review::chain::Head;
use review::{Application, ApplicationId, Link, Recorded};
use uuid::Uuid;

use crate::{AuditEntry, Job, LookUp, OutboxEntry, PermitChange, PermitRow, Resigning, StoreError, Timer};

/// Everything that one transition writes, in one transaction.
#[derive(Clone, Debug)]
pub struct Transition {
    /// The application as it is after the transition, with what is kept beside it. Its reference never changes. Whether the law
    /// has erased its personal data is as the caller loaded it: if that has changed, it is a conflict.
    pub case: Case,
    /// What it is found by from now on, in place of what was kept before; none where the answers are as they were.
    pub look_ups: Option<Vec<LookUp>>,
    /// What happened, oldest first. The row must still be at the revision before these.
    pub events: Vec<Recorded>,
    /// Messages that leave because of it.
    pub outbox: Vec<OutboxEntry>,
    /// Forgets the application's timers before `timers` are set; not those that only a newer release knows.
    pub cancel_timers: bool,
    /// Timers to be set; one of the same name is replaced.
    pub timers: Vec<Timer>,
    /// The permit that is issued by it.
    pub permit: Option<PermitRow>,
    /// An earlier permit that changes by it.
    pub permit_change: Option<PermitChange>,
    /// An earlier permit that is signed anew by it.
    pub resigning: Option<Resigning>,
    /// What is to follow from it, for other applications.
    pub jobs: Vec<Job>,
}

/// Whom an application is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The holder's name as it will stand on the permit; what officers search by.
    pub holder: String,
    /// Where mail goes.
    pub email: Option<String>,
    /// Beside the reference, what opens the status page.
    pub document: Option<DocumentHash>,
}

/// The holder's document number, hashed with the installation's secret and the reference: who reads the
/// database cannot try out all numbers. Compare it in constant time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentHash(pub [u8; 32]);

/// What became of a submission: the first one's result, however often it was repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The application.
    pub id: ApplicationId,
    /// Its reference.
    pub reference: Reference,
    /// Whether this very call wrote it; a repetition's own transition is thrown away.
    pub first: bool,
}

/// An application with what is kept beside its fold.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The application.
    pub application: Application,
    /// What the applicant asks after it by.
    pub reference: Reference,
    /// The language in which the applicant is written to.
    pub language: Language,
    /// Whom it is about and how to reach them.
    pub contact: Contact,
    /// Whose turn it is: the role of the step where it now is, or where a sampled approval is looked at; none where nobody of the office
    /// has to do anything, be it because somebody outside it is asked to consent.
    pub role: Option<Role>,
    /// When personal data were erased by law.
    pub erased_at: Option<Timestamp>,
}

/// Which of a service's applications are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmittedQuery {
    /// The service.
    pub service: ServiceId,
    /// Submitted then or later.
    pub from: Timestamp,
    /// Submitted before.
    pub until: Timestamp,
    /// After this one, which was submitted then; from the first on without it.
    pub after: Option<(Timestamp, ApplicationId)>,
    /// At most this many.
    pub limit: u32,
}

impl SubmittedQuery {
    /// What the applications that are read come after.
    pub fn bound(&self) -> (Timestamp, ApplicationId) {
        self.after.unwrap_or((self.from, ApplicationId(Uuid::nil())))
    }
}

/// Which of a service's open applications are read: those that are not on a version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuery {
    /// The service.
    pub service: ServiceId,
    /// The version that they are not on.
    pub not_on: ContentHash,
    /// After this one; from the first on without it.
    pub after: Option<ApplicationId>,
    /// At most this many.
    pub limit: u32,
}

/// Applications and their histories.
#[async_trait]
pub trait Applications {
    /// Keeps a new application, durably and once: its id is the idempotency key, the same for whoever submits
    /// the same thing again. A reference that is taken is [`StoreError::AlreadyExists`]: draw another and try
    /// again.
    async fn submit(&self, transition: Transition) -> Result<Submitted, StoreError>;

    /// Keeps a transition, durably and whole, if nobody else has moved the application since; else
    /// [`StoreError::Conflict`] and nothing is kept, no permit and no message either.
    async fn commit(&self, transition: Transition) -> Result<(), StoreError>;

    /// What was submitted under this id, if anything was: for whoever did not hear the answer.
    async fn submitted(&self, id: ApplicationId) -> Result<Option<Submitted>, StoreError>;

    /// An application.
    async fn case(&self, id: ApplicationId) -> Result<Case, StoreError>;

    /// An application by its reference, which alone opens nothing: compare [`Contact::document`].
    async fn case_by_reference(&self, reference: &Reference) -> Result<Case, StoreError>;

    /// A service's applications in the order in which they were submitted, but for those that the law erased.
    async fn cases_submitted(&self, query: &SubmittedQuery) -> Result<Vec<Case>, StoreError>;

    /// How many of a service's applications were submitted in a time and are erased.
    async fn erased_submitted(
        &self,
        service: &ServiceId,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<u64, StoreError>;

    /// A service's open applications that are on other versions of it than that one, in the order of their ids, but for those that the
    /// law erased.
    async fn open_cases(&self, query: &OpenQuery) -> Result<Vec<Case>, StoreError>;

    /// On which versions a service's open applications are, and how many on each, but for those that the law erased.
    async fn open_by_version(&self, service: &ServiceId) -> Result<Vec<(ContentHash, u64)>, StoreError>;

    /// Its events, oldest first; what the law erased is left as its hashes, and a newer release's are as they are.
    async fn history(&self, id: ApplicationId) -> Result<Vec<Link>, StoreError>;

    /// The ends of all chains in the order of their ids, after the given one: what a checkpoint covers.
    async fn heads(&self, after: Option<ApplicationId>, limit: u32) -> Result<Vec<Head>, StoreError>;

    /// Erases by law what tells of a person: answers, contact, what it is found by, payloads and salts of its events, what its
    /// permits print, its messages. Status, decisions and the chain's hashes stay. Doing it again is fine. An
    /// application with fields of a newer release is [`StoreError::Newer`]: they may tell of the person.
    async fn erase(&self, id: ApplicationId, audit: &AuditEntry) -> Result<(), StoreError>;
}

impl Case {
    /// Whether its personal data were erased by law.
    pub fn is_erased(&self) -> bool {
        self.erased_at.is_some()
    }

    /// What the law leaves of it and of its history. Whoever adds a field decides here whether it tells of a person.
    #[must_use]
    pub fn erased(self, history: &[Link], at: Timestamp) -> Self {
        Self {
            application: self.application.erased(history),
            reference: self.reference,
            language: self.language,
            contact: Contact::default(),
            role: self.role,
            erased_at: Some(at),
        }
    }
}

impl Transition {
    /// Refuses what cannot be: words about somebody whose data the law erased.
    pub fn check(&self) -> Result<(), StoreError> {
        let tells = self.case.contact != Contact::default()
            || !self.case.application.answers.0.is_empty()
            || !self.outbox.is_empty()
            || self.look_ups.is_some();
        if self.case.is_erased() && tells {
            return Err(StoreError::Contradiction(
                "of somebody whose data were erased nothing is kept any more",
            ));
        }
        Ok(())
    }

    /// The revision at which the kept row must be; none if there are more events than revisions.
    pub fn expected_revision(&self) -> Option<u64> {
        let events = u64::try_from(self.events.len()).ok()?;
        self.case.application.revision.checked_sub(events)
    }
}
