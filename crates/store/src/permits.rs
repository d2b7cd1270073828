//! Issued permits: a row and a signature, never a file.

use async_trait::async_trait;
use forms::{ContentHash, Language, QuestionId, ServiceId};
use jiff::Timestamp;
use permit::{LEEWAY, PermitId, PermitNumber, Verdict};
use review::{ApplicationId, PermitStatus, PersonId};
use serde::{Deserialize, Serialize};

use crate::{AuditAction, AuditActor, AuditEntry, JobCursor, StoreError};

/// A permit as it was signed, and its status.
#[derive(Clone, Debug, PartialEq)]
pub struct PermitRow {
    /// Its identity in the QR.
    pub id: PermitId,
    /// What it is checked by where no camera is.
    pub number: PermitNumber,
    /// The application it was issued on.
    pub application: ApplicationId,
    /// The service.
    pub service: ServiceId,
    /// The version whose skeleton its paper is drawn on.
    pub version: ContentHash,
    /// Its status list.
    pub list: u32,
    /// Its place on that list.
    pub index: u32,
    /// When it was signed.
    pub issued_at: Timestamp,
    /// First second in which it holds.
    pub not_before: Timestamp,
    /// First second in which it no longer holds.
    pub expires_at: Timestamp,
    /// As last set; expiry is never stored.
    pub status: PermitStatus,
    /// The COSE bytes that the QR carries.
    pub signed: Vec<u8>,
    /// What the paper says beside them.
    pub printed: Printed,
    /// Everyone whose approval it needed; nobody if a rule approved.
    pub approved_by: Vec<PersonId>,
    /// What police find it by where they see only the vehicle; none once erased by law.
    pub vehicle: Option<VehicleHash>,
}

/// A vehicle's plate, hashed with the installation's secret: who reads the database cannot try out all plates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VehicleHash(pub [u8; 32]);

/// The words on the paper, as they were when it was issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// The paper's language; none once erased by law.
    pub language: Option<Language>,
    /// In the paper's order.
    pub fields: Vec<PrintedField>,
}

/// One answer on the paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedField {
    /// The question whose label stands beside it.
    pub question: QuestionId,
    /// The answer in words.
    pub value: String,
}

/// A change of one permit's status, as a part of a transition of its application.
#[derive(Clone, Debug)]
pub struct PermitChange {
    /// The permit.
    pub permit: PermitId,
    /// The status that the caller has seen.
    pub from: PermitStatus,
    /// The new one.
    pub to: PermitStatus,
    /// Its line in the log; none where an event of the application tells it.
    pub line: Option<PermitLine>,
}

/// What the log says of a permit's change that no event tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PermitLine {
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: AuditActor,
    /// Why.
    pub reason: String,
}

/// A permit's signature under another key: the same claims, the same identity. It is a part of a transition of its
/// application, and a conflict if the permit has another signature by then, or was revoked, replaced or erased.
#[derive(Clone, Debug)]
pub struct Resigning {
    /// The permit.
    pub permit: PermitId,
    /// The signed bytes that the caller has seen.
    pub seen: Vec<u8>,
    /// The new ones.
    pub signed: Vec<u8>,
}

/// What the permits of a mass revocation have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RevokedBy {
    /// Everything that this person approved, alone or with others.
    Approver(PersonId),
    /// Everything that a service issued in a time.
    Service {
        /// The service.
        service: ServiceId,
        /// Issued then or later.
        from: Timestamp,
        /// Issued before then.
        until: Timestamp,
    },
    /// What this person approved, alone or with others, of a service or in a time.
    Approvals {
        /// Who approved it.
        person: PersonId,
        /// Of this service alone.
        service: Option<ServiceId>,
        /// Issued then or later.
        from: Option<Timestamp>,
        /// Issued before then.
        until: Option<Timestamp>,
    },
}

