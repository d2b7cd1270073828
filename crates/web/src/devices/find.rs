//! Looking a permit up from a checkpoint, where the paper is wet or left at home: by its number or the vehicle's plate.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};

use crate::{app::App, error::WebError, gate::By, json::Sent};

/// What to look for.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Sought {
    /// A permit's number, as people type it.
    Number(String),
    /// A vehicle's plate, as people type it.
    Plate(String),
}

/// What was found, newest first.
#[derive(Serialize)]
pub(crate) struct Found {
    permits: Vec<FoundPermit>,
}

#[derive(Serialize)]
struct FoundPermit {
    /// The QR's whole text: the phone verifies it as if it had scanned it.
    code: String,
    number: String,
    /// No service asks for one yet.
    photo: Option<String>,
}

/// `POST /api/v1/permits/find`: every look-up is in the log, whatever it found.
pub(crate) async fn find(
    State(app): State<App>,
    By(caller): By,
    Sent(sought): Sent<Sought>,
) -> Result<Json<Found>, WebError> {
    let found = match &sought {
        Sought::Number(number) => app.find_permit_by_number(&caller, number).await?,
        Sought::Plate(plate) => app.find_permits_by_plate(&caller, plate).await?,
    };
    let permits = found.into_iter().map(|found| FoundPermit {
        code: found.code,
        number: found.number.to_string(),
        photo: None,
    });
    Ok(Json(Found {
        permits: permits.collect(),
    }))
}
