//! What each type of permit says in words, signed.

use axum::{
    Json,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use engine::{error::Error, permits::description::SIGNED_FOR};
use serde::Serialize;

use super::COSE_SIGN1;
use crate::{app::App, error::WebError, prepared::Wanted};

/// The permit types there are.
#[derive(Serialize)]
pub(crate) struct Types {
    types: Vec<u32>,
}

/// `GET /.well-known/chasqui/permits`
pub(crate) async fn list(State(app): State<App>) -> Json<Types> {
    let mut types: Vec<u32> = app
        .services
        .all()
        .iter()
        .map(|published| published.service.permit.kind)
        .collect();
    types.sort_unstable();
    Json(Types { types })
}

/// `GET /.well-known/chasqui/permits/{type}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(kind): Path<u32>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let services = app.services.all();
    let published = services
        .iter()
        .find(|published| published.service.permit.kind == kind)
        .ok_or(Error::NotFound)?;
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
