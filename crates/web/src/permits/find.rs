//! Looking a permit up by its number.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::{Html, IntoResponse, Redirect, Response},
};
use permit::PermitNumber;
use store::if_there;

use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    error::WebError,
    form::Form,
    page::Page,
};

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
    RawQuery(query): RawQuery,
    visitor: Visitor,
    page: Page,
) -> Result<Response, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let typed = query.first("number").unwrap_or_default().to_owned();
    let wrong = match typed.parse::<PermitNumber>() {
        _ if typed.is_empty() => None,
        Err(_) => Some("permits-mistyped"),
        Ok(number) => match if_there(app.store.permit_by_number(&number).await)? {
            Some(_) => return Ok(Redirect::to(&format!("/o/permits/{number}")).into_response()),
            None => Some("permits-unknown"),
        },
    };
    let many = authorise(&visitor, Action::RevokeMany, &Scope::Somewhere).is_ok();
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
