//! Erasing by law: requests that two people decide, what is over by its service's rules, and what was erased.

use async_trait::async_trait;
use forms::{OfficeId, ServiceId};
use jiff::Timestamp;
use permit::Reference;
use review::{ApplicationId, PersonId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AuditActor, AuditEntry, OutboxEntry, StoreError};

/// A request's identity, drawn by whoever asks: asked for twice, it is one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ErasureId(pub Uuid);

/// Why something is to be erased, as a code: it stays when the words beside it go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErasureGround {
    /// Whom it is about asks for it.
    Holder,
    /// A court or an authority ordered it.
    Order,
    /// It should never have been collected.
    Excess,
    /// The words say why.
    Other,
}

/// A request to erase what an application tells of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Its identity.
    pub id: ErasureId,
    /// Of which application.
    pub application: ApplicationId,
    /// The application's service.
    pub service: ServiceId,
    /// The office that the application was routed to.
    pub office: Option<OfficeId>,
    /// Who asked: the applicant, or somebody who works here.
    pub asked_by: AuditActor,
    /// When.
    pub asked_at: Timestamp,
    /// Why, as a code.
    pub ground: ErasureGround,
    /// Why, in words.
    pub words: Option<String>,
    /// Who of the office was for it first, and when: another person confirms.
    pub proposed: Option<(PersonId, Timestamp)>,
    /// How it ended.
    pub ended: Option<ErasureEnd>,
    /// How often it was changed.
    pub revision: u64,
}

/// How a request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureEnd {
    /// Who decided; none where the command line or the end of the time of keeping came first.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// What was decided.
    pub outcome: ErasureOutcome,
    /// Why it was refused, in words for whoever asked; gone where the law erased them later.
    pub refusal: Option<String>,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErasureOutcome {
    /// It is erased.
    Erased,
    /// It is not.
    Refused,
}

/// An application that was erased: what a list names it by, to be erased again after a backup was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErasedApplication {
    /// The application.
    pub id: ApplicationId,
    /// Its reference.
    pub reference: Reference,
    /// When it was erased.
    pub at: Timestamp,
}

/// A part of all requests that somebody may see; what is not named is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ErasureScope {
    /// Only applications of this service.
    pub service: Option<ServiceId>,
    /// Only applications that belong to this office.
    pub office: Option<OfficeId>,
}

/// Which open requests to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureQuery {
    /// What somebody may see: requests in any of these. No scope: no request.
    pub scopes: Vec<ErasureScope>,
    /// From 0.
    pub page: u32,
    /// How many rows a page has.
    pub rows: u32,
}

/// One page of requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasurePage {
    /// The page's rows.
    pub rows: Vec<Erasure>,
    /// How many rows all pages have.
    pub total: u64,
}

/// Which applications may be over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverQuery {
    /// Of this service.
    pub service: ServiceId,
    /// Submitted before this time, decided before it where they were decided, and without a permit that ended later.
    pub before: Timestamp,
    /// After this one, in the order in which they were submitted; from the first on without it.
    pub after: Option<ApplicationId>,
    /// At most this many.
    pub limit: u32,
}

/// Requests to erase, and what was erased.
#[async_trait]
pub trait Erasures {
    /// Keeps a new request with its line in the log. While an application has one that is open, another is
    /// [`StoreError::AlreadyExists`]; of one that was erased there is nothing left to ask, which is
    /// [`StoreError::NotFound`].
    async fn ask_erasure(&self, erasure: &Erasure, audit: &AuditEntry) -> Result<(), StoreError>;

    /// Keeps what became of an open request, with its line in the log and the letter that tells of it: at the revision that it
    /// has, and one further afterwards.
    /// [`StoreError::Conflict`] if somebody else has changed or ended it. That it is done is told by
    /// [`erase`](crate::Applications::erase).
    async fn change_erasure(
        &self,
        erasure: &Erasure,
        letter: Option<&OutboxEntry>,
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;

    /// An application's requests, oldest first.
    async fn erasures_of(&self, application: ApplicationId) -> Result<Vec<Erasure>, StoreError>;

    /// A page of the open requests that somebody may see, oldest first.
    async fn open_erasures(&self, query: &ErasureQuery) -> Result<ErasurePage, StoreError>;

    /// The applications that were erased, in the order of their ids, after the given one.
    async fn erased_applications(
        &self,
        after: Option<ApplicationId>,
        limit: u32,
    ) -> Result<Vec<ErasedApplication>, StoreError>;

    /// Applications that are closed, not erased, and may be over: whoever asks looks at each.
    async fn applications_over(&self, query: &OverQuery) -> Result<Vec<ApplicationId>, StoreError>;

    /// Forgets the forms about an application that were not taken, and the drafts with its answers: those that were begun with them, and the one that was sent as it. One
    /// whose mark was lost with its node is forgotten when its time is over.
    async fn forget_drafts_of(
        &self,
        application: ApplicationId,
        reference: &Reference,
    ) -> Result<(), StoreError>;

    /// Has what was erased leave the disk, as far as that is the program's to do: SQLite's files keep what was written last in a log
    /// beside them until it is moved to its place. Waits a little for whoever reads; where somebody reads for longer, the log is moved
    /// later, as always. A server does this by itself, in its own time.
    async fn leave_no_trace(&self) -> Result<(), StoreError>;
}

impl ErasureGround {
    /// All of them, in the order in which an officer reads them.
    pub const ALL: [Self; 4] = [Self::Holder, Self::Order, Self::Excess, Self::Other];

    /// The ground's word, stable for forms and translations.
    pub fn code(self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Order => "order",
            Self::Excess => "excess",
            Self::Other => "other",
        }
    }

    /// The ground of a word.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ground| ground.code() == code)
    }
}

impl Erasure {
    /// Whether its applicant asked, and nobody of the office.
    pub fn is_applicants(&self) -> bool {
        self.asked_by == AuditActor::Applicant
    }

    /// Whether nobody has decided it.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// What erasing leaves of it: no words; if it was open, it is done.
    #[must_use]
    pub fn erased(self, by: Option<PersonId>, at: Timestamp) -> Self {
        let ended = self.ended.unwrap_or(ErasureEnd {
            by,
            at,
            outcome: ErasureOutcome::Erased,
            refusal: None,
        });
        Self {
            words: None,
            ended: Some(ErasureEnd {
                refusal: None,
                ..ended
            }),
            revision: self.revision + 1,
            ..self
        }
    }
}

impl ErasureEnd {
    /// Whether it was erased.
    pub fn is_erased(&self) -> bool {
        self.outcome == ErasureOutcome::Erased
    }
}
