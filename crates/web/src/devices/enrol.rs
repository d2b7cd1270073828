//! A phone becomes one of ours: an administrator's invitation, and the key that it made for itself.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use engine::devices::enrolling::Enrolling;
use permit::key::Jwk;
use serde::Deserialize;

use super::{admission, own::Answer};
use crate::{app::App, error::WebError, json::Sent, language::Speaks, peer::Peer};

/// What a phone sends that has opened an invitation.
#[derive(Deserialize)]
pub(crate) struct Request {
    token: String,
    key: Jwk,
    /// ES256 over the token's letters by that key: whoever sends a key holds it.
    proof: String,
}

/// `POST /api/v1/devices`: repeated with the same key it answers the same, since answers get lost at checkpoints.
pub(crate) async fn enrol(
    State(app): State<App>,
    peer: Peer,
    Speaks(language): Speaks,
    Sent(request): Sent<Request>,
) -> Result<Response, WebError> {
    let enrolling = Enrolling {
        token: &request.token,
        key: &request.key,
        proof: &request.proof,
    };
    let device = app.enrol_device(peer.0, enrolling).await?;
    let mut response = (StatusCode::CREATED, Json(Answer::of(&app, &device, language))).into_response();
    admission::hand_nonce(&app, &mut response, device.id.0);
    Ok(response)
}
