//! The permit on paper: for its holder, and for the office.

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use permit::Reference;
use store::{PermitRow, PermitStatus};

use super::show::see;
use crate::{Action, App, Scope, Visitor, WebError, authorise, issuing};

/// `GET /a/{reference}/permit.pdf`
pub(crate) async fn own(
    State(app): State<App>,
    Path(reference): Path<String>,
    visitor: Visitor,
    action: Action,
) -> Result<Response, WebError> {
    let no_key = || WebError::NoKey {
        reference: reference.clone(),
    };
    let parsed: Reference = reference.parse().map_err(|_| WebError::NotFound)?;
    let case = app.store.case_by_reference(&parsed).await?;
    authorise(&visitor, action, &Scope::of(&case.application)).map_err(|_| no_key())?;
    let permits = app.store.permits_of(case.application.id).await?;
    // A replaced permit has a newer one in its place; one that was revoked is not handed out again.
    let standing =
        |permit: &&PermitRow| matches!(permit.status, PermitStatus::Active | PermitStatus::Suspended);
    let permit = permits.iter().rev().find(standing).ok_or(WebError::NotFound)?;
    answer(&app, permit).await
}

/// `GET /o/permits/{number}/permit.pdf`
pub(crate) async fn of_office(
    State(app): State<App>,
    Path(number): Path<String>,
    visitor: Visitor,
    action: Action,
) -> Result<Response, WebError> {
    let (permit, _) = see(&app, &visitor, action, &number).await?;
    answer(&app, &permit).await
}

async fn answer(app: &App, permit: &PermitRow) -> Result<Response, WebError> {
    let published = app.services.version(&*app.store, &permit.version).await?;
    let pdf = issuing::pdf(app, permit, &published)?;
    let disposition = format!("inline; filename=\"{}-{}.pdf\"", permit.service, permit.number);
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
