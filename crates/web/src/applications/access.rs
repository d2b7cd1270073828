//! What opens one's own application: the return code, the mailed link, other browsers; and where its letters go.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::applications::access::Corrected;
use serde::Deserialize;

use super::{
    own::{self, Own},
    return_code,
    service_name::service_name,
};
use crate::{
    app::App,
    cookies,
    error::WebError,
    form::{Form, Wrong},
    page::Page,
    peer::Peer,
};

#[derive(Template)]
#[template(path = "applications/access.html")]
struct AccessPage {
    page: Page,
    name: String,
    reference: String,
    /// What has just been done.
    done: Option<Done>,
    /// The return code, where it has just been made.
    code: Option<String>,
    has_code: bool,
    email: Option<String>,
    /// Whether the service asks for an address that could be corrected.
    has_address: bool,
    asks_document: bool,
    /// What was typed as the new address.
    typed: String,
    errors: Vec<(&'static str, String)>,
}

/// What has just been done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Done {
    CodeEnded,
    LinksEnded,
    LinkSent,
    AddressCorrected,
}

#[derive(Deserialize, Default)]
pub(crate) struct Arrival {
    done: Option<Done>,
}

/// `GET /a/{reference}/access`
pub(crate) async fn show(
    State(app): State<App>,
    own: Own,
    Query(arrival): Query<Arrival>,
    headers: HeaderMap,
    page: Page,
) -> Result<Response, WebError> {
    let mut view = AccessPage::new(&app, &own, page)?;
    view.done = arrival.done;
    let shown = return_code::to_show(&app, &own.0, &headers)?;
    let (code, cookies) = shown.unzip();
    view.code = code;
    let mut response = Html(view.render()?).into_response();
    cookies::add(&mut response, cookies.unwrap_or_default());
    Ok(response)
}

/// `POST /a/{reference}/access`
pub(crate) async fn change(
    State(app): State<App>,
    Peer(peer): Peer,
    own: Own,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let reference = own.0.case().reference;
    let link = format!("/a/{reference}/access");
    let looked_again = |error| WebError::from(error).with_link(&link);
    let done = |name: &str| Redirect::to(&format!("{link}?done={name}")).into_response();
    Ok(match form.first("do") {
        Some("renew-code") => {
            app.renew_return_code(own.0).await.map_err(looked_again)?;
            let mut response = Redirect::to(&link).into_response();
            cookies::add(&mut response, return_code::shown_once(&app, reference));
            response
        }
        Some("end-code") => {
            app.end_return_code(own.0).await.map_err(looked_again)?;
            done("code-ended")
        }
        Some("end-links") => {
            let browser = app.end_links(own.0).await.map_err(looked_again)?;
            let mut response = done("links-ended");
            cookies::add(&mut response, own::cookie(&app, reference, &browser));
            cookies::add(&mut response, return_code::shown_once(&app, reference));
            response
        }
        Some("send-link") => {
            app.send_own_link(peer, own.0).await.map_err(looked_again)?;
            done("link-sent")
        }
        Some("correct-address") => return correct_address(&app, peer, own, page, &form).await,
        _ => Redirect::to(&link).into_response(),
    })
}

async fn correct_address(
    app: &App,
    peer: engine::peer::Peer,
    own: Own,
    page: Page,
    form: &Form,
) -> Result<Response, WebError> {
    let (email, document) = (
        form.first("email").unwrap_or_default(),
        form.first("document").unwrap_or_default(),
    );
    let reference = own.0.case().reference;
    let link = format!("/a/{reference}/access");
    let language = page.language.code();
    let mut view = AccessPage::new(app, &own, page)?;
    email.clone_into(&mut view.typed);
    let corrected = app.correct_address(peer, own.0, email, document, language).await;
    match corrected.map_err(|error| WebError::from(error).with_link(&link))? {
        Corrected::Done(browser) => {
            let mut response = Redirect::to(&format!("{link}?done=address-corrected")).into_response();
            cookies::add(&mut response, own::cookie(app, reference, &browser));
            cookies::add(&mut response, return_code::shown_once(app, reference));
            Ok(response)
        }
        Corrected::Refused(error) => view.refuse("email", error.message),
        Corrected::Same => view.wrong(Wrong::new("email", "access-address-same")),
        Corrected::WrongDocument => view.wrong(Wrong::new("document", "access-document-wrong")),
        Corrected::NotAsked => Ok(Redirect::to(&link).into_response()),
    }
}

impl AccessPage {
    fn new(app: &App, own: &Own, page: Page) -> Result<Self, WebError> {
        let case = own.0.case();
        Ok(Self {
            name: service_name(own.0.published(), &page),
            reference: case.reference.to_string(),
            done: None,
            code: None,
            has_code: app.return_code(&own.0)?.is_some(),
            email: case.contact.email.clone(),
            has_address: app.has_address(&own.0),
            asks_document: case.contact.document.is_some(),
            typed: String::new(),
            errors: Vec::new(),
            page,
        })
    }

    fn wrong(self, Wrong { field, text }: Wrong) -> Result<Response, WebError> {
        let text = self.page.t(text).into_owned();
        self.refuse(field, text)
    }

    fn refuse(mut self, field: &'static str, text: String) -> Result<Response, WebError> {
        self.errors = vec![(field, text)];
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(self.render()?)).into_response())
    }

    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(wrong, _)| *wrong == field)
            .map(|(_, message)| message.as_str())
    }
}

impl Done {
    /// The key of what is said of it.
    fn text(self) -> &'static str {
        match self {
            Self::CodeEnded => "access-code-ended",
            Self::LinksEnded => "access-links-ended",
            Self::LinkSent => "access-link-sent",
            Self::AddressCorrected => "access-address-corrected",
        }
    }
}
