//! A phone reports what police found.

use axum::{Json, extract::State, http::StatusCode};
use permit::Verdict;
use serde::{Deserialize, Serialize};
use store::{IncidentId, IncidentKind, LONGEST_TEXT, Report, corrected};
use uuid::Uuid;

use super::Reason;
use crate::{
    app::App,
    error::WebError,
    gate::Asking,
    limits::at_a_gate,
    permits::issued,
    scans::receive::{Cti, moment},
};

/// What a phone sends.
#[derive(Deserialize)]
pub(crate) struct Told {
    id: Uuid,
    kind: IncidentKind,
    reason: String,
    note: Option<String>,
    cti: Option<Cti>,
    code: Option<String>,
    verdict: Verdict,
    scanned_at: i64,
    sent_at: i64,
}

/// What the phone may forget, and by which permit the office will speak of it.
#[derive(Serialize)]
pub(crate) struct Answer {
    id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
}

/// `POST /api/v1/incidents`: kept once, however often it is sent.
pub(crate) async fn report(
    State(app): State<App>,
    Asking(device): Asking,
    Json(told): Json<Told>,
) -> Result<(StatusCode, Json<Answer>), WebError> {
    let device = device.id;
    at_a_gate(&app, "device-incidents", device.0).await?;
    let now = app.now();
    // Phones keep what they offer for days: a reason of another release is one as well.
    if !Reason::is_code(&told.reason) {
        return Err(WebError::BadRequest("no such reason"));
    }
    if told.id.is_max() {
        return Err(WebError::BadRequest("no such id"));
    }
    let scanned_at = moment(told.scanned_at)?;
    let report = Report {
        id: IncidentId(told.id),
        device,
        kind: told.kind,
        reason: told.reason,
        note: told.note.map(shortened).filter(|note| !note.trim().is_empty()),
        permit: told.cti.map(|Cti(permit)| permit),
        code: told.code.map(shortened),
        verdict: told.verdict,
        scanned_at,
        at: corrected(scanned_at, moment(told.sent_at)?, now),
        received_at: now,
    };
    app.store.report(&report).await?;
    let permit = issued(&app, report.believed()).await?;
    let answer = Answer {
        id: told.id,
        number: permit.map(|permit| permit.number.to_string()),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

/// A report is never lost for being long: a phone that tried for ever to send it would help nobody.
fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((at, _)) => text[..at].to_owned(),
        None => text,
    }
}
