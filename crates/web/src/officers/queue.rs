//! The queue: what waits for this person, the oldest first.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Html,
};
use store::{Person, QueueFilter, StatusName};

use super::{names::Names, scopes};
use crate::{app::App, error::WebError, gate::Staff, page::Page};

mod choices;
mod row;
mod wish;

use choices::Choices;
pub(crate) use row::Due;
use row::Row;
use wish::{ROWS, Wish};

#[derive(Template)]
#[template(path = "officers/queue.html")]
struct Queue {
    page: Page,
    title: &'static str,
    notice: Option<String>,
    figures: Vec<Figure>,
    wish: Wish,
    choices: Choices,
    rows: Vec<Row>,
    total: u64,
    before: Option<String>,
    after: Option<String>,
}

struct Figure {
    text: &'static str,
    count: u64,
}

/// `GET /o`
pub(crate) async fn show(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    Staff(person): Staff,
    page: Page,
) -> Result<Html<String>, WebError> {
    let query = query.unwrap_or_default();
    let wish = Wish::read(&query);
    let found = app.store.queue(&wish.filter(&person)).await?;
    let names = Names::load(&app).await?;
    let pages = found.total.div_ceil(u64::from(ROWS));
    let view = Queue {
        title: wish.view.title(),
        notice: notice(&query, &page),
        figures: figures(&app, &person).await?,
        choices: Choices::of(&app, &person, &wish, &page),
        rows: found
            .rows
            .into_iter()
            .map(|row| Row::of(&app, row, &names, &page))
            .collect(),
        total: found.total,
        before: wish.page.checked_sub(1).map(|page| wish.address(page)),
        after: (u64::from(wish.page) + 1 < pages).then(|| wish.address(wish.page + 1)),
        wish,
        page,
    };
    Ok(Html(view.render()?))
}

/// What has just been done, by somebody who comes from a case.
pub(super) fn notice(query: &str, page: &Page) -> Option<String> {
    let query = crate::Form::parse(query.as_bytes());
    let case = || {
        Some(
            query
                .first("case")?
                .parse::<permit::Reference>()
                .ok()?
                .to_string(),
        )
    };
    match query.first("notice")? {
        "empty" => Some(page.t("office-notice-empty").into_owned()),
        "resent" => Some(page.t("office-notice-resent").into_owned()),
        "done" => Some(page.t1("office-notice-done", "case", case()?)),
        "last" => Some(page.t1("office-notice-last", "case", case()?)),
        _ => None,
    }
}

async fn figures(app: &App, person: &Person) -> Result<Vec<Figure>, WebError> {
    let tally = app.store.tally(&scopes::watched(person)).await?;
    let standing = |status| {
        tally
            .iter()
            .filter(|line| line.status == status)
            .map(|line| line.count)
            .sum()
    };
    let mine = QueueFilter {
        scopes: scopes::readable(person),
        claimed_by: Some(person.id),
        ..QueueFilter::default()
    };
    let samples = QueueFilter {
        scopes: scopes::watched(person),
        sampled: Some(true),
        ..QueueFilter::default()
    };
    Ok(vec![
        Figure {
            text: "office-figure-queued",
            count: standing(StatusName::Queued),
        },
        Figure {
            text: "office-figure-mine",
            count: app.store.queue(&mine).await?.total,
        },
        Figure {
            text: "office-figure-waiting",
            count: standing(StatusName::Waiting),
        },
        Figure {
            text: "office-figure-samples",
            count: app.store.queue(&samples).await?.total,
        },
    ])
}