/// What a person approved, as a store looks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approved<'a> {
    /// Who approved it.
    pub person: PersonId,
    /// Of this service alone.
    pub service: Option<&'a str>,
    /// Issued then or later.
    pub from: Option<Timestamp>,
    /// Issued before then.
    pub until: Option<Timestamp>,
}

impl RevokedBy {
    /// Whose approvals they are, with what narrows them down; nothing where a service's permits are meant, whoever approved them.
    pub fn approved(&self) -> Option<Approved<'_>> {
        match self {
            Self::Approver(person) => Some(Approved {
                person: *person,
                service: None,
                from: None,
                until: None,
            }),
            Self::Approvals {
                person,
                service,
                from,
                until,
            } => Some(Approved {
                person: *person,
                service: service.as_ref().map(ServiceId::as_str),
                from: *from,
                until: *until,
            }),
            Self::Service { .. } => None,
        }
    }
}

/// Permits.
#[async_trait]
pub trait Permits {
    /// A permit by its identity.
    async fn permit(&self, id: &PermitId) -> Result<PermitRow, StoreError>;

    /// A permit by its number.
    async fn permit_by_number(&self, number: &PermitNumber) -> Result<PermitRow, StoreError>;

    /// The permits issued on an application, oldest first.
    async fn permits_of(&self, application: ApplicationId) -> Result<Vec<PermitRow>, StoreError>;

    /// A vehicle's permits, newest first; those that were erased by law are not among them.
    async fn permits_by_plate(&self, vehicle: &VehicleHash, limit: u32)
    -> Result<Vec<PermitRow>, StoreError>;

    /// Permits in the order of their ids, after the given one: those that are active or suspended, have not expired and
    /// were not erased.
    async fn permits_after(
        &self,
        after: Option<&PermitId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError>;

    /// How many permits a mass revocation would revoke if it were asked for now.
    async fn count_revocable(&self, which: &RevokedBy, now: Timestamp) -> Result<u64, StoreError>;

    /// The next permits after the given one that a mass revocation concerns: issued by then, active or suspended, and not
    /// expired. They come in an order in which nothing is passed over, whatever is issued or changed meanwhile.
    async fn revocable_permits(
        &self,
        which: &RevokedBy,
        asked_at: Timestamp,
        after: Option<JobCursor>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError>;

    /// The next permits after the given one that a mass revocation concerned and that are revoked by now, in the same order.
    async fn revoked_permits(
        &self,
        which: &RevokedBy,
        asked_at: Timestamp,
        after: Option<JobCursor>,
        limit: u32,
    ) -> Result<Vec<PermitRow>, StoreError>;
}

impl PermitLine {
    /// The line of the log.
    pub fn entry(&self, permit: PermitNumber, from: PermitStatus, to: PermitStatus) -> AuditEntry {
        AuditEntry {
            at: self.at,
            actor: self.actor,
            action: AuditAction::PermitChanged {
                permit,
                from,
                to,
                reason: self.reason.clone(),
            },
        }
    }
}

impl PermitRow {
    /// What it is worth then, in the scanner's order: its status before its dates.
    pub fn verdict_at(&self, now: Timestamp) -> Verdict {
        match self.status {
            PermitStatus::Revoked | PermitStatus::Replaced => Verdict::Revoked,
            PermitStatus::Suspended => Verdict::Suspended,
            PermitStatus::Active if now + LEEWAY < self.not_before => Verdict::NotYetValid,
            PermitStatus::Active if self.expires_at <= now => Verdict::Expired,
            PermitStatus::Active => Verdict::Valid,
        }
    }

    /// Whether its words were erased by law: then it is to nobody a permit any more.
    pub fn is_erased(&self) -> bool {
        self.printed.language.is_none()
    }

    /// Its status as pages name it; or that it has expired, or does not hold yet.
    pub fn state_at(&self, now: Timestamp) -> &'static str {
        match self.verdict_at(now) {
            Verdict::Expired => "expired",
            Verdict::NotYetValid => "not-yet-valid",
            _ => self.status.name(),
        }
    }
}
