//! Taking one's own application back.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};

use super::{own::Own, service_name::service_name};
use crate::{app::App, error::WebError, page::Page, said::Said};

#[derive(Template)]
#[template(path = "applications/withdraw.html")]
struct WithdrawPage {
    page: Page,
    name: Said,
    reference: String,
}

/// `GET /a/{reference}/withdraw`
pub(crate) async fn show(own: Own, page: Page) -> Result<Html<String>, WebError> {
    let (name, reference) = (
        service_name(own.0.published(), &page),
        own.0.case().reference.to_string(),
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
    app.withdraw(own.0).await?;
    Ok(Redirect::to(&back))
}
