//! The public keys, for our scanner and for everybody's.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use crate::App;

/// `GET /.well-known/chasqui/keys.json`
pub(crate) async fn show(State(app): State<App>) -> Response {
    (
        [(header::CONTENT_TYPE, "application/jwk-set+json")],
        app.issuer().keys.to_json(),
    )
        .into_response()
}
