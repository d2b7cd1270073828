//! The opinions that wait for whoever reads this, the earliest deadline first.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::opinions::AwaitedOpinion;

use super::asked::address;
use crate::{
    app::App,
    applications::service_name::service_name,
    error::WebError,
    form::Query,
    gate::By,
    officers::due::Due,
    page::Page,
    paging,
    said::{Said, Voice},
};

const ROWS: u32 = 25;

#[derive(Template)]
#[template(path = "opinions/queue.html")]
struct Queue {
    page: Page,
    notice: Option<String>,
    rows: Vec<Row>,
    total: u64,
    before: Option<String>,
    after: Option<String>,
}

struct Row {
    reference: String,
    address: String,
    service: Said,
    body: Said,
    due: Option<Due>,
}

/// `GET /o/opinions`
pub(crate) async fn show(
    State(app): State<App>,
    Query(asked): Query,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let number = paging::number(&asked);
    let awaited = app.awaited_opinions(&caller, number, ROWS).await?;
    let address = |number: u32| format!("/o/opinions?page={number}");
    let (before, after) = paging::beside(number, ROWS, awaited.total, address);
    let view = Queue {
        notice: (asked.first("notice") == Some("given")).then(|| page.t("opinions-given").into_owned()),
        rows: awaited.rows.iter().map(|row| Row::of(&app, row, &page)).collect(),
        total: awaited.total,
        before,
        after,
        page,
    };
    Ok(Html(view.render()?))
}

impl Row {
    fn of(app: &App, row: &AwaitedOpinion, page: &Page) -> Self {
        let voice = Voice::of(&row.published.service, page.language);
        Self {
            reference: row.reference.to_string(),
            address: address(row.reference, &row.request.id),
            service: service_name(&row.published, page),
            body: voice.say(&row.request.name),
            due: row
                .due_at
                .map(|due_at| Due::of(due_at, row.since, app.now(), page)),
        }
    }
}
