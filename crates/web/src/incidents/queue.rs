//! The reports that wait, and those that were closed.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::incidents::list::ReportQuery;

use super::row::Row;
use crate::{app::App, error::WebError, form::Query, gate::By, page::Page, paging};

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
    Query(asked): Query,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let open = asked.first("view") != Some("closed");
    let number = paging::number(&asked);
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
    let address = |number: u32| {
        let view = if open { "open" } else { "closed" };
        format!("/o/incidents?view={view}&page={number}")
    };
    let (before, after) = paging::beside(number, ROWS, found.total, address);
    let view = Queue {
        open,
        just_closed: asked.first("notice") == Some("closed"),
        rows,
        total: found.total,
        before,
        after,
        page,
    };
    Ok(Html(view.render()?))
}
