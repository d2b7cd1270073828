//! The log of administration: who did what to whom. Applications have their own histories.

use std::collections::BTreeMap;

use async_trait::async_trait;
use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use permit::PermitNumber;
use review::{ApplicationId, MaybeNewer, PermitReason, PermitStatus, PersonId, StepMap};
use serde::{Deserialize, Serialize};

use crate::{DeviceId, IncidentId, JobId, JobResult, RevokedBy, StoreError};

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: AuditActor,
    /// What, and to whom.
    pub action: AuditAction,
}

/// A line as it is kept. Who did it, or what, may be known to a newer release alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: MaybeNewer<AuditActor>,
    /// Whose line it is, by which [`AuditQuery::by`] finds it.
    pub person: Option<PersonId>,
    /// What, and to whom.
    pub action: MaybeNewer<AuditAction>,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AuditActor {
    /// Somebody who is logged in.
    Person(PersonId),
    /// An applicant, on their own case.
    Applicant,
    /// An enrolled phone.
    Device(DeviceId),
    /// Rules, timers, or whoever holds the machine (the command line).
    System,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditAction {
    /// Logged in.
    LoggedIn,
    /// Tried to log in as this person.
    LogInRefused(PersonId),
    /// Showed no second factor of this person's, after their password.
    SecondFactorRefused(PersonId),
    /// Logged out.
    LoggedOut,
    /// Ended sessions of this person.
    SessionsEnded(PersonId),
    /// Forgot the browsers in which this person had logged in.
    BrowsersForgotten(PersonId),
    /// Added a person, in a release that did not tell with what.
    PersonAdded(PersonId),
    /// Added a person.
    AccountAdded {
        /// Whom.
        person: PersonId,
        /// All that the account has.
        with: Vec<Difference>,
    },
    /// Changed a person's name, address, password or grants, in a release that did not tell what.
    PersonChanged(PersonId),
    /// Set a person's password.
    PasswordSet(PersonId),
    /// Made a link by which this person sets their password.
    PasswordLinkMade(PersonId),
    /// Added a second factor of this person's.
    SecondFactorAdded(PersonId),
    /// Removed the second factors of this person.
    SecondFactorRemoved(PersonId),
    /// Added a passkey of this person's.
    PasskeyAdded {
        /// Whose.
        person: PersonId,
        /// What they call it.
        name: String,
    },
    /// Removed one passkey of this person's.
    PasskeyRemoved {
        /// Whose.
        person: PersonId,
        /// What they called it.
        name: String,
    },
    /// Showed a passkey of this person's that has signed less often than was known: there may be a copy of it. It was refused.
    PasskeyCopied {
        /// Whose.
        person: PersonId,
        /// What they call it.
        name: String,
    },
    /// Removed the authenticator app of this person, who has other second factors.
    AuthenticatorRemoved(PersonId),
    /// Made this person's recovery codes anew.
    RecoveryCodesRenewed(PersonId),
    /// Used one of this person's recovery codes.
    RecoveryCodeUsed(PersonId),
    /// Set a person's identity document, in a release that did not tell which.
    PersonDocumentSet(PersonId),
    /// Changed a person's account.
    AccountChanged {
        /// Whose.
        person: PersonId,
        /// What is different.
        what: Vec<Difference>,
    },
    /// Disabled a person.
    PersonDisabled(PersonId),
    /// Let a disabled person in again.
    PersonEnabled(PersonId),
    /// Published a version.
    VersionPublished {
        /// Of this service.
        service: ServiceId,
        /// The version.
        version: ContentHash,
        /// The one before it, where there was one and the release that published it told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<ContentHash>,
        /// What is different since then, a line each in the words of the service file.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        changes: Vec<String>,
    },
    /// Had a version published later, or asked another person to confirm its publication.
    PublicationPlanned {
        /// The job that does it, or that waits for another person.
        job: JobId,
        /// Of this service.
        service: ServiceId,
        /// The version.
        version: ContentHash,
        /// When it is to be published; as soon as may be where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
        /// Whether another person must confirm it.
        needs_another: bool,
        /// What would be different, a line each in the words of the service file.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        changes: Vec<String>,
    },
    /// Confirmed a publication that another person asked for, so that this job does it.
    PublicationConfirmed {
        /// The job.
        job: JobId,
        /// Of this service.
        service: ServiceId,
    },
    /// Called off a publication that was planned.
    PublicationCalledOff {
        /// The job that would have done it.
        job: JobId,
        /// Of this service.
        service: ServiceId,
    },
    /// Nobody confirmed a publication in time.
    PublicationLapsed {
        /// The job that waited.
        job: JobId,
        /// Of this service.
        service: ServiceId,
    },
    /// A publication that was planned could not be done when it was due.
    PublicationGivenUp {
        /// The job that tried.
        job: JobId,
        /// Of this service.
        service: ServiceId,
    },
    /// Asked that a service's open cases go to its current version. Which went, and which step each went to, is told by the
    /// applications' histories.
    CaseMoveAsked {
        /// The job that does it, or that waits for another person.
        job: JobId,
        /// Of this service.
        service: ServiceId,
        /// The versions that they are on, and how many are on each.
        from: Vec<(ContentHash, u64)>,
        /// The version that they are to go to.
        to: ContentHash,
        /// Where cases go whose step is to have another name.
        steps: StepMap,
        /// Whether another person must confirm it.
        needs_another: bool,
    },
    /// Confirmed a move of cases that another person asked for, so that this job does it.
    CaseMoveConfirmed {
        /// The job.
        job: JobId,
        /// Of this service.
        service: ServiceId,
    },
    /// Nobody confirmed a move of cases in time.
    CaseMoveLapsed {
        /// The job that waited.
        job: JobId,
        /// Of this service.
        service: ServiceId,
    },
    /// A move of cases has ended.
    CaseMoveEnded {
        /// The job that did it.
        job: JobId,
        /// Of this service.
        service: ServiceId,
        /// The version that they were to go to.
        to: ContentHash,
        /// Whether it went through all of them or was given up.
        result: JobResult,
        /// How many it moved.
        moved: u64,
        /// How many it left where they were.
        left: u64,
    },
    /// Had a service take no applications for some time.
    ServicePaused {
        /// The service.
        service: ServiceId,
        /// When it takes them again by itself, if it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Had a service take applications again.
    ServiceResumed(ServiceId),
    /// Had the site tell all its visitors something.
    BannerShown {
        /// What they read, by language.
        say: BTreeMap<String, String>,
        /// When it is taken down by itself, if it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// Took that down.
    BannerTakenDown,
    /// Changed a permit's status.
    PermitChanged {
        /// The permit.
        permit: PermitNumber,
        /// What it was.
        from: PermitStatus,
        /// What it is.
        to: PermitStatus,
        /// Why.
        reason: String,
    },
    /// Asked for a mass revocation. What it revokes is told by the applications' histories.
    RevocationAsked {
        /// The job that does it.
        job: JobId,
        /// What the permits have in common.
        which: RevokedBy,
        /// Why, as a code.
        reason: PermitReason,
        /// Why, in the office's words.
        note: String,
    },
    /// Confirmed a mass revocation that another person asked for, so that this job does it.
    RevocationConfirmed(JobId),
    /// Nobody confirmed a mass revocation in time.
    RevocationLapsed(JobId),
    /// A mass revocation has ended.
    RevocationEnded {
        /// The job that did it.
        job: JobId,
        /// Whether it went through all permits or was given up.
        result: JobResult,
        /// How many it revoked.
        revoked: u64,
        /// How many it left as they were, since the rules refused.
        refused: u64,
    },
    /// A mass revocation of before there were jobs; each permit has its own line too.
    PermitsRevoked {
        /// What they had in common.
        which: RevokedBy,
        /// How many.
        count: u64,
        /// Why.
        reason: String,
    },
    /// Sent a message again.
    MailResent(ApplicationId),
    /// Looked at somebody's case without it being theirs to decide.
    CaseSeen(ApplicationId),
    /// Asked that what an application tells of people be erased by law.
    ErasureAsked(ApplicationId),
    /// Was for it, as the first of two people of the office.
    ErasureProposed(ApplicationId),
    /// Decided that it stays.
    ErasureRefused(ApplicationId),
    /// Erased personal data by law.
    Erased(ApplicationId),
    /// Erased personal data since the time was over for which its service keeps them.
    ErasedAtEnd(ApplicationId),
    /// Offered to enrol a phone of this name.
    DeviceOffered(String),
    /// Enrolled a phone.
    DeviceEnrolled(DeviceId),
    /// Changed a phone's name, checkpoint or phrase, or believes it again.
    DeviceChanged(DeviceId),
    /// Believes a phone no more.
    DeviceRevoked(DeviceId),
    /// Looked permits up from a phone.
    PermitLookedUp {
        /// By a vehicle's plate, else by a permit's number.
        by_plate: bool,
        /// What was found.
        found: Vec<PermitNumber>,
    },
    /// Reported an incident.
    IncidentReported(IncidentId),
    /// Closed an incident.
    IncidentClosed(IncidentId),
    /// Signed a permit anew, since its key is void.
    PermitSignedAnew(PermitNumber),
    /// Declared a signing key void, by the sixteen hexadecimal digits of its id.
    KeyVoided(String),
    /// Asked for what they may not do, and was refused.
    Refused {
        /// What it was, by the name of the action in the table of duties.
        action: String,
    },
}

/// What was changed about an account. What has no text (a password) is told as changed and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What.
    pub field: AccountField,
    /// What it was; empty where there was nothing.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// A part of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountField {
    /// As colleagues know them.
    Name,
    /// What they log in with.
    Email,
    /// What they may do, as grants are written.
    Grants,
    /// The last characters of their identity document's number.
    DocumentEnding,
    /// Since when they may do nothing.
    DisabledSince,
    /// Their password, of which nothing is told.
    Password,
}

impl AccountField {
    /// Its name, as it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Grants => "grants",
            Self::DocumentEnding => "document-ending",
            Self::DisabledSince => "disabled-since",
            Self::Password => "password",
        }
    }
}

