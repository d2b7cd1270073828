//! One application, as it is to be erased: what was asked, and what can be done about it.

use askama::Template;
use axum::{extract::State, response::Html};
use engine::{
    authorise::Action,
    erasure::{Erasure, ErasureGround, office::ErasureCase},
};
use jiff::Timestamp;
use locale::dates;

use crate::{
    app::App,
    error::WebError,
    form::{Form, Query, Wrong},
    gate::By,
    officers::names::Names,
    page::Page,
    path::Path,
    unsent::Unsent,
};

#[derive(Template)]
#[template(path = "erasures/page.html")]
struct ErasurePage {
    page: Page,
    reference: String,
    notice: Option<&'static str>,
    /// Why nothing can be done, or when it was done.
    state: Option<String>,
    /// How many permits that still hold would be revoked.
    permits: u64,
    open: Option<Open>,
    earlier: Vec<Vec<String>>,
    may_decide: bool,
    typed: Form,
    wrong: Option<Wrong>,
}

/// The request that waits.
struct Open {
    id: String,
    revision: u64,
    lines: Vec<String>,
    ground: String,
    words: Option<String>,
    is_proposed: bool,
    /// Whether whoever sees it was for it first: then another person confirms.
    is_mine: bool,
}

/// `GET /o/cases/{case}/erase`
pub(crate) async fn show(
    State(app): State<App>,
    Path(case): Path<String>,
    Query(query): Query,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let found = app.erasure_case(&caller, Action::ProposeErasure, &case).await?;
    let mut view = view(&app, page, &found, &unsent).await?;
    view.notice = match query.first("notice") {
        Some("proposed") => Some("erasure-notice-proposed"),
        Some("erased") => Some("erasure-notice-erased"),
        Some("refused") => Some("erasure-notice-refused"),
        _ => unsent.notice(),
    };
    Ok(Html(view.render()?))
}

/// The page, with what was typed into it and what is wrong with that.
async fn view(app: &App, page: Page, found: &ErasureCase, unsent: &Unsent) -> Result<ErasurePage, WebError> {
    let case = found.case();
    let names = Names::load(app).await?;
    let teller = Teller {
        app,
        page: &page,
        names,
    };
    let reader = case.caller().person().map(|person| person.id);
    let open = found.open().map(|erasure| Open {
        id: erasure.id.0.to_string(),
        revision: erasure.revision,
        lines: teller.lines(erasure),
        ground: page
            .t(format!("erasure-ground-{}", erasure.ground.code()))
            .into_owned(),
        words: erasure.words.clone(),
        is_proposed: erasure.proposed.is_some(),
        is_mine: erasure.proposed.map(|(person, _)| person) == reader,
    });
    let mut earlier = Vec::new();
    for ended in found.requests().iter().filter(|erasure| !erasure.is_open()) {
        earlier.push(teller.lines(ended));
    }
    let state = match case.erased_at {
        Some(at) => Some(page.t1("erasure-erased", "at", teller.moment(at))),
        None if !case.application.status.is_final() => Some(page.t("erasure-open").into_owned()),
        None if app.is_own_erasure(found).await? => Some(page.t("erasure-own").into_owned()),
        None => None,
    };
    Ok(ErasurePage {
        reference: case.reference.to_string(),
        notice: None,
        state,
        permits: app.permits_to_revoke(found).await?,
        earlier,
        open,
        may_decide: case.could(Action::DecideErasure),
        typed: unsent.typed(),
        wrong: unsent.first_wrong(),
        page,
    })
}

struct Teller<'a> {
    app: &'a App,
    page: &'a Page,
    names: Names,
}

impl Teller<'_> {
    fn moment(&self, at: Timestamp) -> String {
        dates::moment(at, &self.app.settings.time_zone, self.page.language)
    }

    /// Who did what about a request, in order.
    fn lines(&self, erasure: &Erasure) -> Vec<String> {
        let page = self.page;
        let told = |key: &str, person, at| {
            let name = self.names.of(person, page);
            page.t2(key, ("name", &name), ("at", &self.moment(at)))
        };
        let asked = match erasure.asked_by.person() {
            Some(person) => told("erasure-asked-by", person, erasure.asked_at),
            None => page.t1("erasure-asked-by-applicant", "at", self.moment(erasure.asked_at)),
        };
        let mut lines = vec![asked];
        if let Some((person, at)) = erasure.proposed
            && erasure.is_open()
        {
            lines.push(told("erasure-proposed-by", person, at));
        }
        if let Some(end) = &erasure.ended {
            let key = if end.is_erased() {
                "erasure-done-by"
            } else {
                "erasure-refused-by"
            };
            match end.by {
                Some(person) => lines.push(told(key, person, end.at)),
                None => lines.push(page.t1("erasure-erased", "at", self.moment(end.at))),
            }
            lines.extend(end.refusal.clone());
        }
        lines
    }
}

impl ErasurePage {
    fn grounds() -> [(&'static str, String); 4] {
        ErasureGround::ALL.map(|ground| (ground.code(), format!("erasure-ground-{}", ground.code())))
    }

    fn chosen(&self, value: &str) -> bool {
        self.typed.first("ground") == Some(value)
    }

    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    /// What was typed into fields that the page has no more, so that nobody has to write it again.
    fn without_field(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let refuses = self.open.is_some() && self.may_decide;
        let proposes = self.open.is_none() && self.state.is_none();
        [
            ("refusal", "erasure-refusal", refuses),
            ("words", "erasure-words", proposes),
        ]
        .into_iter()
        .filter(|(.., has_field)| !has_field)
        .filter_map(|(field, label, _)| Some((label, self.typed.first(field)?)))
    }

    fn mistake(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.wrong, field)
    }
}
