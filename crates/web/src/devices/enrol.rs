//! A phone becomes one of ours: an administrator's invitation, and the key that it made for itself.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jiff::SignedDuration;
use permit::{PublicKey, key::Jwk};
use serde::Deserialize;
use store::{DeviceId, DeviceKey, Enrolled, TokenHash};

use super::{DeviceRefusal, admission, own::Answer};
use crate::language::Speaks;
use crate::{
    app::App,
    desk,
    error::WebError,
    limits::{Peer, limit},
    secret,
};

const MOST: u32 = 30;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);

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
    Json(request): Json<Request>,
) -> Result<Response, WebError> {
    limit(&app, "enrol", &peer.bucket(), MOST, WINDOW).await?;
    let key = proved(&request).ok_or(DeviceRefusal::Proof)?;
    let token = secret::from_text(&request.token).ok_or(DeviceRefusal::TokenUnknown)?;
    let token = TokenHash(secret::hash(&token));
    let id = DeviceId(desk::new_id(&app));
    let device = match app.store.enrol(&token, key, id, app.now()).await? {
        Enrolled::Now(device) | Enrolled::AlreadyThisKey(device) => device,
        Enrolled::Used => return Err(DeviceRefusal::TokenUsed.into()),
        Enrolled::Expired => return Err(DeviceRefusal::TokenExpired.into()),
        Enrolled::Unknown => return Err(DeviceRefusal::TokenUnknown.into()),
    };
    let mut response = (StatusCode::CREATED, Json(Answer::of(&app, &device, language))).into_response();
    admission::hand_nonce(&app, &mut response, device.id.0);
    Ok(response)
}

fn proved(request: &Request) -> Option<DeviceKey> {
    let key = PublicKey::from_jwk(&request.key).ok()?;
    let proof = BASE64_URL_SAFE_NO_PAD.decode(&request.proof).ok()?;
    let is_theirs = key.verify(request.token.as_bytes(), &proof.try_into().ok()?);
    is_theirs.then(|| DeviceKey(*key.point()))
}
