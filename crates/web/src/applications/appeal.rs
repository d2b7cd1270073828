//! Asking that another person look at a rejection.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};

use super::{own::Own, service_name::service_name};
use crate::{app::App, error::WebError, form::Form, page::Page};

/// The longest appeal, in letters.
const LONGEST: usize = 4_000;

#[derive(Template)]
#[template(path = "applications/appeal.html")]
struct AppealPage {
    page: Page,
    name: String,
    reference: String,
    message: String,
    errors: Vec<(&'static str, String)>,
}

/// `GET /a/{reference}/appeal`
pub(crate) async fn show(own: Own, page: Page) -> Result<Html<String>, WebError> {
    Ok(Html(AppealPage::new(&own, page, "").render()?))
}

/// `POST /a/{reference}/appeal`
pub(crate) async fn appeal(
    State(app): State<App>,
    own: Own,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let message = form.first("message").unwrap_or_default();
    let key = match message.chars().count() {
        0 => Some("appeal-missing"),
        length if length > LONGEST => Some("appeal-too-long"),
        _ => None,
    };
    if let Some(key) = key {
        let errors = vec![("message", page.t(key).into_owned())];
        let view = AppealPage {
            errors,
            ..AppealPage::new(&own, page, message)
        };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response());
    }
    let back = own.address();
    app.appeal(own.0, message.to_owned()).await?;
    Ok(Redirect::to(&back).into_response())
}

impl AppealPage {
    fn new(own: &Own, page: Page, message: &str) -> Self {
        let name = service_name(own.0.published(), &page);
        Self {
            page,
            name,
            reference: own.0.case().reference.to_string(),
            message: message.to_owned(),
            errors: Vec::new(),
        }
    }
}
