//! What enrolled phones scanned: kept for a time, so that a copy that is at two places at once is seen.

mod travel;

use std::collections::BTreeMap;

use async_trait::async_trait;
use forms::ServiceId;
use jiff::{SignedDuration, Timestamp};
use permit::{Freshness, PermitId, Verdict};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Device, DeviceId, Place, StoreError};

pub use travel::{FASTEST, Flag, Sighting, flags};

/// How many scans are kept at once, at most.
pub const SCANS_AT_ONCE: usize = 200;

/// What a phone calls one of its scans; with the phone's own id it is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScanId(pub Uuid);

/// A scan as a phone tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// The phone's name for it: the same each time it is sent.
    pub id: ScanId,
    /// The permit that the code named. Believed only where the verdict says that the issuer signed it.
    pub permit: Option<PermitId>,
    /// What the phone showed.
    pub verdict: Verdict,
    /// How far the verdict's status could be relied on.
    pub freshness: Freshness,
    /// When, by the phone's clock.
    pub scanned_at: Timestamp,
    /// When, by the server's: see [`corrected`].
    pub at: Timestamp,
    /// Where the phone was, if it said so; in a kept one, else where its checkpoint is.
    pub place: Option<Place>,
}

/// A scan as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptScan {
    /// The phone.
    pub device: DeviceId,
    /// What the phone told. Its permit is missing where nobody signed it, and once it was erased by law.
    pub scan: Scan,
    /// The permit's service. A permit without one is signed by a key of ours, and was not issued here.
    pub service: Option<ServiceId>,
    /// The checkpoint's name, if the phone was put up there before it scanned.
    pub checkpoint: Option<String>,
    /// When the server had it.
    pub received_at: Timestamp,
    /// Whether it and the scan before or after it are too far apart for the time between. Stays for as long as the scan.
    pub flagged: bool,
    /// The earlier scan that it is too far from.
    pub far_from: Option<(DeviceId, ScanId)>,
}

/// Two scans of one permit that nobody can have travelled between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlaggedPair {
    /// The earlier one.
    pub earlier: KeptScan,
    /// The later one.
    pub later: KeptScan,
}

/// Which scans are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanQuery {
    /// Scanned then or later (corrected time).
    pub from: Timestamp,
    /// Scanned before then.
    pub until: Timestamp,
    /// Only permits of these services; without it all, those of nothing known too.
    pub services: Option<Vec<ServiceId>>,
}

/// How many scans of one checkpoint and hour ended alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanTally {
    /// The checkpoint; none for phones that are put up nowhere.
    pub checkpoint: Option<String>,
    /// Where the hour begins (UTC).
    pub hour: Timestamp,
    /// What the phones showed.
    pub verdict: Verdict,
    /// How many.
    pub count: u64,
    /// How many of them are flagged.
    pub flagged: u64,
}

/// Scans.
#[async_trait]
pub trait Scans {
    /// Keeps what a phone scanned, durably, and answers the ids that are kept now, from this call or before: each is
    /// kept once for each phone, however often it is sent, and the first word stands. Scans too far apart for the time between are
    /// flagged, in whatever order they come. At most [`SCANS_AT_ONCE`]; more are a contradiction, and so is an id of ones
    /// alone. An unknown phone is [`StoreError::NotFound`].
    async fn keep_scans(
        &self,
        device: DeviceId,
        scans: &[Scan],
        received_at: Timestamp,
    ) -> Result<Vec<ScanId>, StoreError>;

    /// A permit's scans, latest first.
    async fn scans_of(&self, permit: &PermitId, limit: u32) -> Result<Vec<KeptScan>, StoreError>;

    /// How many scans ended how, by checkpoint and hour, in the order of both.
    async fn tally_scans(&self, query: &ScanQuery) -> Result<Vec<ScanTally>, StoreError>;

    /// Pairs too far apart whose later scan is asked for, latest first.
    async fn flagged_scans(&self, query: &ScanQuery, limit: u32) -> Result<Vec<FlaggedPair>, StoreError>;

    /// Deletes scans of a service's permits, or without one those of nothing known, that were received before then (what a
    /// phone's clock said decides nothing); answers how many. In portions, each durable by itself: do it again if it is interrupted.
    async fn forget_scans(&self, service: Option<&ServiceId>, before: Timestamp) -> Result<u64, StoreError>;
}

