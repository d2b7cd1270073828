//! A phone reports what police found.

use axum::{Json, extract::State, http::StatusCode};
use engine::incidents::{IncidentId, IncidentKind, report::ReportTold};
use permit::Verdict;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    app::App,
    error::WebError,
    gate::By,
    json::Sent,
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
    By(caller): By,
    Sent(told): Sent<Told>,
) -> Result<(StatusCode, Json<Answer>), WebError> {
    let id = told.id;
    let number = app.report_incident(&caller, told.read()?).await?;
    let answer = Answer {
        id,
        number: number.map(|number| number.to_string()),
    };
    Ok((StatusCode::CREATED, Json(answer)))
}

impl Told {
    fn read(self) -> Result<ReportTold, WebError> {
        Ok(ReportTold {
            id: IncidentId(self.id),
            kind: self.kind,
            reason: self.reason,
            note: self.note,
            permit: self.cti.map(|Cti(permit)| permit),
            code: self.code,
            verdict: self.verdict,
            scanned_at: moment(self.scanned_at)?,
            sent_at: moment(self.sent_at)?,
        })
    }
}
