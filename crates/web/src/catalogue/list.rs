//! The catalogue: every service that is published.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
    response::{Html, IntoResponse as _, Response},
};
use engine::services::Published;
use forms::{Service, canonical::folded};

use super::search;
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
    sections: Vec<Section>,
    /// What is searched for; nothing where all are shown.
    typed: Option<String>,
    /// Whether there are so many that somebody wants to search.
    is_long: bool,
}

/// Services under one heading.
struct Section {
    /// None where there is but one section.
    heading: Option<Said>,
    services: Vec<Card>,
}

/// What one wants to know of a service before opening its page.
struct Card {
    id: String,
    name: Said,
    summary: Said,
    cost: Said,
    takes: Said,
    audience: Said,
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
        let found = search::found(&published, typed).into_iter();
        let services: Vec<_> = found.map(|found| Card::of(&page, &found.service)).collect();
        let section = Section {
            heading: None,
            services,
        };
        let view = Catalogue {
            page,
            sections: Some(section)
                .filter(|section| !section.services.is_empty())
                .into_iter()
                .collect(),
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
        let sections = sections(&page, &published);
        let page = page.for_everybody("/");
        let view = Catalogue {
            page,
            sections,
            typed: None,
            is_long: published.len() >= MANY,
        };
        Ok(view.render()?)
    })
}

/// What is for an emergency first, then by who issues it, where several do.
fn sections(page: &Page, published: &[Arc<Published>]) -> Vec<Section> {
    let services = published.iter().map(|published| &published.service);
    let (urgent, others): (Vec<_>, Vec<_>) = services.partition(|service| service.about.is_for_emergency);
    let mut by_authority: BTreeMap<String, Vec<&Service>> = BTreeMap::new();
    for service in others {
        let authority = voice(page, service).say(&service.about.authority.name);
        by_authority
            .entry(folded(authority.text()))
            .or_default()
            .push(service);
    }
    let is_alone = urgent.is_empty() && by_authority.len() < 2;
    let is_one = by_authority.len() < 2;
    let urgent = (!urgent.is_empty()).then(|| Section {
        heading: Some(page.t("catalogue-emergency").into_owned().into()),
        services: urgent.iter().map(|service| Card::of(page, service)).collect(),
    });
    let others = by_authority.into_values().map(|services| Section {
        heading: match services.first() {
            _ if is_alone => None,
            Some(first) if !is_one => Some(voice(page, first).say(&first.about.authority.name)),
            _ => Some(page.t("catalogue-others").into_owned().into()),
        },
        services: services
            .into_iter()
            .map(|service| Card::of(page, service))
            .collect(),
    });
    urgent.into_iter().chain(others).collect()
}

fn voice(page: &Page, service: &Service) -> Voice {
    Voice::of(service, page.language)
}

/// What the catalogue is made from: the versions in their order, and what all visitors are told.
fn edition(page: &Page, published: &[Arc<Published>]) -> String {
    let versions: String = published
        .iter()
        .map(|published| published.hash.to_string())
        .collect();
    format!("{versions} {}", page.identity.edition())
}

impl Card {
    fn of(page: &Page, service: &Service) -> Self {
        let (voice, about) = (voice(page, service), &service.about);
        Self {
            id: service.id.to_string(),
            name: voice.say(&about.name),
            summary: voice.say(&about.summary),
            cost: voice.say(&about.cost),
            takes: voice.say(&about.takes),
            audience: voice.say(&about.audience),
        }
    }
}
