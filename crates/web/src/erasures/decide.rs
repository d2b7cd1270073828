//! Proposing an erasure, confirming it as the second person, or refusing it.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::Action,
    erasure::{
        ErasureGround, ErasureId,
        office::{ErasureCase, Seen},
        request::RequestError,
    },
    error::Error,
};
use uuid::Uuid;

use super::page;
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    page::Page,
};

/// `POST /o/cases/{case}/erase`
pub(crate) async fn propose(
    State(app): State<App>,
    Path(case): Path<String>,
    By(caller): By,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let found = app.erasure_case(&caller, Action::ProposeErasure, &case).await?;
    // Of what the applicant asked the ground is known.
    let ground = match found.open() {
        Some(open) => Some(open.ground),
        None => form.first("ground").and_then(ErasureGround::read),
    };
    let Some(ground) = ground else {
        return again(
            &app,
            page,
            &found,
            form,
            Wrong::new("ground", "erasure-no-ground"),
        )
        .await;
    };
    let words = form.first("words").unwrap_or_default();
    match app.propose_erasure(&found, ground, words).await {
        Ok(()) => Ok(back(&found, "proposed")),
        Err(error) => refused(&app, page, &found, form, error, "words").await,
    }
}

/// `POST /o/cases/{case}/erase/confirm`
pub(crate) async fn confirm(
    State(app): State<App>,
    Path(case): Path<String>,
    By(caller): By,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let found = app.erasure_case(&caller, Action::DecideErasure, &case).await?;
    match app.confirm_erasure(&found, seen(&form)?).await {
        Ok(_) => Ok(back(&found, "erased")),
        Err(error) => refused(&app, page, &found, form, error, "confirm").await,
    }
}

/// `POST /o/cases/{case}/erase/refuse`
pub(crate) async fn refuse(
    State(app): State<App>,
    Path(case): Path<String>,
    By(caller): By,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let found = app.erasure_case(&caller, Action::DecideErasure, &case).await?;
    let why = form.first("refusal").unwrap_or_default();
    match app.refuse_erasure(&found, seen(&form)?, why).await {
        Ok(()) => Ok(back(&found, "refused")),
        Err(error) => refused(&app, page, &found, form, error, "refusal").await,
    }
}

/// The request that the form was about, as its page showed it.
fn seen(form: &Form) -> Result<Seen, Error> {
    let id = form.first("request").and_then(|id| id.parse::<Uuid>().ok());
    let revision = form.first("revision").and_then(|revision| revision.parse().ok());
    match (id, revision) {
        (Some(id), Some(revision)) => Ok(Seen {
            id: ErasureId(id),
            revision,
        }),
        _ => Err(Error::BadRequest("the form names no request to erase")),
    }
}

fn address(found: &ErasureCase) -> String {
    format!("/o/cases/{}/erase", found.case().reference)
}

fn back(found: &ErasureCase, notice: &str) -> Response {
    Redirect::to(&format!("{}?notice={notice}", address(found))).into_response()
}

async fn refused(
    app: &App,
    page: Page,
    found: &ErasureCase,
    form: Form,
    error: RequestError,
    field: &'static str,
) -> Result<Response, WebError> {
    let text = match error {
        RequestError::Engine(Error::Conflict) => return changed(app, page, found, form).await,
        RequestError::Engine(error) => return Err(WebError::from(error).with_link(address(found))),
        RequestError::Open => "erasure-open",
        RequestError::Erased => return Ok(Redirect::to(&address(found)).into_response()),
        RequestError::Asked => "erasure-asked-already",
        RequestError::NotProposed => "erasure-not-proposed",
        RequestError::SamePerson => "erasure-same-person",
        RequestError::NoWords => "erasure-no-words",
    };
    again(app, page, found, form, Wrong::new(field, text)).await
}

/// The page as it is now, with what was typed, since somebody else was faster.
async fn changed(app: &App, page: Page, found: &ErasureCase, form: Form) -> Result<Response, WebError> {
    let caller = found.case().caller().clone();
    let key = found.case().reference.to_string();
    let now = app.erasure_case(&caller, Action::ProposeErasure, &key).await?;
    let wrong = Wrong::new("state", "erasure-changed");
    let view = page::view(app, page, &now, form, Some(wrong)).await?;
    Ok((StatusCode::CONFLICT, Html(view.render()?)).into_response())
}

async fn again(
    app: &App,
    page: Page,
    found: &ErasureCase,
    form: Form,
    wrong: Wrong,
) -> Result<Response, WebError> {
    let view = page::view(app, page, found, form, Some(wrong)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response())
}
