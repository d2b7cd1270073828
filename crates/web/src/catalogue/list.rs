//! The catalogue: every service that is published.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse as _, Response},
};
use engine::services::Published;
use forms::canonical::folded;

use crate::{
    app::App,
    error::WebError,
    form::Query,
    page::Page,
    prepared::{HTML, Wanted},
    said::{Said, Voice},
};

/// From so many services on, one searches rather than reads.
const MANY: usize = 6;

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct Catalogue {
    page: Page,
    services: Vec<Entry>,
    /// What is searched for; nothing where all are shown.
    typed: Option<String>,
    /// Whether there are so many that somebody wants to search.
    is_long: bool,
}

struct Entry {
    id: String,
    name: Said,
    summary: Said,
}

/// `GET /`
pub(crate) async fn show(
    State(app): State<App>,
    Query(query): Query,
    page: Page,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let published = app.services.all();
    if let Some(typed) = query.first("q") {
        let found = published
            .iter()
            .filter(|published| is_meant(&published.service, typed));
        let services = found
            .map(|published| Entry::of(&page, &published.service))
            .collect();
        let view = Catalogue {
            page,
            services,
            typed: Some(typed.to_owned()),
            is_long: true,
        };
        return Ok(Html(view.render()?).into_response());
    }
    let wanted = Wanted {
        address: "/",
        language: Some(page.language),
        edition: edition(&page, &published),
        kind: HTML,
    };
    app.prepared().answer(wanted, &headers, || {
        let services = published
            .iter()
            .map(|published| Entry::of(&page, &published.service))
            .collect();
        let page = page.for_everybody("/");
        let view = Catalogue {
            page,
            services,
            typed: None,
            is_long: published.len() >= MANY,
        };
        Ok(view.render()?)
    })
}

/// Whether each word that was typed begins one of a service's words, in any of its languages, accents or not.
fn is_meant(service: &forms::Service, typed: &str) -> bool {
    let about = &service.about;
    let texts = [
        &about.name,
        &about.summary,
        &about.audience,
        &about.authority.name,
    ];
    let said: Vec<&str> = texts
        .iter()
        .flat_map(|text| text.all())
        .map(|(_, words)| words)
        .collect();
    let said = format!(" {}", folded(&said.join(" ")));
    folded(typed)
        .split_whitespace()
        .all(|word| said.contains(&format!(" {word}")))
}

/// What the catalogue is made from: the versions in their order, and what all visitors are told.
fn edition(page: &Page, published: &[Arc<Published>]) -> String {
    let versions: String = published
        .iter()
        .map(|published| published.hash.to_string())
        .collect();
    format!("{versions} {}", page.identity.edition())
}

impl Entry {
    fn of(page: &Page, service: &forms::Service) -> Self {
        let voice = Voice::of(service, page.language);
        Self {
            id: service.id.to_string(),
            name: voice.say(&service.about.name),
            summary: voice.say(&service.about.summary),
        }
    }
}
