//! Work that takes longer than a request: kept, taken by one node at a time, and gone on with by any.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use forms::{ContentHash, ServiceId};
use jiff::{SignedDuration, Timestamp};
use review::{ApplicationId, MaybeNewer, PermitReason, PermitRef, PersonId, Replaces, StepMap};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AuditActor, AuditEntry, Expected, RevokedBy, StoreError, Subject};

/// A job's identity, drawn by whoever asks for it: asked for twice, it is one job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct JobId(pub Uuid);

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Instruction {
    /// Revoke all permits that have something in common, and tell their holders.
    RevokePermits {
        /// What they have in common.
        which: RevokedBy,
        /// Why, as a code.
        reason: PermitReason,
        /// Why, in the office's words, for the holders.
        note: String,
        /// Who confirmed it, where it takes two people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_by: Option<PersonId>,
    },
    /// A mass revocation that waits for another person to confirm it. It is due when it is too late for that.
    AskToRevoke {
        /// What the permits have in common.
        which: RevokedBy,
        /// Why, as a code.
        reason: PermitReason,
        /// Why, in the office's words, for the holders.
        note: String,
    },
    /// Replace one permit by a newer one that is in force by then.
    ReplacePermit {
        /// The permit that is to be replaced, and why.
        earlier: Replaces,
        /// The permit that stands in its place.
        by: PermitRef,
    },
    /// Make a version current, in the place of the one that was when it was asked for.
    Publish {
        /// Which.
        publication: PlannedPublication,
        /// Who confirmed it, where it takes two people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_by: Option<PersonId>,
    },
    /// A publication that waits for another person to confirm it. It is due when it is too late for that.
    AskToPublish {
        /// Which.
        publication: PlannedPublication,
    },
    /// Move the open cases of a service that are on other versions to one version.
    MoveCases {
        /// Which, and how.
        asked: CaseMove,
        /// Who confirmed it, where it takes two people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed_by: Option<PersonId>,
    },
    /// A move of cases that waits for another person to confirm it. It is due when it is too late for that.
    AskToMoveCases {
        /// Which, and how.
        asked: CaseMove,
    },
    /// Erase what those applications of a service tell of people for which the time is over that they are kept.
    EraseOver {
        /// The service.
        service: ServiceId,
    },
}

/// A version that is to become the current one of its service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPublication {
    /// The service.
    pub service: ServiceId,
    /// The version.
    pub version: ContentHash,
    /// Its file, as its owner wrote it.
    pub source: String,
    /// The version in whose place it is to be; none of a service that is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of: Option<ContentHash>,
    /// When; as soon as may be where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// The open cases of a service are to go to one version of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMove {
    /// The service.
    pub service: ServiceId,
    /// The version that they go to, which was current when it was asked for.
    pub to: ContentHash,
    /// Where cases go whose step is to have another name.
    pub steps: StepMap,
}

/// A job that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its identity.
    pub id: JobId,
    /// What is to be done.
    pub instruction: Instruction,
    /// Who asks for it, in whose name it is done.
    pub by: AuditActor,
    /// When it was asked for.
    pub at: Timestamp,
    /// When it is to be begun.
    pub due_at: Timestamp,
    /// How many things it was said to concern.
    pub total: u64,
}

/// How far a job has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobProgress {
    /// How many things it was said to concern when it was asked for.
    pub total: u64,
    /// How many it has done.
    pub done: u64,
    /// How many it has left as they are, since the rules refused.
    pub refused: u64,
    /// How many it had done when it last began from the beginning.
    #[serde(default)]
    pub done_before: u64,
    /// The last thing it has dealt with since then, in the order in which it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<JobCursor>,
    /// The first of those that were left as they are, by their permits' numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<String>,
}

/// What a job has come to: an application, and a permit of it where the job is about permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobCursor {
    /// The application.
    pub application: ApplicationId,
    /// Its permit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permit: Option<PermitRef>,
}

/// A job that a node has taken to go on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueJob {
    /// The job.
    pub job: Job,
    /// How far it has come.
    pub progress: JobProgress,
    /// How often it was taken since it last went forward, this time included.
    pub attempts: u32,
    /// Until when it is the taker's alone.
    pub leased_until: Timestamp,
}

/// How a job ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobResult {
    /// It is done.
    Done,
    /// It was given up: it failed too often, or whoever asked for it may not do it any more.
    GivenUp,
    /// Somebody called it off.
    CalledOff,
}

/// A job as it is kept. Its parts may be known to a newer release alone.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptJob {
    /// Its identity.
    pub id: JobId,
    /// What is to be done.
    pub instruction: MaybeNewer<Instruction>,
    /// Who asked for it.
    pub by: MaybeNewer<AuditActor>,
    /// When it was asked for.
    pub at: Timestamp,
    /// How far it has come.
    pub progress: MaybeNewer<JobProgress>,
    /// When it may be taken next, unless somebody has it.
    pub due_at: Timestamp,
    /// How often it was taken since it last went forward.
    pub attempts: u32,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When and how it ended.
    pub ended: Option<(Timestamp, MaybeNewer<JobResult>)>,
}

