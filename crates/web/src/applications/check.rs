//! Check your answers: everything on one page, each with a link to change it, before it is sent.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};

use engine::applications::drafts::OpenDraft;
use forms::{Answers, ApplicationPurpose, Service, Step};
use jiff::civil::Date;
use locale::Language;

use super::{
    draft,
    fee::FeeBox,
    in_time::in_time,
    since::Notice,
    summary::{self, Section},
    walk::Walk,
};
use crate::{
    app::App,
    error::WebError,
    page::Page,
    path::Path,
    said::{Said, Voice},
};

#[derive(Template)]
#[template(path = "applications/check.html")]
struct CheckPage {
    page: Page,
    /// What the addresses of the form's pages begin with.
    form: String,
    name: Said,
    back: String,
    sections: Vec<Section>,
    /// What it will cost.
    fee: Option<FeeBox>,
    /// Whom it takes to consent before a permit, and what they see.
    consents: Vec<String>,
    /// The key of what it is for, where that is no new permit, or no longer what it was begun for.
    asks_for: Option<String>,
    /// What changed since it was begun.
    since: Option<Notice>,
}

/// `GET /s/{service}/apply/check`
pub(crate) async fn show(
    State(app): State<App>,
    Path(service): Path<String>,
    page: Page,
    secret: draft::Secret,
) -> Result<Response, WebError> {
    let open = match draft::open_to_check(&app, &secret, &service).await? {
        Ok(open) => open,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let asks_for = asks_for(&app, &open).await?;
    let since = Notice::of(&app, &open, &page);
    let checked = Checked {
        asks_for,
        since,
        ..Checked::new(page, Walk::of_draft(&open))
    };
    checked.shown(&app).await
}

/// What the page says of what it is for.
async fn asks_for(app: &App, open: &OpenDraft) -> Result<Option<String>, WebError> {
    let (begun_for, purpose) = (open.begun_for(), open.purpose());
    Ok(if purpose != ApplicationPurpose::New {
        Some(format!("check-for-{}", purpose.code()))
    } else if begun_for != ApplicationPurpose::New {
        Some("check-for-new".to_owned())
    } else {
        let replaces = app.still_replaces(open).await?.is_some();
        replaces.then(|| "check-replaces".to_owned())
    })
}

/// What is checked before it is sent.
pub(crate) struct Checked<'a> {
    page: Page,
    walk: Walk<'a>,
    asks_for: Option<String>,
    since: Option<Notice>,
}

impl<'a> Checked<'a> {
    pub(crate) fn new(page: Page, walk: Walk<'a>) -> Self {
        Self {
            page,
            walk,
            asks_for: None,
            since: None,
        }
    }

    /// The page, if the answers are complete; else the way to what is missing.
    pub(crate) async fn shown(self, app: &App) -> Result<Response, WebError> {
        let (walk, page, today) = (&self.walk, self.page, app.today());
        let service = walk.service();
        let Ok(answers) = service.complete(walk.answers.clone(), today) else {
            return Ok(Redirect::to(&walk.next(today)).into_response());
        };
        in_time(app, walk, &answers).await?;
        let charge = service.review.fee.as_ref();
        let charge = charge.map(|fee| fee.charge(&answers, today));
        let staying = walk.staying();
        let mut journey = service.journey(&answers);
        journey.retain(|page| service.asks_something(page, &answers, &staying));
        let last = journey.last().map(|page| &page.id);
        let view = CheckPage {
            name: Voice::of(service, page.language).say(&service.about.name),
            back: last.map_or_else(|| walk.start.clone(), |last| walk.page(last)),
            sections: summary::of_draft(service, &answers, &staying, page.language),
            consents: asked(service, &answers, today, page.language),
            fee: FeeBox::of(service, charge.as_ref(), page.language),
            form: walk.form.clone(),
            asks_for: self.asks_for,
            since: self.since,
            page,
        };
        Ok(Html(view.render()?).into_response())
    }
}

/// Whom it takes to consent before a permit, and what they see.
fn asked(service: &Service, answers: &Answers, today: Date, language: Language) -> Vec<String> {
    let spoken = service.language_for(language.code());
    let steps = service.review.steps.iter();
    let steps = steps.filter(|step| service.review.takes(step, answers, today));
    let consents = steps.filter_map(Step::consent);
    let asked = consents.filter_map(|consent| {
        let (question, answer) = (service.question(&consent.of)?, answers.get(&consent.of)?);
        let shown = consent.shows.iter().filter(|id| answers.get(id).is_some());
        let shown = shown.filter_map(|id| service.question(id));
        let shown: Vec<&str> = shown
            .map(|question| question.name().in_language(&spoken))
            .collect();
        let email = answer.show(question, &spoken);
        Some(language.t2("check-consent", ("email", &email), ("shown", &shown.join(", "))))
    });
    asked.collect()
}
