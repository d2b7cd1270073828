//! What the engine keeps: the [`Store`] trait, its rows, its errors and the suite that every backend passes.
//!
//! The operations are the domain's (submit, commit a transition, reserve places on a status list), not
//! tables'. Each is one transaction of its own in every backend, and none spans two applications, so that a
//! database sharded by application id can stand behind the same trait. Time and randomness are arguments.
//!
//! Writing is safe to repeat: a submission by its key, a transition by its expected revision, and the rest
//! by being the same when done twice.

mod applications;
mod audit;
mod banner;
pub mod columns;
mod credentials;
mod devices;
mod drafts;
mod erasures;
mod error;
mod feedback;
mod incidents;
mod jobs;
mod limits;
mod look_ups;
mod moving;
mod outbox;
mod people;
mod permits;
mod places;
mod queue;
mod rows;
mod scans;
mod sessions;
mod status_lists;
mod status_name;
mod timers;
mod unsent;
mod versions;

#[cfg(feature = "conformance")]
pub mod conformance;

use async_trait::async_trait;
use jiff::Timestamp;

pub use applications::{
    Applications, Case, Contact, DocumentHash, OpenQuery, Submitted, SubmittedQuery, Transition,
};
pub use audit::{
    AccountField, Audit, AuditAction, AuditActor, AuditEntry, AuditQuery, AuditRecord, Difference,
};
pub use banner::{Banner, banner_told};
pub use credentials::{Credential, Credentials, Proof};
pub use devices::{Device, DeviceId, DeviceKey, Devices, Enrolled, Enrolment};
pub use drafts::{Draft, DraftId, Drafts};
pub use erasures::{
    ErasedApplication, Erasure, ErasureEnd, ErasureGround, ErasureId, ErasureOutcome, ErasurePage,
    ErasureQuery, ErasureScope, Erasures, OverQuery,
};
pub use error::{Expected, StoreError, Subject, if_there};
pub use feedback::{Comment, Feedback, Rating, Score, Scores};
pub use incidents::{
    Closing, Incident, IncidentId, IncidentKind, IncidentPage, IncidentQuery, Incidents, LONGEST_TEXT,
    Outcome, Report,
};
pub use jobs::{
    CaseMove, DueJob, Instruction, Job, JobCursor, JobId, JobProgress, JobResult, Jobs, KeptJob,
    PlannedPublication,
};
pub use limits::{Hits, Limits};
pub use look_ups::{LookUp, LookUps, LookedThrough};
pub use moving::{
    KeptApplication, KeptApplications, KeptLimit, KeptList, KeptVersion, Key, Kind, Moving, Record,
};
pub use outbox::{Delivery, Mail, MailRecord, Outbox, OutboxEntry, OutboxId, Retry, leased_until};
pub use people::{Grant, People, Person};
pub use permits::{
    Approved, PermitChange, PermitLine, PermitRow, Permits, Printed, PrintedField, Resigning, RevokedBy,
    VehicleHash,
};
pub use places::{Checkpoint, Place};
pub use queue::{Position, Queue, QueueFilter, QueuePage, QueueRow, QueueScope, Search, Tally, Waits};
pub use review::PermitStatus;
pub use rows::{RowOf, count, maybe_words, name_of};
pub use scans::{
    FASTEST, Flag, FlaggedPair, Issued, KeptScan, SCANS_AT_ONCE, Scan, ScanId, ScanQuery, ScanTally, Scans,
    Sighting, check_scans, corrected, flags, is_signed, pairs,
};
pub use sessions::{Session, Sessions, TokenHash};
pub use status_lists::{CAPACITY, IndexBlock, ListInfo, StatusLists};
pub use status_name::StatusName;
pub use timers::{DueTimer, KeptTimer, Timer, Timers};
pub use unsent::{UnsentForm, UnsentForms, UnsentId};
pub use versions::{
    CurrentVersion, Pause, Publication, TypedVersion, Version, VersionLine, Versions, pause_told,
};

/// Everything that the engine keeps. One value of it is shared by all of a process.
#[async_trait]
pub trait Store:
    Versions
    + Drafts
    + UnsentForms
    + Applications
    + Erasures
    + LookUps
    + Queue
    + Permits
    + StatusLists
    + People
    + Sessions
    + Credentials
    + Devices
    + Scans
    + Incidents
    + Audit
    + Outbox
    + Timers
    + Jobs
    + Limits
    + Feedback
    + Moving
    + Send
    + Sync
{
    /// Says what this database is for, once; later calls change nothing. Answers what it is for, so that a
    /// demo can refuse a ministry's data and a ministry a demo's.
    async fn dedicate(&self, purpose: Purpose) -> Result<Purpose, StoreError>;

    /// Keeps the mark of the secret that the program has, if none is kept yet, and answers the one that is: nodes
    /// with another secret would make links that the others refuse. The database must be dedicated before.
    async fn keep_secret_mark(&self, mine: SecretMark) -> Result<SecretMark, StoreError>;

    /// The mark that is kept, if one is.
    async fn secret_mark(&self) -> Result<Option<SecretMark>, StoreError>;

    /// Keeps another mark from now on: the secret of before is lost. Lists that were begun are closed, since their
    /// places were handed out in an order that the old secret made, and what applications are found by is emptied, to be filled
    /// in anew.
    async fn replace_secret_mark(&self, new: SecretMark) -> Result<(), StoreError>;

    /// What the site tells all its visitors, if it does.
    async fn banner(&self) -> Result<Option<Banner>, StoreError>;

    /// Has the site tell something to all its visitors, or no more, with a line in the log. The database must be dedicated before. It is not
    /// moved into another store.
    async fn set_banner(
        &self,
        banner: Option<&Banner>,
        by: AuditActor,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Reads and writes something small: whether the store can serve, for `/readyz`.
    async fn check(&self, now: Timestamp) -> Result<(), StoreError>;

    /// Forgets what has run out: drafts, forms that were not taken, sessions, what stands in for a proof, rate limits.
    async fn sweep(&self, now: Timestamp) -> Result<(), StoreError>;

    /// Finishes the writes that wait and lets go of the files. Later calls fail as unavailable.
    async fn close(&self);
}

/// What a secret is known by without telling it: a keyed hash of fixed words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecretMark(pub [u8; 32]);

/// What a database is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Real people's applications.
    Service,
    /// A demonstration: made-up people, permits that are trusted nowhere.
    Demo,
}

impl Purpose {
    /// The word that is kept.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Demo => "demo",
        }
    }

    /// The purpose of this word.
    pub fn read(word: &str) -> Option<Self> {
        [Self::Service, Self::Demo]
            .into_iter()
            .find(|purpose| purpose.as_str() == word)
    }
}
