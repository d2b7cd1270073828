//! The catalogue: every service that is published.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, http::HeaderMap, response::Response};
use engine::services::Published;

use crate::{
    app::App,
    error::WebError,
    page::Page,
    prepared::{HTML, Wanted},
};

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
pub(crate) async fn show(
    State(app): State<App>,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let published = app.services.all();
    let wanted = Wanted {
        address: "/",
        language: Some(page.language),
        edition: edition(&published),
        kind: HTML,
    };
    app.prepared().answer(wanted, &headers, || {
        let services = published
            .iter()
            .map(|published| Entry::of(&page, &published.service))
            .collect();
        let page = page.for_everybody("/");
        Ok(Catalogue { page, services }.render()?)
    })
}

/// What the catalogue is made from: the versions in their order.
fn edition(published: &[Arc<Published>]) -> String {
    published
        .iter()
        .map(|published| published.hash.to_string())
        .collect()
}

impl Entry {
    fn of(page: &Page, service: &forms::Service) -> Self {
        let language = service.language_for(page.language.code());
        Self {
            id: service.id.to_string(),
            name: service.about.name.in_language(&language).to_owned(),
            summary: service.about.summary.in_language(&language).to_owned(),
        }
    }
}
