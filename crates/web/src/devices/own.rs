//! What a phone is told about itself.

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use engine::{
    devices::{Checkpoint, Device, Place},
    error::Error,
    incidents::{IncidentKind, reason::Reason},
};
use locale::Language;
use serde::Serialize;
use uuid::Uuid;

use crate::{app::App, error::WebError, gate::By, language::Speaks};

/// Its name, its place, and the signs by which people and phone know each other.
#[derive(Serialize)]
struct Facts {
    id: Uuid,
    name: String,
    checkpoint: Option<Stand>,
    phrase: String,
    /// The fingerprint of the root key that the phone pins; none where there is no root.
    root: Option<String>,
}

#[derive(Serialize)]
struct Stand {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
}

/// The same, with what can be reported.
#[derive(Serialize)]
pub(crate) struct Answer {
    #[serde(flatten)]
    facts: Facts,
    reasons: BTreeMap<&'static str, Vec<Choice>>,
}

#[derive(Serialize)]
struct Choice {
    code: &'static str,
    text: String,
}

/// `GET /api/v1/device`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Speaks(language): Speaks,
) -> Result<Json<Answer>, WebError> {
    let device = caller.device().ok_or(Error::Forbidden)?;
    Ok(Json(Answer::of(&app, device, language)))
}

fn choices(kind: IncidentKind, language: Language) -> (&'static str, Vec<Choice>) {
    let choice = |reason: &Reason| Choice {
        code: reason.code(),
        text: language.t(&reason.key()).into_owned(),
    };
    let kinds = Reason::of_kind(kind);
    (Reason::kind_name(kind), kinds.iter().map(choice).collect())
}

impl Answer {
    pub(super) fn of(app: &App, device: &Device, language: Language) -> Self {
        let kinds = [IncidentKind::Fake, IncidentKind::Seized, IncidentKind::Question];
        Self {
            facts: Facts::of(app, device),
            reasons: kinds.into_iter().map(|kind| choices(kind, language)).collect(),
        }
    }
}

impl Facts {
    fn of(app: &App, device: &Device) -> Self {
        Self {
            id: device.id.0,
            name: device.name.clone(),
            checkpoint: device.checkpoint.as_ref().map(Stand::of),
            phrase: device.phrase.clone(),
            root: app.issuer().root().map(|root| root.to_string()),
        }
    }
}

impl Stand {
    fn of(checkpoint: &Checkpoint) -> Self {
        let degrees = checkpoint.place.map(Place::degrees);
        Self {
            name: checkpoint.name.clone(),
            lat: degrees.map(|(lat, _)| lat),
            lon: degrees.map(|(_, lon)| lon),
        }
    }
}
