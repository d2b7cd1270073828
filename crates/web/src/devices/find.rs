//! Looking a permit up from a checkpoint, where the paper is wet or left at home: by its number or the vehicle's plate.

use axum::{Json, extract::State};
use permit::{PermitNumber, SignedPermit};
use serde::{Deserialize, Serialize};
use store::{AuditActor, AuditEntry, Deed, Device, PermitRow, if_there};

use crate::{App, Visitor, WebError, issuing, limits::at_a_gate};

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
    visitor: Visitor,
    Json(sought): Json<Sought>,
) -> Result<Json<Found>, WebError> {
    let device = visitor.device().ok_or(WebError::Forbidden)?;
    at_a_gate(&app, "device-find", device.id.0).await?;
    let rows = look_up(&app, &sought).await?;
    record(&app, device, &sought, &rows).await?;
    let permits = rows.into_iter().map(|row| FoundPermit {
        code: SignedPermit::from_kept(row.signed).qr_text(&app.settings.base_url),
        number: row.number.to_string(),
        photo: None,
    });
    Ok(Json(Found {
        permits: permits.collect(),
    }))
}

/// Permits that were erased by law are not found.
async fn look_up(app: &App, sought: &Sought) -> Result<Vec<PermitRow>, WebError> {
    match sought {
        Sought::Plate(plate) => {
            let vehicle = issuing::vehicle_hash(app, plate);
            Ok(app.store.permits_by_plate(&vehicle, ANSWERS).await?)
        }
        Sought::Number(number) => {
            let Ok(number) = number.parse::<PermitNumber>() else {
                return Ok(Vec::new());
            };
            let permit = if_there(app.store.permit_by_number(&number).await)?;
            Ok(permit
                .into_iter()
                .filter(|permit| permit.printed.language.is_some())
                .collect())
        }
    }
}

/// The numbers that were found, never the plate that was typed.
async fn record(app: &App, device: &Device, sought: &Sought, rows: &[PermitRow]) -> Result<(), WebError> {
    let entry = AuditEntry {
        at: app.now(),
        actor: AuditActor::Device(device.id),
        deed: Deed::PermitLookedUp {
            by_plate: matches!(sought, Sought::Plate(_)),
            found: rows.iter().map(|row| row.number).collect(),
        },
    };
    Ok(app.store.record(&entry).await?)
}
