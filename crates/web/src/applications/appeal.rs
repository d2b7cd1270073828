//! Asking that another person look at a rejection.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};

use super::{own::Own, service_name::service_name};
use crate::{
    app::App,
    error::WebError,
    form::Form,
    page::Page,
    said::Said,
    unsent::{Again, Unsent},
};

/// The longest appeal, in letters.
const LONGEST: usize = 4_000;

#[derive(Template)]
#[template(path = "applications/appeal.html")]
struct AppealPage {
    page: Page,
    name: Said,
    reference: String,
    message: String,
    errors: Vec<(&'static str, String)>,
}

/// `GET /a/{reference}/appeal`
pub(crate) async fn show(own: Own, unsent: Unsent, page: Page) -> Result<Html<String>, WebError> {
    let typed = unsent.typed();
    let message = typed.first("message").unwrap_or_default();
    let wrong = mistake(message).filter(|_| unsent.sent().is_some());
    let errors = wrong.map(|key| ("message", page.t(key).into_owned()));
    let view = AppealPage {
        errors: errors.into_iter().collect(),
        ..AppealPage::new(&own, page, message)
    };
    Ok(Html(view.render()?))
}

/// `POST /a/{reference}/appeal`
pub(crate) async fn appeal(State(app): State<App>, own: Own, form: Form) -> Result<Response, WebError> {
    let message = form.first("message").unwrap_or_default();
    if mistake(message).is_some() {
        return Ok(Again::sent(form).into_response());
    }
    let back = own.address();
    app.appeal(own.0, message.to_owned()).await?;
    Ok(Redirect::to(&back).into_response())
}

/// The key of what is wrong with an appeal.
fn mistake(message: &str) -> Option<&'static str> {
    match message.chars().count() {
        0 => Some("appeal-missing"),
        length if length > LONGEST => Some("appeal-too-long"),
        _ => None,
    }
}

impl AppealPage {
    fn new(own: &Own, page: Page, message: &str) -> Self {
        let name = service_name(own.0.published(), &page);
        Self {
            page: page.with_answers(),
            name,
            reference: own.0.case().reference.to_string(),
            message: message.to_owned(),
            errors: Vec::new(),
        }
    }
}
