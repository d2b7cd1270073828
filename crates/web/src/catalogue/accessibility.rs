//! What we promise to those who read with their ears, their keyboard or a very old phone.

use askama::Template;
use axum::response::Html;

use crate::{Page, WebError};

#[derive(Template)]
#[template(path = "catalogue/accessibility.html")]
struct Accessibility {
    page: Page,
}

/// `GET /accessibility`
pub(crate) async fn show(page: Page) -> Result<Html<String>, WebError> {
    Ok(Html(Accessibility { page }.render()?))
}
