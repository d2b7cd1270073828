//! Saying whether one consents to somebody else's application: the page to which the mailed link leads.

pub(crate) mod again;
pub(crate) mod awaited;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use engine::{
    consents::{ByConsentLink, ConsentAnswer, ConsentRequest},
    error::Error,
    services::Published,
};
use forms::outside::one_line;
use locale::dates;
use permit::Reference;
use serde::Deserialize;

use crate::{
    app::App,
    applications::service_name,
    error::WebError,
    form::{Form, Wrong},
    page::Page,
    path::Path,
    peer::Peer,
    said::{Said, Voice},
    unsent::{Again, Unsent},
};

/// The longest name, in letters.
const LONGEST: usize = 100;

#[derive(Template)]
#[template(path = "consents/asked.html")]
struct AskedPage {
    page: Page,
    service: Said,
    /// The service's page.
    help: String,
    asked_by: String,
    asks: Said,
    shown: Vec<(Said, Said)>,
    until: Option<String>,
    key: String,
    /// What was typed as a name.
    typed: String,
    errors: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "consents/over.html")]
struct OverPage {
    page: Page,
    title: &'static str,
    body: String,
    /// The service, where the link was good once.
    service: Option<(Said, String)>,
}

/// What the mailed link adds.
#[derive(Deserialize, Default)]
pub(crate) struct Arrival {
    key: Option<String>,
}

/// `GET /consent/{reference}?key=`
pub(crate) async fn show(
    State(app): State<App>,
    Path(typed): Path<String>,
    Query(arrival): Query<Arrival>,
    peer: Peer,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let reference: Reference = typed.parse().map_err(|_| Error::NotFound)?;
    let sent = unsent.typed();
    let key = sent.first("key").or(arrival.key.as_deref()).unwrap_or_default();
    Ok(Html(match app.consent_request(peer.0, &reference, key).await? {
        ByConsentLink::Asked(request) => {
            let mut view = AskedPage::of(&app, &request, key, page);
            sent.first("name").unwrap_or_default().clone_into(&mut view.typed);
            let wrong = unsent.first_wrong();
            let wrong = wrong.map(|wrong| ("name", view.page.t(wrong.text()).into_owned()));
            view.errors.extend(wrong);
            view.render()?
        }
        ByConsentLink::Answered(published, answer) => {
            OverPage::answered(&app, &published, answer, page).render()?
        }
        ByConsentLink::Over(published) => OverPage {
            service: Some(named(&published, &page)),
            ..OverPage::plain("consent-over-title", "consent-over-body", page)
        }
        .render()?,
        ByConsentLink::Nothing => {
            OverPage::plain("consent-unknown-title", "consent-unknown-body", page).render()?
        }
    }))
}

/// `POST /consent/{reference}`
pub(crate) async fn answer(
    State(app): State<App>,
    Path(typed): Path<String>,
    peer: Peer,
    form: Form,
) -> Result<Response, WebError> {
    let reference: Reference = typed.parse().map_err(|_| Error::NotFound)?;
    let key = form.first("key").unwrap_or_default();
    let name = one_line(form.first("name").unwrap_or_default());
    let consents = match form.first("answer") {
        Some("consent") => true,
        Some("refuse") => false,
        _ => return Ok(Again::sent(form).into_response()),
    };
    if let Some(wrong) = mistake(&name).filter(|_| consents || !name.is_empty()) {
        return Ok(Again::sent(form)
            .because([Wrong::new("name", wrong)])
            .into_response());
    }
    let back = address(reference, key);
    if let ByConsentLink::Asked(request) = app.consent_request(peer.0, &reference, key).await? {
        match app.answer_consent(*request, consents, name).await {
            // Somebody was faster, be it the same person: the page says what has become of it.
            Ok(()) | Err(Error::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Redirect::to(&back).into_response())
}

/// The page of a link.
fn address(reference: Reference, key: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("key", key);
    format!("/consent/{reference}?{}", query.finish())
}

/// The key of what is wrong with a name as a signature.
fn mistake(name: &str) -> Option<&'static str> {
    match name.chars().filter(|c| c.is_alphabetic()).count() {
        0 | 1 => Some("consent-name-missing"),
        _ if name.chars().count() > LONGEST => Some("consent-name-too-long"),
        _ => None,
    }
}

/// The service's name, and its page.
fn named(published: &Published, page: &Page) -> (Said, String) {
    let address = format!("/s/{}#help", published.service.id);
    (service_name::service_name(published, page), address)
}

impl AskedPage {
    fn of(app: &App, request: &ConsentRequest, key: &str, page: Page) -> Self {
        let published = request.published();
        let voice = Voice::of(&published.service, page.language);
        let shown = request.shown();
        let shown = shown.into_iter().map(|(question, answer)| {
            let answer = voice.said(answer.show(question, &voice.spoken));
            (voice.say(question.name()), answer)
        });
        let (service, help) = named(published, &page);
        let end = |until| dates::end(until, &app.settings.time_zone, page.language);
        Self {
            service,
            help,
            asked_by: request.asked_by(),
            asks: voice.say(&request.consent().asks),
            shown: shown.collect(),
            until: request.until().map(end),
            key: key.to_owned(),
            typed: String::new(),
            errors: Vec::new(),
            page: page.with_answers(),
        }
    }
}

impl OverPage {
    fn plain(title: &'static str, body: &str, page: Page) -> Self {
        Self {
            title,
            body: page.t(body).into_owned(),
            service: None,
            page,
        }
    }

    fn answered(app: &App, published: &Published, answer: ConsentAnswer, page: Page) -> Self {
        let (title, body) = if answer.consented {
            ("consent-given-title", "consent-given-body")
        } else {
            ("consent-refused-title", "consent-refused-body")
        };
        let at = dates::moment(answer.at, &app.settings.time_zone, page.language);
        Self {
            title,
            body: page.t1(body, "at", at),
            service: Some(named(published, &page)),
            page,
        }
    }
}
