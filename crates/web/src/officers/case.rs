//! A case: what was answered, what happened, what can be done now.

use std::borrow::Cow;

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::{Html, IntoResponse as _, Response},
};
use engine::{
    applications::Case,
    authorise::{Action, Authorised},
    casework::queue::StatusName,
    permits::period::Ungrantable,
};
use forms::InspectionOutcome;

use super::{names::Names, notice::notice, queue::address::Worked, tag::Tag};
use crate::gate::By;
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    page::Page,
    path::Path,
    unsent::{Again, Unsent},
};

mod answers;
mod facts;
mod found;
mod hindrance;
mod history;
mod inspections;
mod letters;
mod opinions;
mod panel;
mod permits;

use answers::Section;
use facts::Fact;
use found::Found;
pub(super) use hindrance::{CHANGED, Hindrance};
use history::Happening;
use inspections::ListedInspection;
use letters::Letter;
use opinions::ListedOpinion;
use panel::Panel;
use permits::IssuedPermit;

#[derive(Template)]
#[template(path = "officers/case.html")]
struct CasePage {
    page: Page,
    notice: Option<String>,
    missing: Option<Missing>,
    /// Why what was asked for was not done, where the case has changed or does not allow it.
    hindrance: Option<Hindrance>,
    /// The word for why it cannot be granted, or not now.
    ungrantable: Option<&'static str>,
    typed: Form,
    /// The list that it is worked through in, as an address says it.
    list: String,
    reference: String,
    revision: u64,
    holder: String,
    service: String,
    tag: Tag,
    facts: Vec<Fact>,
    sections: Vec<Section>,
    opinions: Vec<ListedOpinion>,
    inspections: Vec<ListedInspection>,
    permits: Vec<IssuedPermit>,
    history: Vec<Happening>,
    letters: Vec<Letter>,
    panel: Panel,
    /// Whether whoever sees it may ask that it be erased by law.
    erasable: bool,
}

/// What a form on this page lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    Decision,
    Reason,
    Question,
    Message,
    /// Words of a condition that the paper can show.
    Printable,
    /// Room on the paper for all conditions.
    Room,
    /// The moment of an inspection.
    Moment,
    /// What an inspection found.
    Found,
    /// The day on which it was.
    Day,
    /// What is not in order.
    Findings,
}

/// `GET /o/cases/{case}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(case): Path<String>,
    RawQuery(query): RawQuery,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let case = app.read_case(&caller, &case).await?;
    let typed = unsent.typed();
    let query = query.unwrap_or_default();
    let notice = match unsent.notice() {
        Some(unsent) => Some(page.t(unsent).into_owned()),
        None => notice(&query, &page),
    };
    let list = Form::parse(query.as_bytes());
    let list = list.first("list").or_else(|| typed.first("list"));
    let wrong = unsent.first_wrong();
    let hindrance = match Wrong::of(&wrong, HINDRANCE) {
        Some(why) => Some(Hindrance::told(&app, &page, &case, why).await?),
        None => None,
    };
    let view = CasePage {
        missing: wrong.as_ref().and_then(Missing::read),
        hindrance,
        list: Worked::read(list.unwrap_or_default()).query(),
        notice,
        typed,
        ..view(&app, page, &case).await?
    };
    Ok(Html(view.render()?))
}

/// The field of a form that stands for the case as a whole.
const HINDRANCE: &str = "hindrance";

/// The page as the case is now, with what was typed on it, since what was asked for was not done: for that cause.
pub(super) fn hindered(why: Cow<'static, str>, typed: Form) -> Response {
    let wrong = Wrong::new(HINDRANCE, why);
    Again::sent(typed).because([wrong]).at(HINDRANCE).into_response()
}

/// The page again, with what was typed and what is missing.
pub(super) fn again(missing: Missing, typed: Form) -> Response {
    let wrong = Wrong::new(missing.field(), missing.text());
    Again::sent(typed).because([wrong]).into_response()
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
        hindrance: None,
        ungrantable: app
            .ungrantable(&published, &case.application)
            .await?
            .map(Ungrantable::code),
        typed: Form::default(),
        list: String::new(),
        reference: case.reference.to_string(),
        revision: case.application.revision,
        holder: case.contact.holder.clone(),
        service: service.about.name.in_language(&found.spoken).to_owned(),
        tag: Tag::of_status(StatusName::from(&case.application.status), &page),
        facts: facts::of(&found).await?,
        sections: answers::of(&found),
        opinions: opinions::of(&found),
        inspections: inspections::of(&found),
        permits: permits::of(&found).await?,
        history: history::of(&found).await?,
        letters: letters::of(&found).await?,
        panel: Panel::of(&found).await?,
        erasable: case.may(Action::ProposeErasure) && case.application.status.is_final() && !case.is_erased(),
        page,
    })
}

impl Missing {
    fn read(wrong: &Wrong) -> Option<Self> {
        let all = [
            Self::Decision,
            Self::Reason,
            Self::Question,
            Self::Message,
            Self::Printable,
            Self::Room,
            Self::Moment,
            Self::Found,
            Self::Day,
            Self::Findings,
        ];
        all.into_iter().find(|missing| missing.field() == wrong.field)
    }

    /// The field that it is about.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Decision => "decide",
            Self::Reason => "reason",
            Self::Question => "questions",
            Self::Message => "message",
            Self::Printable => "written_condition",
            Self::Room => "conditions",
            Self::Moment => "at",
            Self::Found => "found",
            Self::Day => "on",
            Self::Findings => "findings",
        }
    }

    /// The text that says so.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Decision => "office-no-decision",
            Self::Reason => "office-no-reason",
            Self::Question => "office-no-question",
            Self::Message => "office-no-message",
            Self::Printable => "office-condition-unprintable",
            Self::Room => "office-conditions-too-many",
            Self::Moment => "office-no-moment",
            Self::Found => "office-no-found",
            Self::Day => "office-no-day",
            Self::Findings => "office-no-findings",
        }
    }
}

impl CasePage {
    fn is_wrong(&self, field: &str) -> bool {
        self.missing.is_some_and(|missing| missing.field() == field)
    }

    fn findings() -> impl Iterator<Item = &'static str> {
        InspectionOutcome::ALL.into_iter().map(InspectionOutcome::name)
    }

    /// The address of the list.
    fn back(&self) -> String {
        Worked::read(&self.list).at("")
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    /// What was typed into fields that the case has no more, so that nobody has to write it again.
    fn without_field(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let decides = [
            ("written_condition", "office-written-condition"),
            ("file_note", "office-file-note"),
            ("note", "office-note"),
        ];
        let asks = [("message", "office-ask-message")];
        let reports = [("findings", "office-inspection-words")];
        let can_report = self.panel.inspect.as_ref().is_some_and(|inspect| inspect.reports);
        let reports = reports.into_iter().filter(move |_| !can_report);
        let decides = decides.into_iter().filter(|_| self.panel.decide.is_none());
        let asks = asks.into_iter().filter(|_| self.panel.ask.is_empty());
        decides
            .chain(asks)
            .chain(reports)
            .filter_map(|(field, label)| Some((label, self.typed.first(field)?)))
    }

    fn chose(&self, field: &str, value: &str) -> bool {
        self.typed
            .raw()
            .get(field)
            .is_some_and(|values| values.iter().any(|chosen| chosen == value))
    }
}
