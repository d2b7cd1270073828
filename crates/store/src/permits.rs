//! Issued permits: a row and a signature, never a file.

use async_trait::async_trait;
use forms::{ContentHash, Language, QuestionId, ServiceId};
use jiff::Timestamp;
use permit::{PermitId, PermitNumber, Verdict};
use review::{ApplicationId, PermitStatus, PersonId};
use serde::{Deserialize, Serialize};

use crate::{AuditAction, AuditActor, AuditEntry, OutboxEntry, StoreError};

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

/// A change of one permit's status.
#[derive(Clone, Debug)]
pub struct PermitChange {
    /// The permit.
    pub permit: PermitId,
    /// The application it was issued on.
    pub application: ApplicationId,
    /// The status that the caller has seen.
    pub from: PermitStatus,
    /// The new one.
    pub to: PermitStatus,
    /// Its line in the log; none where an event of the application tells it.
    pub line: Option<PermitLine>,
    /// Messages that leave because of it.
    pub outbox: Vec<OutboxEntry>,
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

/// A permit's signature under another key: the same claims, the same identity.
#[derive(Clone, Debug)]
pub struct Resigning {
    /// The permit.
    pub permit: PermitId,
    /// The application it was issued on.
    pub application: ApplicationId,
    /// The signed bytes that the caller has seen.
    pub seen: Vec<u8>,
    /// The new ones.
    pub signed: Vec<u8>,
    /// Messages that leave because of it.
    pub outbox: Vec<OutboxEntry>,
}

/// One action that revokes many permits and tells their holders.
#[derive(Clone, Debug)]
pub struct MassRevocation {
    /// Which: all active or suspended ones of these that have not expired.
    pub which: RevokedBy,
    /// Who does it.
    pub actor: AuditActor,
    /// Why, for the log and the holders.
    pub reason: String,
    /// When.
    pub at: Timestamp,
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

    /// Puts another signature in the place of the one that was seen, durably, with its messages and its line in the log;
    /// [`StoreError::Conflict`] if it is no longer there, or the permit was revoked, replaced or erased. Doing it again is fine and
    /// tells nobody twice.
    async fn resign_permit(&self, resigning: &Resigning, audit: &AuditEntry) -> Result<(), StoreError>;

    /// Changes a permit's status, durably and with its line in the log where it has one, if it still is what was seen.
    async fn change_permit(&self, change: &PermitChange) -> Result<(), StoreError>;

    /// How many permits a mass revocation would revoke if it were asked for now.
    async fn count_revocable(&self, which: &RevokedBy, now: Timestamp) -> Result<u64, StoreError>;

    /// Revokes permits in portions, each durable by itself, and answers how many. If it is interrupted,
    /// do it again: what is revoked stays and is not told twice.
    async fn revoke_all(&self, revocation: &MassRevocation) -> Result<u64, StoreError>;
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
            PermitStatus::Active if now < self.not_before => Verdict::NotYetValid,
            PermitStatus::Active if self.expires_at <= now => Verdict::Expired,
            PermitStatus::Active => Verdict::Valid,
        }
    }

    /// Whether its words were erased by law: then it is to nobody a permit any more.
    pub fn is_erased(&self) -> bool {
        self.printed.language.is_none()
    }

    /// Its status as pages name it; or that it has expired.
    pub fn state_at(&self, now: Timestamp) -> &'static str {
        match self.verdict_at(now) {
            Verdict::Expired => "expired",
            _ => self.status.name(),
        }
    }
}
