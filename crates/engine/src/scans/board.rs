//! Where and when permits were checked: for whoever answers for a service, and for auditors.

use jiff::Timestamp;
use permit::PermitNumber;
use store::{FlaggedPair, ScanQuery, ScanTally};

use super::reach;
use crate::{
    authorise::{Action, Caller, Scope, authorise},
    engine::Engine,
    error::Error,
    permits::look_ups::issued,
};

/// So many pairs are told of: whoever has more has other worries.
const PAIRS: u32 = 50;

/// What was scanned in a time, as far as its reader's grants reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanBoard {
    /// Scans of one permit at two places too far apart for the time between, latest first.
    pub pairs: Vec<FarApart>,
    /// How many scans ended how, by checkpoint and hour, in the order of both.
    pub tallies: Vec<ScanTally>,
}

/// Two scans of one permit that nobody can have travelled between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FarApart {
    /// The scans.
    pub pair: FlaggedPair,
    /// The permit's number, if it was issued here.
    pub number: Option<PermitNumber>,
}

impl Engine {
    /// What was scanned from then until before then, by the server's clock.
    pub async fn scan_board(
        &self,
        caller: &Caller,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<ScanBoard, Error> {
        authorise(caller, Action::SeeScans, &Scope::Somewhere).map_err(|_| Error::Forbidden)?;
        let query = ScanQuery {
            from,
            until,
            services: reach::services(self, caller, Action::SeeScans),
        };
        let mut pairs = Vec::new();
        for pair in self.store.flagged_scans(&query, PAIRS).await? {
            let permit = issued(self, pair.later.scan.believed()).await?;
            pairs.push(FarApart {
                pair,
                number: permit.map(|permit| permit.number),
            });
        }
        Ok(ScanBoard {
            pairs,
            tallies: self.store.tally_scans(&query).await?,
        })
    }
}
