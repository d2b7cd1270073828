//! The queue: what waits for this person, the oldest first.

use askama::Template;
use axum::response::Html;
use engine::{
    authorise::Caller,
    casework::queue::{QueueQuery, View},
};

use permit::PermitNumber;

use super::{
    names::Names,
    needs::{self, Need},
    notice::notice,
};
use crate::{app::App, codes, error::WebError, page::Page, paging};

pub(super) mod address;
mod choices;
mod row;

use address::Worked;
use choices::Choices;
use row::Row;

#[derive(Template)]
#[template(path = "officers/queue.html")]
struct Queue {
    page: Page,
    title: &'static str,
    notice: Option<String>,
    figures: [Figure; 4],
    needs: Vec<Need>,
    list: QueueQuery,
    choices: Choices,
    rows: Vec<Row>,
    /// The list as it goes along with its cases.
    worked: String,
    total: u64,
    before: Option<String>,
    after: Option<String>,
}

struct Figure {
    text: &'static str,
    count: u64,
}

/// The page for whoever has a queue.
pub(super) async fn show(
    app: &App,
    query: &str,
    caller: &Caller,
    page: Page,
) -> Result<Html<String>, WebError> {
    let list = address::read(query);
    let found = app.queue(caller, &list).await?;
    let names = Names::load(app).await?;
    let address = |page| address::of(&list, page);
    let (before, after) = paging::beside(list.page, list.rows, found.total, address);
    let own = app.own_among(caller, &found.rows).await?;
    let worked = Worked::of(&list);
    let mut rows = Vec::with_capacity(found.rows.len());
    for row in found.rows {
        let (published, is_own) = (app.version_at_step(&row).await?, own.contains(&row.id));
        rows.push(Row::of(app, row, &published, is_own, &worked, &names, &page));
    }
    let view = Queue {
        title: title(list.view),
        notice: notice(query, &page),
        figures: figures(app, caller).await?,
        needs: needs::of(app, caller, &page).await?,
        choices: Choices::of(app, caller, &list, &page).await?,
        rows,
        worked: Worked::of(&list).query(),
        total: found.total,
        before,
        after,
        list,
        page,
    };
    Ok(Html(view.render()?))
}

async fn figures(app: &App, caller: &Caller) -> Result<[Figure; 4], WebError> {
    let figures = app.figures(caller).await?;
    let figure = |text, count| Figure { text, count };
    Ok([
        figure("office-figure-queued", figures.queued),
        figure("office-figure-mine", figures.mine),
        figure("office-figure-waiting", figures.waiting),
        figure("office-figure-samples", figures.samples),
    ])
}

fn title(view: View) -> &'static str {
    match view {
        View::Queue => "office-queue-title",
        View::Mine => "office-mine-title",
        View::Samples => "office-samples-title",
    }
}

impl Queue {
    /// What the search field holds.
    fn typed(&self) -> &str {
        self.list.text.as_deref().unwrap_or_default()
    }

    /// The permit's number that was typed where cases are looked for.
    fn typed_permit(&self) -> Option<PermitNumber> {
        self.list
            .text
            .as_deref()
            .and_then(codes::permit_number_or_return_code)
    }

    /// The word of the view in the address; none for the usual one.
    fn view(&self) -> Option<&'static str> {
        address::view(self.list.view)
    }
}
