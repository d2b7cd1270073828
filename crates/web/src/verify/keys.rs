//! The public keys, for our scanner and for everybody's.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use engine::error::Error;

use super::COSE_SIGN1;
use crate::{app::App, error::WebError, prepared::Wanted};

/// `GET /.well-known/chasqui/keys.json`
pub(crate) async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, WebError> {
    let keys = app.issuer().keys.to_json();
    let wanted = Wanted {
        address: "/.well-known/chasqui/keys.json",
        language: None,
        edition: keys.clone(),
        kind: HeaderValue::from_static("application/jwk-set+json"),
    };
    app.prepared().answer(wanted, &headers, || Ok(keys))
}

/// `GET /.well-known/chasqui/keys.cose`: the same, as the off-line root has signed them.
pub(crate) async fn signed(State(app): State<App>, headers: HeaderMap) -> Result<Response, WebError> {
    let issuer = app.issuer();
    let rooted = issuer.rooted.as_ref().ok_or(Error::NotFound)?;
    let wanted = Wanted {
        address: "/.well-known/chasqui/keys.cose",
        language: None,
        edition: format!("{} {}", rooted.set.fingerprint(), rooted.set.version),
        kind: COSE_SIGN1,
    };
    app.prepared()
        .answer(wanted, &headers, || Ok(rooted.bytes.clone()))
}
