//! Opening an application with the link that was mailed: in a browser that has not been let in yet, beside the document number. The
//! link leads on at once to the address without its key, which a cookie of a few minutes holds meanwhile: going back to the page of
//! the document shows no key once that is over, or was finished with.

use askama::Template;
use axum::{
    extract::State,
    http::HeaderMap,
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
    form::{Form, Wrong},
    page::Page,
    path::Path,
    peer::Peer,
    unsent::{Again, Unsent},
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
    unsent: &Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let told = reference.to_string();
    let typed = unsent.typed();
    let key = typed
        .first("key")
        .or(Opens::Link(&told).sent(app.site(), headers));
    let html = match key {
        Some(key) if !key.is_empty() => {
            let wrong = unsent.first_wrong();
            let wrong = wrong.map(|wrong| ("document", page.t(wrong.text()).into_owned()));
            let document = typed.first("document").unwrap_or_default();
            let view = OpenPage {
                errors: wrong.into_iter().collect(),
                ..OpenPage::new(page, reference, key, document)
            };
            view.render()?
        }
        _ => FindPage::asking(page, &told).render()?,
    };
    Ok(Html(html).into_response())
}

/// `POST /a/{reference}`
pub(crate) async fn open(
    State(app): State<App>,
    Path(typed): Path<String>,
    peer: Peer,
    form: Form,
) -> Result<Response, WebError> {
    let reference: Reference = typed.parse().map_err(|_| Error::NotFound)?;
    let (key, document) = (
        form.first("key").unwrap_or_default(),
        form.first("document").unwrap_or_default(),
    );
    let again = |text| {
        let again = Again::sent(form.clone());
        again.because([Wrong::new("document", text)]).into_response()
    };
    if document.is_empty() {
        return Ok(again("find-document-missing"));
    }
    let opened = app.open_by_link(peer.0, &reference, key, document).await?;
    Ok(opened.map_or_else(
        || again("open-wrong"),
        |browser| let_in(&app, reference, &browser),
    ))
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
}
