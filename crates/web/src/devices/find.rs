//! Looking a permit up from a checkpoint, where the paper is wet or left at home: by its number or the vehicle's plate.

use axum::{Json, extract::State};
use permit::{PermitNumber, SignedPermit};
use serde::{Deserialize, Serialize};
use store::{AuditActor, PermitRow};

use crate::{app::App, error::WebError, gate::Asking, issuing, limits::at_a_gate, permits::look_up};

const ANSWERS: u32 = 10;

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
    Asking(device): Asking,
    Json(sought): Json<Sought>,
) -> Result<Json<Found>, WebError> {
    at_a_gate(&app, "device-find", device.id.0).await?;
    let rows = sought.found(&app).await?;
    let by_plate = matches!(sought, Sought::Plate(_));
    look_up::record(&app, AuditActor::Device(device.id), by_plate, &rows).await?;
    let permits = rows.into_iter().map(|row| FoundPermit {
        code: SignedPermit::from_kept(row.signed).qr_text(&app.settings.base_url),
        number: row.number.to_string(),
        photo: None,
    });
    Ok(Json(Found {
        permits: permits.collect(),
    }))
}

impl Sought {
    /// Newest first; permits that were erased by law are not found.
    async fn found(&self, app: &App) -> Result<Vec<PermitRow>, WebError> {
        match self {
            Sought::Plate(plate) => {
                let vehicle = issuing::vehicle_hash(app, plate);
                Ok(app.store.permits_by_plate(&vehicle, ANSWERS).await?)
            }
            Sought::Number(number) => {
                let Ok(number) = number.parse::<PermitNumber>() else {
                    return Ok(Vec::new());
                };
                Ok(look_up::by_number(app, &number).await?.into_iter().collect())
            }
        }
    }
}
