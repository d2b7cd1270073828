//! The permit on paper: for its holder, and for the office.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use engine::{authorise::Action, permits::PermitRow, services::Published};

use super::{handed_out::HandedOut, number};
use crate::{app::App, error::WebError, gate::By, path::Path};

/// `GET /a/{reference}/permit.pdf`
pub(crate) async fn own(State(app): State<App>, permit: HandedOut) -> Result<Response, WebError> {
    answer(&app, &permit.permit, &permit.published)
}

/// `GET /o/permits/{number}/permit.pdf`
pub(crate) async fn of_office(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
) -> Result<Response, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::SeePermit, &number).await?;
    let published = app.version(&issued.permit.version).await?;
    answer(&app, &issued.permit, &published)
}

fn answer(app: &App, permit: &PermitRow, published: &Published) -> Result<Response, WebError> {
    let pdf = app.paper(permit, published)?;
    let disposition = format!("inline; filename=\"{}-{}.pdf\"", permit.service, permit.number);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
