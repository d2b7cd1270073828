//! Where a journey ends because of what was answered.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use forms::Service;

use crate::{
    error::WebError,
    page::Page,
    said::{Said, Voice},
};

#[derive(Template)]
#[template(path = "applications/stop.html")]
struct StopPage {
    page: Page,
    name: Said,
    /// The page from which the form was begun.
    start: String,
    back: String,
    say: Said,
    body: &'static str,
}

/// The page that says why there is no permit for who answers so; `body` is the text on what became of the answers.
pub(super) fn stopped(
    page: Page,
    service: &Service,
    start: String,
    back: String,
    say: &forms::Text,
    body: &'static str,
) -> Result<Response, WebError> {
    let voice = Voice::of(service, page.language);
    let view = StopPage {
        name: voice.say(&service.about.name),
        start,
        back,
        say: voice.say(say),
        body,
        page,
    };
    Ok(Html(view.render()?).into_response())
}
