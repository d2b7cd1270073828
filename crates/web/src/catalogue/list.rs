//! The catalogue: every service that is published.

use askama::Template;
use axum::{extract::State, response::Html};

use crate::{App, Page, WebError};

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct Catalogue {
    page: Page,
    services: Vec<Entry>,
}

struct Entry {
    id: String,
    name: String,
    summary: String,
}

/// `GET /`
pub(crate) async fn show(State(app): State<App>, page: Page) -> Result<Html<String>, WebError> {
    let services = app
        .services
        .all()
        .iter()
        .map(|published| Entry::of(&page, &published.service))
        .collect();
    Ok(Html(Catalogue { page, services }.render()?))
}

impl Entry {
    fn of(page: &Page, service: &forms::Service) -> Self {
        let language = page.language.within(service);
        Self {
            id: service.id.to_string(),
            name: service.about.name.in_language(&language).to_owned(),
            summary: service.about.summary.in_language(&language).to_owned(),
        }
    }
}
