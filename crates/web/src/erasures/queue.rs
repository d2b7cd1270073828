//! The requests to erase that wait for somebody.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::erasure::office::ListedErasure;
use locale::dates;

use crate::{app::App, error::WebError, form::Query, gate::By, page::Page, paging};

const ROWS: u32 = 25;

#[derive(Template)]
#[template(path = "erasures/queue.html")]
struct Queue {
    page: Page,
    rows: Vec<Row>,
    total: u64,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    reference: String,
    asked: String,
    ground: String,
    state: &'static str,
}

/// `GET /o/erasures`
pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let number = paging::number(&asked);
    let open = app.open_erasures(&caller, number, ROWS).await?;
    let row = |listed: ListedErasure| Row {
        reference: listed.case.reference.to_string(),
        asked: dates::moment(listed.erasure.asked_at, &app.settings.time_zone, page.language),
        ground: page
            .t(format!("erasure-ground-{}", listed.erasure.ground.code()))
            .into_owned(),
        state: match listed.erasure.proposed {
            None => "erasures-needs-first",
            Some(_) => "erasures-needs-second",
        },
    };
    let rows = open.rows.into_iter().map(row).collect();
    let address = |number: u32| format!("/o/erasures?page={number}");
    let (before, after) = paging::beside(number, ROWS, open.total, address);
    let view = Queue {
        rows,
        total: open.total,
        before,
        after,
        page,
    };
    Ok(Html(view.render()?))
}
