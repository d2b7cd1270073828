//! What each type of permit says in words, signed.

use axum::{Json, extract::State, http::HeaderMap, response::Response};
use engine::{error::Error, permits::description::SIGNED_FOR};
use serde::Serialize;

use super::COSE_SIGN1;
use crate::{app::App, error::WebError, path::Path, prepared::Wanted};

/// The permit types there are, and ever were.
#[derive(Serialize)]
pub(crate) struct Types {
    types: Vec<u32>,
}

/// `GET /.well-known/chasqui/permits`
pub(crate) async fn list(State(app): State<App>) -> Json<Types> {
    let types = app.services.types();
    Json(Types { types })
}

/// `GET /.well-known/chasqui/permits/{type}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(kind): Path<u32>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let published = app.permits_of_type(kind).await?.ok_or(Error::NotFound)?;
    let issuer = app.issuer();
    let (signer, hour) = (issuer.status_signer.key_id(), app.now().as_second() / SIGNED_FOR);
    let wanted = Wanted {
        address: &format!("/.well-known/chasqui/permits/{kind}"),
        language: None,
        edition: format!("{} {} {signer} {hour}", issuer.host, published.hash),
        kind: COSE_SIGN1,
    };
    app.prepared()
        .answer(wanted, &headers, || Ok(app.sign_description(&published.service)?))
}
