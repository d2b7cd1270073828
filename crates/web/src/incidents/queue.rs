//! The reports that wait, and those that were closed.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Html,
};
use engine::incidents::list::ReportQuery;

use super::row::Row;
use crate::{app::App, error::WebError, form::Form, gate::By, page::Page};

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
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let open = asked.first("view") != Some("closed");
    let number = asked
        .first("page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(0);
    let query = ReportQuery {
        open,
        page: number,
        rows: ROWS,
    };
    let found = app.incidents(&caller, query).await?;
    let rows = found.rows.iter().map(|listed| {
        let number = listed.number.map(|number| number.to_string());
        Row::of(&app, &listed.incident, &page).about(number)
    });
    let rows = rows.collect();
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
