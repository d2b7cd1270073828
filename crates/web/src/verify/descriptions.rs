//! What each type of permit says in words, signed.

use axum::{
    Json,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use forms::Service;
use serde::Serialize;

use crate::{App, WebError, issuing};

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
pub(crate) async fn show(State(app): State<App>, Path(kind): Path<u32>) -> Result<Response, WebError> {
    let services = app.services.all();
    let published = services
        .iter()
        .find(|published| published.service.permit.kind == kind)
        .ok_or(WebError::NotFound)?;
    Ok((
        [(header::CONTENT_TYPE, "application/cose; cose-type=\"cose-sign1\"")],
        description(&app, &published.service)?,
    )
        .into_response())
}

/// A service's permit description, signed now.
pub fn description(app: &App, service: &Service) -> Result<Vec<u8>, WebError> {
    let issuer = app.issuer();
    let description = issuing::describe(service, &issuer.host, app.now());
    Ok(description.sign(&*issuer.status_signer)?)
}
