//! Putting a newer permit in the place of one.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::Action,
    permits::{PermitStatus, replacement::Replacement},
};
use permit::PermitNumber;

use super::{number, seen};
use crate::{app::App, codes, error::WebError, form::Form, gate::By, page::Page};

#[derive(Template)]
#[template(path = "permits/replace.html")]
struct ReplacePage {
    page: Page,
    number: String,
    /// As the form shows it, so that a change made meanwhile is noticed.
    status: &'static str,
    typed: String,
    errors: Vec<(&'static str, String)>,
}

/// `GET /o/permits/{number}/replace`
pub(crate) async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
    page: Page,
) -> Result<Response, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::ChangePermit, &number).await?;
    let status = issued.permit.status;
    if !status.may_become(PermitStatus::Replaced) {
        // Its page says what became of it.
        return Ok(Redirect::to(&format!("/o/permits/{number}")).into_response());
    }
    let view = ReplacePage {
        page,
        number: number.to_string(),
        status: status.name(),
        typed: String::new(),
        errors: Vec::new(),
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /o/permits/{number}/replace`
pub(crate) async fn replace(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::ChangePermit, &number).await?;
    let back = format!("/o/permits/{number}");
    let (seen, typed) = (
        seen::unchanged(&issued, &form)?,
        form.first("by").unwrap_or_default(),
    );
    let wrong = match typed.parse::<PermitNumber>() {
        Err(_) => Some(codes::no_permit_number(typed)),
        Ok(newer) => {
            let replaced = app.replace_permit(issued, seen, &newer).await;
            match replaced.map_err(|error| WebError::from(error).with_link(back.clone()))? {
                Replacement::Done => None,
                Replacement::NoOther => Some("permits-replace-no-other"),
                Replacement::OtherService => Some("permits-replace-other-service"),
                Replacement::NotInForce => Some("permits-replace-not-in-force"),
                Replacement::Older => Some("permits-replace-older"),
            }
        }
    };
    let Some(wrong) = wrong else {
        return Ok(Redirect::to(&back).into_response());
    };
    let view = ReplacePage {
        errors: vec![("by", page.t(wrong).into_owned())],
        number: number.to_string(),
        status: seen.name(),
        typed: typed.to_owned(),
        page,
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response())
}
