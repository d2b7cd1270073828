//! Taking one's own application back.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use review::{Actor, Command};

use super::{own::Own, status};
use crate::{app::App, desk, error::WebError, page::Page};

#[derive(Template)]
#[template(path = "applications/withdraw.html")]
struct WithdrawPage {
    page: Page,
    name: String,
    reference: String,
}

/// `GET /a/{reference}/withdraw`
pub(crate) async fn show(own: Own, page: Page) -> Result<Html<String>, WebError> {
    let (name, reference) = (
        status::name(&own.published, &page),
        own.case.reference.to_string(),
    );
    Ok(Html(
        WithdrawPage {
            page,
            name,
            reference,
        }
        .render()?,
    ))
}

/// `POST /a/{reference}/withdraw`
pub(crate) async fn withdraw(State(app): State<App>, own: Own) -> Result<Redirect, WebError> {
    let back = own.address();
    desk::act_on(&app, own.case, Command::Withdraw, &Actor::Applicant).await?;
    Ok(Redirect::to(&back))
}
