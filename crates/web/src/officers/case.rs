//! A case: what was answered, what happened, what can be done now.

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use engine::{
    applications::Case,
    authorise::{Action, Authorised},
    casework::queue::StatusName,
};

use super::{names::Names, notice::notice, tag::Tag};
use crate::gate::By;
use crate::{app::App, error::WebError, form::Form, page::Page};

mod answers;
mod facts;
mod found;
mod history;
mod letters;
mod panel;
mod permits;

use answers::Section;
use facts::Fact;
use found::Found;
use history::Happening;
use letters::Letter;
use panel::Panel;
use permits::IssuedPermit;

#[derive(Template)]
#[template(path = "officers/case.html")]
struct CasePage {
    page: Page,
    notice: Option<String>,
    missing: Option<Missing>,
    typed: Form,
    reference: String,
    revision: u64,
    holder: String,
    service: String,
    tag: Tag,
    facts: Vec<Fact>,
    sections: Vec<Section>,
    permits: Vec<IssuedPermit>,
    history: Vec<Happening>,
    letters: Vec<Letter>,
    panel: Panel,
    /// Whether whoever sees it may ask that it be erased by law.
    erasable: bool,
}

/// What was left out of a form on this page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    Decision,
    Reason,
    Question,
    Message,
}

/// `GET /o/cases/{case}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(case): Path<String>,
    RawQuery(query): RawQuery,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let case = app.read_case(&caller, &case).await?;
    let notice = notice(&query.unwrap_or_default(), &page);
    let mut view = view(&app, page, &case).await?;
    view.notice = notice;
    Ok(Html(view.render()?))
}

/// The page again, with what was typed and what is missing.
pub(super) async fn again(
    app: &App,
    page: Page,
    case: &Authorised<Case>,
    missing: Missing,
    typed: Form,
) -> Result<Response, WebError> {
    let view = view(app, page, case).await?;
    let view = CasePage {
        missing: Some(missing),
        typed,
        ..view
    };
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(view.render()?)).into_response())
}

async fn view(app: &App, page: Page, case: &Authorised<Case>) -> Result<CasePage, WebError> {
    let published = app.version(&case.application.version).await?;
    let service = &published.service;
    let names = Names::load(app).await?;
    let spoken = service.language_for(page.language.code());
    let found = Found {
        app,
        page: &page,
        case,
        published: &published,
        service,
        spoken,
        names,
    };
    Ok(CasePage {
        notice: None,
        missing: None,
        typed: Form::default(),
        reference: case.reference.to_string(),
        revision: case.application.revision,
        holder: case.contact.holder.clone(),
        service: service.about.name.in_language(&found.spoken).to_owned(),
        tag: Tag::of_status(StatusName::from(&case.application.status), &page),
        facts: facts::of(&found).await?,
        sections: answers::of(&found),
        permits: permits::of(&found).await?,
        history: history::of(&found).await?,
        letters: letters::of(&found).await?,
        panel: Panel::of(&found).await?,
        erasable: case.may(Action::ProposeErasure) && case.application.status.is_final() && !case.is_erased(),
        page,
    })
}

impl Missing {
    /// The field that it is about.
    fn field(self) -> &'static str {
        match self {
            Self::Decision => "decide",
            Self::Reason => "reason",
            Self::Question => "questions",
            Self::Message => "message",
        }
    }

    /// The text that says so.
    fn text(self) -> &'static str {
        match self {
            Self::Decision => "office-no-decision",
            Self::Reason => "office-no-reason",
            Self::Question => "office-no-question",
            Self::Message => "office-no-message",
        }
    }
}

impl CasePage {
    fn is_wrong(&self, field: &str) -> bool {
        self.missing.is_some_and(|missing| missing.field() == field)
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    fn chose(&self, field: &str, value: &str) -> bool {
        self.typed
            .raw()
            .get(field)
            .is_some_and(|values| values.iter().any(|chosen| chosen == value))
    }
}
