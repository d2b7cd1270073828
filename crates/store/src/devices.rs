//! Phones that police check permits with: offered by an administrator, enrolled once, revoked.

use async_trait::async_trait;
use jiff::Timestamp;
use review::PersonId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AuditEntry, Checkpoint, StoreError, TokenHash};

/// Names one enrolled phone; the `kid` of what it signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(pub Uuid);

/// A phone's public key: the uncompressed point of P-256 (SEC 1), `04 ‖ x ‖ y`. The private one never leaves the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeviceKey(pub [u8; 65]);

/// An offer to enrol a phone, shown as a QR; whoever scans it first has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// SHA-256 of the token in the QR.
    pub token: TokenHash,
    /// What the phone will be called.
    pub name: String,
    /// Where it will be put up.
    pub checkpoint: Option<Checkpoint>,
    /// What the app will show, so that whoever holds the phone knows that it is the right app.
    pub phrase: String,
    /// The administrator who offers it.
    pub made_by: PersonId,
    /// First moment in which it works no longer.
    pub expires_at: Timestamp,
    /// The phone that took it; none in an offer that is being made.
    pub device: Option<DeviceId>,
}

/// An enrolled phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its identity, in scans and incidents for ever.
    pub id: DeviceId,
    /// What it is called.
    pub name: String,
    /// What its requests are signed with.
    pub key: DeviceKey,
    /// Where it is put up.
    pub checkpoint: Option<Checkpoint>,
    /// Since when it is there: what it scanned before, it scanned elsewhere. The store sets it when the checkpoint changes.
    pub placed_at: Timestamp,
    /// What the app shows.
    pub phrase: String,
    /// The administrator who offered it.
    pub enrolled_by: PersonId,
    /// When it was enrolled.
    pub enrolled_at: Timestamp,
    /// When it last spoke to the server, to the minute; a crash may lose it.
    pub seen_at: Option<Timestamp>,
    /// Since when it is believed no more; phones are never deleted, since scans name them.
    pub revoked_at: Option<Timestamp>,
    /// How often the row was changed; 0 for a new one.
    pub revision: u64,
}

/// What became of an attempt to enrol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enrolled {
    /// This very call enrolled it.
    Now(Device),
    /// The same key took the offer before: the answer was lost on its way.
    AlreadyThisKey(Device),
    /// Another key took the offer.
    Used,
    /// Nobody took the offer, and its time is over.
    Expired,
    /// There is no such offer, or it is long over.
    Unknown,
}

/// Phones.
#[async_trait]
pub trait Devices {
    /// Keeps an offer, with its line in the log. It is forgotten a day after its end.
    async fn offer_enrolment(&self, offer: &Enrolment, audit: &AuditEntry) -> Result<(), StoreError>;

    /// An offer as it is kept, taken or not.
    async fn enrolment(&self, token: &TokenHash) -> Result<Enrolment, StoreError>;

    /// Takes an offer for a key, once, durably and with a line in the log (by the phone itself). The same key may ask
    /// again, as long as the offer is kept, and hears of the same phone. An id that is another phone's is
    /// [`StoreError::AlreadyExists`].
    async fn enrol(
        &self,
        token: &TokenHash,
        key: DeviceKey,
        id: DeviceId,
        now: Timestamp,
    ) -> Result<Enrolled, StoreError>;

    /// A phone, whether it is revoked or not.
    async fn device(&self, id: DeviceId) -> Result<Device, StoreError>;

    /// All phones, by name.
    async fn devices(&self) -> Result<Vec<Device>, StoreError>;

    /// Changes a phone's name, checkpoint, phrase and whether it is revoked, durably and with a line in the log, if it
    /// still is at the revision that was seen; the kept row's is one more. Nothing else of it changes.
    async fn change_device(&self, device: &Device, audit: &AuditEntry) -> Result<(), StoreError>;

    /// The phone spoke now. Not durable, and written at most once a minute; an unknown phone is fine.
    async fn seen(&self, id: DeviceId, now: Timestamp) -> Result<(), StoreError>;
}

impl Device {
    /// The checkpoint at which it was at that time, as far as is known.
    pub fn checkpoint_at(&self, at: Timestamp) -> Option<&Checkpoint> {
        self.checkpoint.as_ref().filter(|_| at >= self.placed_at)
    }
    /// This one with what may be changed of it taken from another, now.
    #[must_use]
    pub fn changed(self, new: Self, now: Timestamp) -> Self {
        let moved = self.checkpoint != new.checkpoint;
        Self {
            name: new.name,
            placed_at: if moved { now } else { self.placed_at },
            checkpoint: new.checkpoint,
            phrase: new.phrase,
            revoked_at: new.revoked_at,
            revision: self.revision + 1,
            ..self
        }
    }
}

impl Enrolment {
    /// The phone that takes the offer.
    pub fn taken_by(self, key: DeviceKey, id: DeviceId, now: Timestamp) -> Device {
        Device {
            id,
            name: self.name,
            key,
            checkpoint: self.checkpoint,
            placed_at: now,
            phrase: self.phrase,
            enrolled_by: self.made_by,
            enrolled_at: now,
            seen_at: None,
            revoked_at: None,
            revision: 0,
        }
    }

    /// What becomes of an attempt to take the offer with this key, where it is not open: the phone that has it, or
    /// that its time is over.
    pub fn why_not(&self, taker: Option<Device>, key: DeviceKey, now: Timestamp) -> Option<Enrolled> {
        match taker {
            Some(device) if device.key == key => Some(Enrolled::AlreadyThisKey(device)),
            Some(_) => Some(Enrolled::Used),
            None => (now >= self.expires_at).then_some(Enrolled::Expired),
        }
    }
}
