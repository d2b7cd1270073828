//! Scans arrive, some of them hours after: the phone had no network.

use axum::{Json, extract::State};
use engine::{
    devices::Place,
    error::Error,
    scans::{ScanId, receive::ScanTold},
};
use jiff::Timestamp;
use permit::{Freshness, PermitId, Verdict};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{app::App, error::WebError, gate::By, json::Sent};

/// What a phone sends when it has network.
#[derive(Deserialize)]
pub(crate) struct Batch {
    /// By the phone's clock, in milliseconds since 1970.
    sent_at: i64,
    scans: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    id: Uuid,
    cti: Option<Cti>,
    verdict: Verdict,
    freshness: Freshness,
    scanned_at: i64,
    lat: Option<f64>,
    lon: Option<f64>,
}

/// A permit's identity in hexadecimal, as phones write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Cti(pub(crate) PermitId);

impl TryFrom<String> for Cti {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut id = [0; 16];
        hex::decode_to_slice(text, &mut id)?;
        Ok(Self(PermitId(id)))
    }
}

/// What the phone may forget.
#[derive(Serialize)]
pub(crate) struct Answer {
    kept: Vec<Uuid>,
}

/// `POST /api/v1/scans`: each is kept once, however often it is sent.
pub(crate) async fn receive(
    State(app): State<App>,
    By(caller): By,
    Sent(batch): Sent<Batch>,
) -> Result<Json<Answer>, WebError> {
    let sent_at = moment(batch.sent_at)?;
    let scans: Vec<ScanTold> = batch
        .scans
        .into_iter()
        .map(Told::read)
        .collect::<Result<_, _>>()?;
    let kept = app.keep_scans(&caller, sent_at, scans).await?;
    Ok(Json(Answer {
        kept: kept.into_iter().map(|ScanId(id)| id).collect(),
    }))
}

/// A phone's milliseconds.
pub(crate) fn moment(milliseconds: i64) -> Result<Timestamp, WebError> {
    Timestamp::from_millisecond(milliseconds).map_err(|_| Error::BadRequest("no such time").into())
}

impl Told {
    fn read(self) -> Result<ScanTold, WebError> {
        Ok(ScanTold {
            id: ScanId(self.id),
            permit: self.cti.map(|Cti(permit)| permit),
            verdict: self.verdict,
            freshness: self.freshness,
            scanned_at: moment(self.scanned_at)?,
            place: self
                .lat
                .zip(self.lon)
                .and_then(|(lat, lon)| Place::near(lat, lon)),
        })
    }
}
