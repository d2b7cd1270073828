//! A check by hand for whoever works here: the number on the paper shows what its code says.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Response},
};
use engine::{
    authorise::{Action, Caller, Scope},
    permits::{PermitStatus, look_ups::CodeContents},
};
use locale::dates;
use permit::{PermitNumber, Verdict, description::Role};

use crate::{
    app::App,
    codes,
    error::WebError,
    form::Form,
    gate::By,
    page::Page,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "permits/check.html")]
struct Check {
    page: Page,
    typed: String,
    wrong: Option<&'static str>,
    found: Option<Found>,
}

/// What a permit's code says.
struct Found {
    number: String,
    title: String,
    verdict: Verdict,
    /// Whether another permit stands in its place, which a phone cannot tell from one that was revoked.
    is_replaced: bool,
    lines: Vec<Line>,
    from: String,
    until: String,
    /// Whether this person may see it in the office too.
    office: bool,
}

struct Line {
    label: String,
    value: Option<String>,
    /// Shown large, to be held against the identity card.
    large: bool,
}

/// `GET /o/check`: each look-up is in the log, whatever it found, and as often as its page is shown.
pub(crate) async fn ask(
    State(app): State<App>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let typed = unsent.typed().first("number").unwrap_or_default().to_owned();
    let (wrong, found) = match typed.parse::<PermitNumber>() {
        _ if unsent.sent().is_none() => (None, None),
        Err(_) => (Some(codes::no_permit_number(&typed)), None),
        Ok(number) => match app.look_up_permit(&caller, &number).await? {
            None => (Some("permits-unknown"), None),
            Some(contents) => (None, Some(Found::of(&app, &caller, &contents, &page))),
        },
    };
    let view = Check {
        page: if found.is_some() {
            page
        } else {
            page.with_answers()
        },
        typed,
        wrong,
        found,
    };
    Ok(Html(view.render()?))
}

/// `POST /o/check`
pub(crate) async fn check(form: Form) -> Response {
    let again = Again::sent(form);
    again.into_response()
}

impl Found {
    /// The same words that the scanner shows.
    fn of(app: &App, caller: &Caller, contents: &CodeContents, page: &Page) -> Self {
        let description = &contents.description;
        let language = page.language.code();
        let beginning = |at| dates::beginning(at, &app.settings.time_zone, page.language);
        let end = |at| dates::end(at, &app.settings.time_zone, page.language);
        let title = description.text(&description.title, language);
        let lines = description.lines(&contents.claims, language).into_iter();
        Self {
            number: contents.number.to_string(),
            title: title.unwrap_or_default().to_owned(),
            verdict: contents.verdict,
            is_replaced: contents.status == PermitStatus::Replaced,
            lines: lines
                .map(|line| Line {
                    label: line.label.to_owned(),
                    value: line.value,
                    large: matches!(line.role, Role::Holder | Role::Document | Role::Vehicle),
                })
                .collect(),
            from: beginning(contents.not_before),
            until: end(contents.expires_at),
            office: caller.may(Action::SeePermit, &Scope::Somewhere),
        }
    }

    /// Whether it has no end worth telling any more.
    fn was_taken_back(&self) -> bool {
        self.verdict == Verdict::Revoked
    }

    /// The scanner's word for it.
    fn word(&self) -> String {
        if self.is_replaced {
            "permits-status-replaced".to_owned()
        } else {
            format!("verdict-{}-word", self.verdict.name())
        }
    }
}
