//! The public keys, for our scanner and for everybody's.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use crate::{App, WebError};

/// `GET /.well-known/chasqui/keys.json`
pub(crate) async fn show(State(app): State<App>) -> Response {
    (
        [(header::CONTENT_TYPE, "application/jwk-set+json")],
        app.issuer().keys.to_json(),
    )
        .into_response()
}

/// `GET /.well-known/chasqui/keys.cose`: the same, as the off-line root has signed them.
pub(crate) async fn signed(State(app): State<App>) -> Result<Response, WebError> {
    let issuer = app.issuer();
    let rooted = issuer.rooted.as_ref().ok_or(WebError::NotFound)?;
    Ok((
        [(header::CONTENT_TYPE, "application/cose; cose-type=\"cose-sign1\"")],
        rooted.bytes.clone(),
    )
        .into_response())
}