impl AuditAction {
    /// The case that it was about, where it was about one.
    pub fn application(&self) -> Option<ApplicationId> {
        match self {
            Self::MailResent(id)
            | Self::CaseSeen(id)
            | Self::ErasureAsked(id)
            | Self::ErasureProposed(id)
            | Self::ErasureRefused(id)
            | Self::Erased(id)
            | Self::ErasedAtEnd(id) => Some(*id),
            _ => None,
        }
    }
}

impl AuditActor {
    /// Whose line it is, for reading what one person did.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Applicant | Self::Device(_) | Self::System => None,
        }
    }
}

impl From<AuditEntry> for AuditRecord {
    fn from(entry: AuditEntry) -> Self {
        Self {
            at: entry.at,
            actor: entry.actor.into(),
            person: entry.actor.person(),
            action: entry.action.into(),
        }
    }
}

/// Which lines to read, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only what this person did.
    pub by: Option<PersonId>,
    /// Only what was done then or later.
    pub from: Option<Timestamp>,
    /// Only what was done before.
    pub until: Option<Timestamp>,
    /// Only actions of these kinds, by their names as they are kept; of every kind if there is none.
    pub kinds: Vec<&'static str>,
    /// Only lines before this number, for the next page.
    pub before: Option<u64>,
    /// At most this many.
    pub limit: u32,
}

/// The log of administration.
#[async_trait]
pub trait Audit {
    /// Adds a line; nothing changes or removes one.
    async fn record(&self, entry: &AuditEntry) -> Result<(), StoreError>;

    /// Lines with their numbers, newest first.
    async fn audit(&self, query: &AuditQuery) -> Result<Vec<(u64, AuditRecord)>, StoreError>;
}
