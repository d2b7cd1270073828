//! Letting a phone in: its signature, the nonce, and that it was over this request.

use std::sync::Arc;

use aws_lc_rs::constant_time;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    response::Response,
};
use permit::PublicKey;
use store::{Device, DeviceId, if_there};
use uuid::Uuid;

use super::{
    DeviceRefusal,
    jws::{RequestClaims, SignedRequest},
    nonce,
};
use crate::{app::App, error::WebError, secret};

/// The most that a phone may send at once: two hundred scans are a quarter of it.
pub(crate) const BODY_LIMIT: usize = 192 * 1024;

/// Where every answer to a device brings the nonce of its next request.
pub(crate) const NONCE: HeaderName = HeaderName::from_static("device-nonce");

/// The device that signed a request, shut out or not, and the request with its body unread.
pub(crate) async fn identify(app: &App, request: Request) -> Result<(Arc<Device>, Request), WebError> {
    let (parts, body) = request.into_parts();
    let text = credentials(&parts.headers).ok_or(DeviceRefusal::Unknown)?;
    let signed = SignedRequest::read(text).ok_or(DeviceRefusal::Signature)?;
    let device = if_there(app.store.device(DeviceId(signed.device)).await)?.ok_or(DeviceRefusal::Unknown)?;
    let key = PublicKey::from_point(device.key.0)
        .ok_or_else(|| WebError::broken(format!("the key of device {} is none", signed.device)))?;
    if !signed.is_by(&key) {
        return Err(DeviceRefusal::Signature.into());
    }
    if !nonce::is_ours(app, signed.device, &signed.claims.nonce) {
        return Err(DeviceRefusal::Nonce.into());
    }
    let body = to_bytes(body, BODY_LIMIT).await.map_err(|_| WebError::TooLarge)?;
    if !is_of(&signed.claims, &parts.method, parts.uri.path(), &body) {
        return Err(DeviceRefusal::Signature.into());
    }
    app.store.seen(device.id, app.now()).await?;
    Ok((Arc::new(device), Request::from_parts(parts, Body::from(body))))
}

fn credentials(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Device ")
}

/// Whether it was signed over this very request.
fn is_of(claims: &RequestClaims, method: &Method, path: &str, body: &Bytes) -> bool {
    let same_body = secret::from_text(&claims.bsh)
        .is_some_and(|hash| constant_time::verify_slices_are_equal(&hash, &secret::hash(body)).is_ok());
    claims.htm == method.as_str() && claims.htp == path && same_body
}

/// The device that a request names, proved or not: whom the answer's nonce is for.
pub(crate) fn named(headers: &HeaderMap) -> Option<Uuid> {
    Some(SignedRequest::read(credentials(headers)?)?.device)
}

/// Gives the nonce of the next request along with an answer.
pub(crate) fn hand_nonce(app: &App, response: &mut Response, device: Uuid) {
    if let Ok(nonce) = HeaderValue::from_str(&nonce::fresh(app, device)) {
        response.headers_mut().insert(NONCE, nonce);
    }
}
