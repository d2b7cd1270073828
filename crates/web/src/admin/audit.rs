//! The log of administration, newest first.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::log::AuditRecord;
use jiff::civil::Date;
use locale::dates;
use review::MaybeNewer;

use crate::{app::App, error::WebError, form::Query, gate::By, officers::names::Names, page::Page};

mod filter;
mod told;

use filter::{Filter, KINDS};
use told::{About, Teller};

const LINES: u32 = 100;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct Log {
    page: Page,
    filter: Filter,
    people: Vec<(String, String)>,
    kinds: Vec<(&'static str, String)>,
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
    Query(asked): Query,
    page: Page,
) -> Result<Html<String>, WebError> {
    let filter = Filter::read(&asked);
    let entries = if filter.is_reversed() {
        Vec::new()
    } else {
        app.log(&caller, &filter.query(&app, LINES)).await?
    };
    let full = entries.len() == usize::try_from(LINES).unwrap_or(usize::MAX);
    let older = entries.last().filter(|_| full);
    let older = older.map(|(number, _)| filter.older(*number));
    let teller = Teller::of(&app, &page, &caller, &entries).await?;
    let lines = entries
        .iter()
        .map(|(number, entry)| line(&teller, *number, entry))
        .collect();
    let view = Log {
        people: Names::load(&app).await?.in_order(&page),
        kinds: kinds(&page),
        filter,
        lines,
        older,
        page,
    };
    Ok(Html(view.render()?))
}

/// The kinds of actions, in the order of their words.
fn kinds(page: &Page) -> Vec<(&'static str, String)> {
    let said = |(kind, _): (&'static str, _)| (kind, page.t(format!("admin-action-{kind}")).into_owned());
    let mut kinds: Vec<_> = KINDS.into_iter().map(said).collect();
    kinds.sort_by(|one, other| one.1.cmp(&other.1));
    kinds
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

impl Log {
    fn is_by(&self, person: &str) -> bool {
        self.filter.by.is_some_and(|by| by.to_string() == person)
    }

    fn is_kind(&self, kind: &str) -> bool {
        self.filter.kind == Some(kind)
    }

    /// The first day, as a date field holds it.
    fn from(&self) -> String {
        day(self.filter.from)
    }

    /// The last.
    fn until(&self) -> String {
        day(self.filter.until)
    }
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