/// Jobs.
#[async_trait]
pub trait Jobs {
    /// Keeps a job, with its line in the log where somebody asked for it, so that some node does it. One that is kept already stays
    /// as it is, and leaves no second line.
    async fn enqueue(&self, job: &Job, audit: Option<&AuditEntry>) -> Result<(), StoreError>;

    /// Takes jobs that are due, oldest first, for as long as the lease. What only a newer release knows how to do is left to
    /// that release:
    /// found due, it is let go for the time of the lease, so that it holds up no other.
    async fn due_jobs(
        &self,
        now: Timestamp,
        lease: SignedDuration,
        limit: u32,
    ) -> Result<Vec<DueJob>, StoreError>;

    /// Keeps how far a job has come, and holds it for as long as the lease again. [`StoreError::Conflict`] if somebody else has
    /// taken it meanwhile.
    async fn job_went_on(
        &self,
        job: &DueJob,
        progress: &JobProgress,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<DueJob, StoreError>;

    /// A job is over, with its line in the log if it was asked for with one; `error` says why it was given up.
    /// [`StoreError::Conflict`] if somebody else has taken it meanwhile.
    async fn end_job(
        &self,
        job: &DueJob,
        result: JobResult,
        error: Option<&str>,
        at: Timestamp,
        audit: Option<&AuditEntry>,
    ) -> Result<(), StoreError>;

    /// Calls off a job, with its line in the log. [`StoreError::Conflict`] if somebody is at it, or if it is over.
    async fn call_off_job(&self, id: JobId, at: Timestamp, audit: &AuditEntry) -> Result<(), StoreError>;

    /// A job is over of which nothing needs to be kept, since what it did tells of itself. [`StoreError::Conflict`] if somebody
    /// else has taken it meanwhile.
    async fn forget_job(&self, job: &DueJob) -> Result<(), StoreError>;

    /// A job could not go on, and is to be tried again then. Ignored if somebody else has taken it meanwhile.
    async fn job_failed(&self, job: &DueJob, error: &str, again_at: Timestamp) -> Result<(), StoreError>;

    /// A job.
    async fn job(&self, id: JobId) -> Result<KeptJob, StoreError>;

    /// All jobs of a kind that are not over, the newest first.
    async fn open_jobs(&self, kind: &str) -> Result<Vec<KeptJob>, StoreError>;

    /// Jobs of a kind, the newest first: those before the given one, or all.
    async fn jobs(&self, kind: &str, before: Option<JobId>, limit: u32) -> Result<Vec<KeptJob>, StoreError>;
}

impl Instruction {
    /// The kinds of jobs that this release knows how to do.
    pub const KINDS: [&str; 8] = [
        Self::REVOKE_PERMITS,
        Self::ASK_TO_REVOKE,
        Self::REPLACE_PERMIT,
        Self::ERASE_OVER,
        Self::PUBLISH,
        Self::ASK_TO_PUBLISH,
        Self::MOVE_CASES,
        Self::ASK_TO_MOVE_CASES,
    ];
    /// The kind of [`Self::RevokePermits`].
    pub const REVOKE_PERMITS: &str = "revoke-permits";
    /// The kind of [`Self::AskToRevoke`].
    pub const ASK_TO_REVOKE: &str = "ask-to-revoke";
    /// The kind of [`Self::ReplacePermit`].
    pub const REPLACE_PERMIT: &str = "replace-permit";
    /// The kind of [`Self::EraseOver`].
    pub const ERASE_OVER: &str = "erase-over";
    /// The kind of [`Self::Publish`].
    pub const PUBLISH: &str = "publish";
    /// The kind of [`Self::AskToPublish`].
    pub const ASK_TO_PUBLISH: &str = "ask-to-publish";
    /// The kind of [`Self::MoveCases`].
    pub const MOVE_CASES: &str = "move-cases";
    /// The kind of [`Self::AskToMoveCases`].
    pub const ASK_TO_MOVE_CASES: &str = "ask-to-move-cases";
}

impl Job {
    /// How far it has come when nobody has begun.
    pub fn unbegun(&self) -> JobProgress {
        JobProgress {
            total: self.total,
            ..JobProgress::default()
        }
    }
}

impl DueJob {
    /// The same once this much is done and it is held until then.
    #[must_use]
    pub fn gone_on(&self, progress: &JobProgress, leased_until: Timestamp) -> Self {
        Self {
            progress: progress.clone(),
            attempts: 1,
            leased_until,
            ..self.clone()
        }
    }

    /// Whether a statement that asks for its lease found it: a conflict if it touched no row.
    pub fn is_held(rows: u64) -> Result<(), StoreError> {
        if rows == 1 {
            return Ok(());
        }
        Err(StoreError::Conflict {
            subject: Subject::Job,
            expected: Expected::Lease,
        })
    }
}

impl KeptJob {
    /// The job for who has just taken it, if this release knows all of it.
    pub fn taken(self, leased_until: Timestamp) -> Option<DueJob> {
        let (MaybeNewer::Known(instruction), MaybeNewer::Known(by), MaybeNewer::Known(progress)) =
            (self.instruction, self.by, self.progress)
        else {
            return None;
        };
        Some(DueJob {
            job: Job {
                id: self.id,
                instruction,
                by,
                at: self.at,
                due_at: self.due_at,
                total: progress.total,
            },
            progress,
            attempts: self.attempts,
            leased_until,
        })
    }
}

impl FromStr for JobId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
