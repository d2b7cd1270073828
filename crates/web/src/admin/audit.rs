//! The log of administration, newest first.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Html,
};
use engine::log::{AuditQuery, AuditRecord};
use locale::dates;
use review::MaybeNewer;

use crate::{app::App, error::WebError, form::Form, gate::By, page::Page};

mod told;

use told::{About, Teller};

const LINES: u32 = 100;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct Log {
    page: Page,
    lines: Vec<Line>,
    older: Option<String>,
}

struct Line {
    number: u64,
    at: String,
    who: String,
    what: String,
    about: Option<About>,
}

/// `GET /admin/audit`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    RawQuery(query): RawQuery,
    page: Page,
) -> Result<Html<String>, WebError> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let by = asked.first("by").and_then(|person| person.parse().ok());
    let before = asked.first("before").and_then(|before| before.parse().ok());
    let query = AuditQuery {
        by,
        before,
        limit: LINES,
    };
    let entries = app.log(&caller, &query).await?;
    let full = entries.len() == usize::try_from(LINES).unwrap_or(usize::MAX);
    let older = entries.last().filter(|_| full).map(|(number, _)| match by {
        Some(person) => format!("/admin/audit?by={person}&before={number}"),
        None => format!("/admin/audit?before={number}"),
    });
    let teller = Teller::of(&app, &page, &caller, &entries).await?;
    let lines = entries
        .iter()
        .map(|(number, entry)| line(&teller, *number, entry))
        .collect();
    Ok(Html(Log { page, lines, older }.render()?))
}

fn line(teller: &Teller<'_>, number: u64, entry: &AuditRecord) -> Line {
    let (app, page) = (teller.app, teller.page);
    let (what, about) = match &entry.action {
        MaybeNewer::Known(action) => (
            page.t(format!("admin-action-{}", told::what(action)))
                .into_owned(),
            Some(teller.about(action)),
        ),
        MaybeNewer::Newer(newer) => (page.t1("newer-release-wrote", "kind", newer), None),
    };
    Line {
        number,
        at: dates::moment(entry.at, &app.settings.time_zone, page.language),
        who: teller.actor(&entry.actor),
        what,
        about,
    }
}