/// What is known of a permit that somebody read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Its service.
    pub service: ServiceId,
    /// Whether it was erased by law: then nothing new is tied to it.
    pub erased: bool,
}

impl KeptScan {
    /// The scan of a phone as it is kept, given what is known of the permit that it is believed to be of.
    pub fn of(scan: &Scan, device: &Device, issued: Option<&Issued>, received_at: Timestamp) -> Self {
        let at = believable(scan.at, received_at);
        let checkpoint = device.checkpoint_at(at);
        let place = scan.place.or(checkpoint.and_then(|checkpoint| checkpoint.place));
        Self {
            device: device.id,
            scan: Scan {
                permit: tied(scan.believed(), issued),
                scanned_at: plausible(scan.scanned_at),
                at,
                place,
                ..scan.clone()
            },
            service: issued.map(|issued| issued.service.clone()),
            checkpoint: checkpoint.map(|checkpoint| checkpoint.name.clone()),
            received_at,
            flagged: false,
            far_from: None,
        }
    }
}

/// A phone's clock may say anything. No permit was checked before 1970, and not every store has so early a time.
pub(crate) fn plausible(time: Timestamp) -> Timestamp {
    time.max(Timestamp::UNIX_EPOCH)
}

/// What a phone says was longer ago than this, it did not keep all that time: nobody had set its clock.
const LONGEST_UNSENT: SignedDuration = SignedDuration::from_hours(31 * 24);

/// When something was, as far as a phone is believed; at the latest when it told of it.
pub(crate) fn believable(at: Timestamp, received_at: Timestamp) -> Timestamp {
    if received_at.duration_since(at) > LONGEST_UNSENT {
        received_at
    } else {
        at
    }
}

/// A permit that something is tied to: one that the law erased is let go.
pub(crate) fn tied(believed: Option<PermitId>, issued: Option<&Issued>) -> Option<PermitId> {
    believed.filter(|_| issued.is_none_or(|issued| !issued.erased))
}

/// The later scans of pairs beside the earlier ones that they name; one whose earlier scan was forgotten is left out.
pub fn pairs(later: Vec<KeptScan>, earlier: Vec<KeptScan>) -> Vec<FlaggedPair> {
    let earlier: BTreeMap<(DeviceId, ScanId), KeptScan> = earlier
        .into_iter()
        .map(|kept| ((kept.device, kept.scan.id), kept))
        .collect();
    let paired = later.into_iter().filter_map(|later| {
        let earlier = earlier.get(&later.far_from?)?.clone();
        Some(FlaggedPair { earlier, later })
    });
    paired.collect()
}

/// Refuses what no phone of ours sends.
pub fn check_scans(scans: &[Scan]) -> Result<(), StoreError> {
    if scans.len() > SCANS_AT_ONCE {
        return Err(StoreError::Contradiction("too many scans at once"));
    }
    if scans.iter().any(|scan| scan.id.0.is_max()) {
        return Err(StoreError::Contradiction("an id of ones alone"));
    }
    Ok(())
}

impl Scan {
    /// The permit, where a key of ours signed it: whoever writes a permit's id into a code of their own must not write
    /// into that permit's history.
    pub fn believed(&self) -> Option<PermitId> {
        self.permit.filter(|_| is_signed(self.verdict))
    }
}

/// Whether the verdict says that the issuer signed what was read.
pub fn is_signed(verdict: Verdict) -> bool {
    match verdict {
        Verdict::NotAPermit | Verdict::UnknownIssuer | Verdict::Forged => false,
        Verdict::Revoked | Verdict::Suspended | Verdict::NotYetValid | Verdict::Expired | Verdict::Valid => {
            true
        }
    }
}

/// When something happened by the server's clock: by the phone's, moved by how wrong that was when it sent. Never later
/// than it was received.
pub fn corrected(happened_at: Timestamp, sent_at: Timestamp, received_at: Timestamp) -> Timestamp {
    let ago = sent_at.duration_since(happened_at).max(SignedDuration::ZERO);
    received_at.checked_sub(ago).unwrap_or(received_at)
}

#[cfg(test)]
mod tests;
