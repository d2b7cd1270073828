//! The requests to erase that wait for somebody.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::erasure::office::ListedErasure;
use locale::dates;

use crate::{app::App, error::WebError, gate::By, page::Page};

#[derive(Template)]
#[template(path = "erasures/queue.html")]
struct Queue {
    page: Page,
    rows: Vec<Row>,
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
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let open = app.open_erasures(&caller).await?;
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
    let rows = open.into_iter().map(row).collect();
    Ok(Html(Queue { page, rows }.render()?))
}
