//! Looking a permit up by its number.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    authorise::{Action, Scope},
    error::Error,
};
use permit::PermitNumber;

use crate::gate::By;
use crate::{app::App, codes, error::WebError, form::Query, page::Page};

#[derive(Template)]
#[template(path = "permits/find.html")]
struct Find {
    page: Page,
    typed: String,
    wrong: Option<&'static str>,
    many: bool,
}

/// `GET /o/permits`
pub(crate) async fn show(
    State(app): State<App>,
    Query(query): Query,
    By(caller): By,
    page: Page,
) -> Result<Response, WebError> {
    let typed = query.first("number").unwrap_or_default().to_owned();
    let wrong = match typed.parse::<PermitNumber>() {
        _ if typed.is_empty() => None,
        Err(_) => Some(codes::no_permit_number(&typed)),
        Ok(number) => {
            // One that they may not see is answered as one that there is not.
            match app.permit(&caller, Action::SeePermit, &number).await {
                Ok(_) => return Ok(Redirect::to(&format!("/o/permits/{number}")).into_response()),
                Err(Error::NotFound) => Some("permits-unknown"),
                Err(error) => return Err(error.into()),
            }
        }
    };
    let many = caller.could(Action::RevokeMany, &Scope::Somewhere);
    Ok(Html(
        Find {
            page,
            typed,
            wrong,
            many,
        }
        .render()?,
    )
    .into_response())
}
