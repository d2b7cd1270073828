//! Applying for a permit in the place of one's own: it says something wrong, or it was lost.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{applications::own::OwnApplication, error::Error};
use forms::ApplicationPurpose;
use review::ReplacementReason;

use super::{draft, own::Own, service_name::service_name};
use crate::{
    app::App,
    cookies,
    error::WebError,
    form::Form,
    language::Speaks,
    page::Page,
    said::Said,
    unsent::{Again, Unsent},
};

/// What an applicant may give as the reason: what the service does not offer to ask for in a way of its own.
pub(super) fn reasons(app: &App, own: &OwnApplication) -> Vec<ReplacementReason> {
    let current = app.services.current(own.published().service.id.as_str());
    let offers = |purpose| {
        current
            .as_ref()
            .is_some_and(|current| current.service.offers(purpose))
    };
    let ways = [
        (ReplacementReason::Correction, ApplicationPurpose::Amendment),
        (ReplacementReason::Loss, ApplicationPurpose::Copy),
    ];
    let ways = ways.into_iter().filter(|(_, purpose)| !offers(*purpose));
    ways.map(|(reason, _)| reason).collect()
}

#[derive(Template)]
#[template(path = "applications/replace.html")]
struct ReplacePage {
    page: Page,
    name: Said,
    reference: String,
    errors: Vec<(String, String)>,
    reasons: Vec<&'static str>,
    chosen: Option<&'static str>,
}

/// `GET /a/{reference}/replace`
pub(crate) async fn show(
    State(app): State<App>,
    own: Own,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let permits = app.own_permits(&own.0).await?;
    let reasons = reasons(&app, &own.0);
    let may = permits
        .last()
        .is_some_and(|last| app.may_replace(last, own.0.published()));
    let Some(first) = reasons.first().filter(|_| may) else {
        // The application's page says how its permit stands.
        return Ok(Redirect::to(&own.address()).into_response());
    };
    let errors = match unsent.sent() {
        Some(form) if reason_of(form, &reasons).is_none() => {
            let field = format!("reason-{}", first.code());
            vec![(field, page.t("replace-missing").into_owned())]
        }
        _ => Vec::new(),
    };
    let chosen = reason_of(&unsent.typed(), &reasons);
    let view = ReplacePage {
        errors,
        chosen: chosen.map(ReplacementReason::code),
        reasons: reasons.into_iter().map(ReplacementReason::code).collect(),
        ..ReplacePage::new(&own, page)
    };
    Ok(Html(view.render()?).into_response())
}

fn reason_of(form: &Form, reasons: &[ReplacementReason]) -> Option<ReplacementReason> {
    let chosen = form.first("reason").and_then(ReplacementReason::read);
    chosen.filter(|reason| reasons.contains(reason))
}

/// `POST /a/{reference}/replace`: a draft of the same answers.
pub(crate) async fn replace(
    State(app): State<App>,
    own: Own,
    Speaks(language): Speaks,
    form: Form,
) -> Result<Response, WebError> {
    let Some(reason) = reason_of(&form, &reasons(&app, &own.0)) else {
        return Ok(Again::sent(form).into_response());
    };
    let begun = app.begin_replacement(&own.0, reason, language.code()).await;
    let secret = begun.map_err(|error| WebError::from(error).with_link(own.address()))?;
    let service = own.0.case().application.service.as_str();
    // Whoever corrects something goes through the questions again; whoever lost a permit only sends the same.
    let first = app.services.current(service).ok_or(Error::NotFound)?;
    let to = match reason {
        ReplacementReason::Correction => format!("/s/{service}/apply/{}", first.service.form.pages[0].id),
        _ => format!("/s/{service}/apply/check"),
    };
    let mut response = Redirect::to(&to).into_response();
    cookies::add(&mut response, draft::begun(&app, service, &secret));
    Ok(response)
}

impl ReplacePage {
    fn new(own: &Own, page: Page) -> Self {
        Self {
            name: service_name(own.0.published(), &page),
            reference: own.0.case().reference.to_string(),
            errors: Vec::new(),
            reasons: Vec::new(),
            chosen: None,
            page: page.with_answers(),
        }
    }

    fn chose(&self, reason: &str) -> bool {
        self.chosen == Some(reason)
    }
}
