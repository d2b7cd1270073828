//! The reports that wait, and those that were closed.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Html,
};
use store::IncidentQuery;

use super::Row;
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    form::Form,
    page::Page,
    permits::issued,
    scans,
};

const ROWS: u32 = 25;

#[derive(Template)]
#[template(path = "incidents/queue.html")]
struct Queue {
    page: Page,
    open: bool,
    just_closed: bool,
    rows: Vec<Row>,
    total: u64,
    before: Option<String>,
    after: Option<String>,
}

/// `GET /o/incidents`
pub(crate) async fn show(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    visitor: Visitor,
    page: Page,
) -> Result<Html<String>, WebError> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let open = asked.first("view") != Some("closed");
    let number = asked
        .first("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(0);
    let query = IncidentQuery {
        open,
        services: scans::services_in_reach(&app, &visitor, Action::SeeIncidents),
        page: number,
        rows: ROWS,
    };
    let found = app.store.incidents(&query).await?;
    let mut rows = Vec::new();
    for incident in &found.rows {
        let permit = issued(&app, incident.report.believed()).await?;
        rows.push(Row::of(&app, incident, &page).about(permit.map(|permit| permit.number.to_string())));
    }
    let pages = found.total.div_ceil(u64::from(ROWS));
    let address = |number: u32| {
        let view = if open { "open" } else { "closed" };
        format!("/o/incidents?view={view}&page={number}")
    };
    let view = Queue {
        open,
        just_closed: asked.first("notice") == Some("closed"),
        rows,
        total: found.total,
        before: number.checked_sub(1).map(address),
        after: number
            .checked_add(1)
            .filter(|next| u64::from(*next) < pages)
            .map(address),
        page,
    };
    Ok(Html(view.render()?))
}
