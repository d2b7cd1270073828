//! What we promise to those who read with their ears, their keyboard or a very old phone.

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};

use crate::{
    app::App,
    error::WebError,
    page::Page,
    prepared::{HTML, Wanted},
};

#[derive(Template)]
#[template(path = "catalogue/accessibility.html")]
struct Accessibility {
    page: Page,
}

/// `GET /accessibility`
pub(crate) async fn show(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let wanted = Wanted {
        address: "/accessibility",
        language: Some(page.language),
        edition: page.identity.edition(),
        kind: HTML,
    };
    app.prepared().answer(wanted, &headers, || {
        let page = page.for_everybody("/accessibility");
        Ok(Accessibility { page }.render()?)
    })
}
