//! Opening an application with the link that was mailed: in a browser that has not been let in yet, beside the document number. The
//! link leads on at once to the address without its key, which a cookie of a few minutes holds meanwhile: going back to the page of
//! the document shows no key once that is over, or was finished with.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{applications::opening::ByLink, error::Error};
use jiff::SignedDuration;
use permit::Reference;

use super::{find::FindPage, own};
use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
    form::Form,
    page::Page,
    peer::Peer,
};

/// So long the document may be looked for.
const PATIENCE: SignedDuration = SignedDuration::from_mins(15);

#[derive(Template)]
#[template(path = "applications/open.html")]
struct OpenPage {
    page: Page,
    reference: String,
    key: String,
    document: String,
    errors: Vec<(&'static str, String)>,
}

/// What a link shows in a browser that has not been let in yet.
pub(super) async fn by_link(
    app: &App,
    peer: Peer,
    reference: Reference,
    key: &str,
    page: Page,
) -> Result<Response, WebError> {
    match app.opens_by_link(peer.0, &reference, key).await? {
        ByLink::Nothing => {
            Ok(Html(FindPage::after_a_link(page, &reference.to_string()).render()?).into_response())
        }
        ByLink::WithDocument => {
            let reference = reference.to_string();
            let mut response = Redirect::to(&format!("/a/{reference}")).into_response();
            let cookie = cookies::lasting(app.site(), Opens::Link(&reference), key, PATIENCE);
            cookies::add(&mut response, cookie);
            Ok(response)
        }
        ByLink::Opens(browser) => Ok(let_in(app, reference, &browser)),
    }
}

/// What an application's address shows in such a browser: the question for the document, if it came by the mailed link.
pub(super) fn asking(
    app: &App,
    reference: Reference,
    headers: &HeaderMap,
    page: Page,
) -> Result<Response, WebError> {
    let told = reference.to_string();
    let html = match Opens::Link(&told).sent(app.site(), headers) {
        Some(key) if !key.is_empty() => OpenPage::new(page, reference, key, "").render()?,
        _ => FindPage::asking(page, &told).render()?,
    };
    Ok(Html(html).into_response())
}

/// `POST /a/{reference}`
pub(crate) async fn open(
    State(app): State<App>,
    Path(typed): Path<String>,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let reference: Reference = typed.parse().map_err(|_| Error::NotFound)?;
    let (key, document) = (
        form.first("key").unwrap_or_default(),
        form.first("document").unwrap_or_default(),
    );
    let view = OpenPage::new(page, reference, key, document);
    if document.is_empty() {
        return view.refuse("find-document-missing");
    }
    let opened = app.open_by_link(peer.0, &reference, key, document).await?;
    opened.map_or_else(
        || view.refuse("open-wrong"),
        |browser| Ok(let_in(&app, reference, &browser)),
    )
}

/// On to the application, which this browser opens from now on, until it is closed.
fn let_in(app: &App, reference: Reference, browser: &str) -> Response {
    let mut response = Redirect::to(&format!("/a/{reference}")).into_response();
    cookies::add(&mut response, own::cookie(app, reference, browser));
    let link = cookies::removal(app.site(), Opens::Link(&reference.to_string()));
    cookies::add(&mut response, link);
    response
}

impl OpenPage {
    fn new(page: Page, reference: Reference, key: &str, document: &str) -> Self {
        Self {
            page,
            reference: reference.to_string(),
            key: key.to_owned(),
            document: document.to_owned(),
            errors: Vec::new(),
        }
    }

    fn refuse(mut self, text: &str) -> Result<Response, WebError> {
        self.errors = vec![("document", self.page.t(text).into_owned())];
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(self.render()?)).into_response())
    }
}
