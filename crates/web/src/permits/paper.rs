//! The permit on paper: for its holder, and for the office.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use store::PermitRow;

use super::{handed_out::HandedOut, show::see};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    issuing,
    services::Published,
};

/// `GET /a/{reference}/permit.pdf`
pub(crate) async fn own(State(app): State<App>, permit: HandedOut) -> Result<Response, WebError> {
    answer(&app, &permit.permit, &permit.published)
}

/// `GET /o/permits/{number}/permit.pdf`
pub(crate) async fn of_office(
    State(app): State<App>,
    Path(number): Path<String>,
    visitor: Visitor,
    action: Action,
) -> Result<Response, WebError> {
    let (permit, _) = see(&app, &visitor, action, &number).await?;
    let published = app.services.version(&*app.store, &permit.version).await?;
    answer(&app, &permit, &published)
}

fn answer(app: &App, permit: &PermitRow, published: &Published) -> Result<Response, WebError> {
    let pdf = issuing::pdf(app, permit, published)?;
    let disposition = format!("inline; filename=\"{}-{}.pdf\"", permit.service, permit.number);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
