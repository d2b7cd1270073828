//! Scans arrive, some of them hours after: the phone had no network.

use jiff::Timestamp;
use permit::{Freshness, PermitId, Verdict};
use store::{Place, SCANS_AT_ONCE, Scan, ScanId, corrected};

use crate::{
    authorise::{Action, Caller},
    devices::admission::asking,
    engine::Engine,
    error::Error,
    limits::at_a_gate,
};

/// A scan as a phone tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanTold {
    /// The phone's name for it: the same each time it is sent.
    pub id: ScanId,
    /// The permit that the code named.
    pub permit: Option<PermitId>,
    /// What the phone showed.
    pub verdict: Verdict,
    /// How far the verdict's status could be relied on.
    pub freshness: Freshness,
    /// When, by the phone's clock.
    pub scanned_at: Timestamp,
    /// Where the phone was, if it says so.
    pub place: Option<Place>,
}

impl Engine {
    /// Keeps what a phone scanned, each scan once, however often it is sent; answers those that are kept, which the phone may
    /// forget. `sent_at` is the phone's clock as it sends: by it the scans' times are corrected.
    pub async fn keep_scans(
        &self,
        caller: &Caller,
        sent_at: Timestamp,
        scans: Vec<ScanTold>,
    ) -> Result<Vec<ScanId>, Error> {
        let device = asking(caller, Action::SendScans)?.id;
        // Each may bring two hundred scans: no checkpoint has so many cars.
        at_a_gate(self, "device-scans", device.0).await?;
        if scans.len() > SCANS_AT_ONCE {
            return Err(Error::TooLarge);
        }
        let now = self.now();
        let scans: Vec<Scan> = scans
            .into_iter()
            .map(|told| told.read(sent_at, now))
            .collect::<Result<_, _>>()?;
        Ok(self.store.keep_scans(device, &scans, now).await?)
    }
}

impl ScanTold {
    fn read(self, sent_at: Timestamp, now: Timestamp) -> Result<Scan, Error> {
        // The id of ones alone is nobody's.
        if self.id.0.is_max() {
            return Err(Error::BadRequest("no such id"));
        }
        Ok(Scan {
            id: self.id,
            permit: self.permit,
            verdict: self.verdict,
            freshness: self.freshness,
            scanned_at: self.scanned_at,
            at: corrected(self.scanned_at, sent_at, now),
            place: self.place,
        })
    }
}
