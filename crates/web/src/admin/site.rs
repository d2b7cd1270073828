//! What the site tells all its visitors for some time.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use forms::outside::one_line;
use locale::{Area, Language, dates};

use super::moment;
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query, Wrong},
    gate::By,
    page::Page,
    unsent::{Again, Unsent},
};

/// So many letters are read by people who came for something else.
const LONGEST: usize = 300;
const ADDRESS: &str = "/admin/site";

#[derive(Template)]
#[template(path = "admin/site.html")]
struct SitePage {
    page: Page,
    /// What is told now, if anything is.
    shown: Option<Shown>,
    /// The languages in which all must be told.
    languages: Vec<(&'static str, String)>,
    notice: Option<&'static str>,
    typed: Form,
    wrong: Vec<Wrong>,
}

struct Shown {
    since: String,
    until: Option<String>,
}

/// `GET /admin/site`
pub(crate) async fn show(
    State(app): State<App>,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let shown = app.banner().map(|banner| Shown {
        since: moment(banner.since),
        until: banner.until.map(moment),
    });
    let notice = match query.first("notice") {
        Some("shown") => Some("site-banner-shown"),
        Some("taken-down") => Some("site-banner-taken-down"),
        _ => None,
    };
    let languages = Language::offered(Area::Site).map(|language| {
        let code = language.code();
        (code, page.t(format!("publish-language-{code}")).into_owned())
    });
    let view = SitePage {
        shown,
        languages: languages.collect(),
        notice: notice.or(unsent.notice()),
        typed: unsent.typed(),
        wrong: unsent.wrong().to_vec(),
        page,
    };
    Ok(Html(view.render()?))
}

/// `POST /admin/site`
pub(crate) async fn show_banner(
    State(app): State<App>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    match (said(&form), moment::to_come(&app, &form, "until")) {
        (Ok(said), Ok(until)) => {
            app.show_banner(&caller, said, until).await?;
            Ok(back("shown"))
        }
        (said, until) => {
            let wrong = said.err().into_iter().flatten().chain(until.err());
            Ok(Again::sent(form).because(wrong).into_response())
        }
    }
}

/// `POST /admin/site/take-down`
pub(crate) async fn take_down(State(app): State<App>, By(caller): By) -> Result<Response, WebError> {
    app.take_banner_down(&caller).await?;
    Ok(back("taken-down"))
}

fn back(notice: &str) -> Response {
    Redirect::to(&format!("{ADDRESS}?notice={notice}")).into_response()
}

/// What all are told, in each language of the site.
fn said(form: &Form) -> Result<BTreeMap<String, String>, Vec<Wrong>> {
    let (mut said, mut wrong) = (BTreeMap::new(), Vec::new());
    for language in Language::offered(Area::Site) {
        let field = format!("say-{}", language.code());
        // It is shown to everybody, so nothing in it turns the writing around it.
        let text = form.first(&field).map(one_line).unwrap_or_default();
        match text.chars().count() {
            0 => wrong.push(Wrong::new(field, "publish-no-say")),
            1..=LONGEST => {
                said.insert(language.code().to_owned(), text);
            }
            _ => wrong.push(Wrong::new(field, "site-banner-too-long")),
        }
    }
    if wrong.is_empty() { Ok(said) } else { Err(wrong) }
}

impl SitePage {
    fn typed(&self, field: &str) -> &str {
        self.typed.first(field).unwrap_or_default()
    }

    fn mistake(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.wrong, field)
    }

    fn errors(&self) -> Vec<(String, String)> {
        let said = |wrong: &Wrong| (wrong.field().to_owned(), self.page.t(wrong.text()).into_owned());
        self.wrong.iter().map(said).collect()
    }
}
