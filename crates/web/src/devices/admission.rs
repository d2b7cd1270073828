//! Reading a phone's signature from its request.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::Response,
};
use engine::{
    authorise::Caller,
    devices::{admission, refusal::DeviceRefusal},
    error::Error,
};
use uuid::Uuid;

use crate::{
    app::App,
    body::{Limit, read},
    error::WebError,
};

/// The most that a phone may send at once: two hundred scans are a quarter of it.
pub(crate) const BODY_LIMIT: usize = 192 * 1024;

/// Where every answer to a device brings the nonce of its next request.
pub(crate) const NONCE: HeaderName = HeaderName::from_static("device-nonce");

/// The device that signed a request, shut out or not, and the request with its body unread.
pub(crate) async fn identify(app: &App, request: Request) -> Result<(Caller, Request), WebError> {
    let (parts, body) = request.into_parts();
    let text = credentials(&parts.headers).ok_or(Error::Device(DeviceRefusal::Unknown))?;
    let signature = app.request_signature(text).await?;
    let body = read(&parts.extensions, body, Limit(BODY_LIMIT)).await?;
    let caller = app
        .caller_by_signature(signature, parts.method.as_str(), parts.uri.path(), &body)
        .await?;
    Ok((caller, Request::from_parts(parts, Body::from(body))))
}

fn credentials(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Device ")
}

/// The device that a request names, proved or not: whom the answer's nonce is for.
pub(crate) fn named(headers: &HeaderMap) -> Option<Uuid> {
    admission::named(credentials(headers)?)
}

/// Gives the nonce of the next request along with an answer.
pub(crate) fn hand_nonce(app: &App, response: &mut Response, device: Uuid) {
    if let Ok(nonce) = HeaderValue::from_str(&app.device_nonce(device)) {
        response.headers_mut().insert(NONCE, nonce);
    }
}
