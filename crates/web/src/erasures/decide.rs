//! Proposing an erasure, confirming it as the second person, or refusing it.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
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

use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    path::Path,
    unsent::Again,
};

/// `POST /o/cases/{case}/erase`
pub(crate) async fn propose(
    State(app): State<App>,
    Path(case): Path<String>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let found = app.erasure_case(&caller, Action::ProposeErasure, &case).await?;
    // Of what the applicant asked the ground is known.
    let ground = match found.open() {
        Some(open) => Some(open.ground),
        None => form.first("ground").and_then(ErasureGround::read),
    };
    let Some(ground) = ground else {
        return Ok(again(form, Wrong::new("ground", "erasure-no-ground")));
    };
    let words = form.first("words").unwrap_or_default();
    match app.propose_erasure(&found, ground, words).await {
        Ok(()) => Ok(back(&found, "proposed")),
        Err(error) => refused(&found, form, error, "words"),
    }
}

/// `POST /o/cases/{case}/erase/confirm`
pub(crate) async fn confirm(
    State(app): State<App>,
    Path(case): Path<String>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let found = app.erasure_case(&caller, Action::DecideErasure, &case).await?;
    match app.confirm_erasure(&found, seen(&form)?).await {
        Ok(_) => Ok(back(&found, "erased")),
        Err(error) => refused(&found, form, error, "confirm"),
    }
}

/// `POST /o/cases/{case}/erase/refuse`
pub(crate) async fn refuse(
    State(app): State<App>,
    Path(case): Path<String>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let found = app.erasure_case(&caller, Action::DecideErasure, &case).await?;
    let why = form.first("refusal").unwrap_or_default();
    match app.refuse_erasure(&found, seen(&form)?, why).await {
        Ok(()) => Ok(back(&found, "refused")),
        Err(error) => refused(&found, form, error, "refusal"),
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

fn refused(
    found: &ErasureCase,
    form: Form,
    error: RequestError,
    field: &'static str,
) -> Result<Response, WebError> {
    let text = match error {
        // The page shows it as it is now, since somebody else was faster.
        RequestError::Engine(Error::Conflict) => {
            return Ok(again(form, Wrong::new("state", "erasure-changed")));
        }
        RequestError::Engine(error) => return Err(WebError::from(error).with_link(address(found))),
        RequestError::Open => "erasure-open",
        RequestError::Erased => return Ok(Redirect::to(&address(found)).into_response()),
        RequestError::Asked => "erasure-asked-already",
        RequestError::NotProposed => "erasure-not-proposed",
        RequestError::SamePerson => "erasure-same-person",
        RequestError::NoWords => "erasure-no-words",
    };
    Ok(again(form, Wrong::new(field, text)))
}

fn again(form: Form, wrong: Wrong) -> Response {
    Again::sent(form).because([wrong]).into_response()
}
