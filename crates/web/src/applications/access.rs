//! What opens one's own application: the return code, the mailed link, other browsers; and where its letters go.

use askama::Template;
use axum::{
    extract::{Query, State},
    http::HeaderMap,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::applications::access::Corrected;
use locale::Language;
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
    language::Speaks,
    page::Page,
    peer::Peer,
    said::Said,
    unsent::{Again, Unsent},
};

/// That an address does not answer the question of the service, which says why.
const UNFIT: &str = "unfit";

#[derive(Template)]
#[template(path = "applications/access.html")]
struct AccessPage {
    page: Page,
    name: Said,
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
    CodeRenewed,
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
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let mut view = AccessPage::new(&app, &own, page)?;
    view.done = arrival.done;
    if arrival.done.is_some_and(Done::shows_code) {
        view.code = return_code::to_show(&app, &own.0, &headers)?;
    }
    let typed = unsent.typed();
    typed
        .first("email")
        .unwrap_or_default()
        .clone_into(&mut view.typed);
    if let Some(wrong) = unsent.first_wrong() {
        let message = match &*wrong.text {
            UNFIT => app.address_mistake(&own.0, &view.typed, view.page.language.code()),
            key => Some(view.page.t(key).into_owned()),
        };
        let field = if wrong.field == "document" {
            "document"
        } else {
            "email"
        };
        view.errors = message.map(|message| (field, message)).into_iter().collect();
    }
    Ok(Html(view.render()?))
}

/// `POST /a/{reference}/access`
pub(crate) async fn change(
    State(app): State<App>,
    Peer(peer): Peer,
    own: Own,
    Speaks(language): Speaks,
    form: Form,
) -> Result<Response, WebError> {
    let reference = own.0.case().reference;
    let link = format!("/a/{reference}/access");
    let looked_again = |error| WebError::from(error).with_link(&link);
    let done = |name: &str| Redirect::to(&format!("{link}?done={name}")).into_response();
    Ok(match form.first("do") {
        Some("renew-code") => {
            app.renew_return_code(own.0).await.map_err(looked_again)?;
            let mut response = done("code-renewed");
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
        Some("correct-address") => {
            return Box::pin(correct_address(&app, peer, own, language, form)).await;
        }
        _ => Redirect::to(&link).into_response(),
    })
}

async fn correct_address(
    app: &App,
    peer: engine::peer::Peer,
    own: Own,
    language: Language,
    form: Form,
) -> Result<Response, WebError> {
    let (email, document) = (
        form.first("email").unwrap_or_default(),
        form.first("document").unwrap_or_default(),
    );
    let reference = own.0.case().reference;
    let link = format!("/a/{reference}/access");
    let corrected = app
        .correct_address(peer, own.0, email, document, language.code())
        .await;
    let again = |wrong| {
        Again::sent(form.only(&["email"]))
            .because([wrong])
            .into_response()
    };
    Ok(
        match corrected.map_err(|error| WebError::from(error).with_link(&link))? {
            Corrected::Done(browser) => {
                let mut response = Redirect::to(&format!("{link}?done=address-corrected")).into_response();
                cookies::add(&mut response, own::cookie(app, reference, &browser));
                cookies::add(&mut response, return_code::shown_once(app, reference));
                response
            }
            Corrected::Refused => again(Wrong::new("email", UNFIT)),
            Corrected::Same => again(Wrong::new("email", "access-address-same")),
            Corrected::WrongDocument => again(Wrong::new("document", "access-document-wrong")),
            Corrected::NotAsked => Redirect::to(&link).into_response(),
        },
    )
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

    fn error(&self, field: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        errors
            .find(|(wrong, _)| *wrong == field)
            .map(|(_, message)| message.as_str())
    }
}

impl Done {
    /// Whether it made a code.
    fn shows_code(self) -> bool {
        matches!(
            self,
            Self::CodeRenewed | Self::LinksEnded | Self::AddressCorrected
        )
    }

    /// The key of what is said of it.
    fn text(self) -> &'static str {
        match self {
            Self::CodeRenewed => "access-code-renewed",
            Self::CodeEnded => "access-code-ended",
            Self::LinksEnded => "access-links-ended",
            Self::LinkSent => "access-link-sent",
            Self::AddressCorrected => "access-address-corrected",
        }
    }
}
