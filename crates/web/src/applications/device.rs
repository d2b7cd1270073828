//! Whose device it is: leaving nothing on a shared one, being remembered on one's own.

use askama::Template;
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{access::REMEMBERED, applications::drafts};

use super::{
    draft,
    own::{self, Own},
};
use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
    form::Form,
    page::Page,
    path::Path,
};

const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// Pages that the browser has kept to go back to. Never its storage: an enrolled phone keeps its key there.
const KEPT_PAGES: HeaderValue = HeaderValue::from_static("\"cache\"");

#[derive(Template)]
#[template(path = "applications/finished.html")]
struct FinishedPage {
    page: Page,
}

/// `POST /finish`: this browser opens no application any more, and what was typed and not sent is gone.
pub(crate) async fn finish(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, WebError> {
    let mut response = Redirect::to("/finished").into_response();
    for (opens, value) in cookies::of_citizens(&headers, app.site()) {
        if let Opens::Draft(service) = opens
            && let Err(error) = app.end_draft(value, service).await
        {
            // Whoever sits here next finds nothing all the same, and what was typed is forgotten within a day.
            tracing::warn!(%error, "a draft that was finished with could not be ended");
        }
        cookies::add(&mut response, cookies::removal(app.site(), opens));
    }
    // Cookies of the release before come to the addresses of what they open alone.
    if let Some(opens) = form.first("here").and_then(Opens::at) {
        cookies::add(&mut response, cookies::removal(app.site(), opens));
    }
    response.headers_mut().insert(CLEAR_SITE_DATA, KEPT_PAGES);
    Ok(response)
}

/// `GET /finished`
pub(crate) async fn finished(page: Page) -> Result<Html<String>, WebError> {
    Ok(Html(FinishedPage { page }.render()?))
}

/// `POST /s/{service}/keep`: what is typed stays in this browser when it is closed, for as long as the server keeps it.
pub(crate) async fn keep_draft(
    State(app): State<App>,
    Path(service): Path<String>,
    secret: draft::Secret,
    form: Form,
) -> Result<Response, WebError> {
    let mut response = back(&format!("/s/{service}"), &form);
    let Some(secret) = secret.get() else {
        return Err(draft::gone(&app, &service));
    };
    remember_draft(&app, &mut response, &service, secret);
    Ok(response)
}

/// Has the browser keep a draft's secret when it is closed.
pub(super) fn remember_draft(app: &App, response: &mut Response, service: &str, secret: &str) {
    let opens = Opens::Draft(service);
    let passing = cookies::passing(app.site(), opens, secret);
    cookies::add(response, cookies::kept(app.site(), opens, passing, drafts::KEPT));
}

/// `POST /a/{reference}/keep`: this browser opens the application when it was closed, too.
pub(crate) async fn keep_application(
    State(app): State<App>,
    own: Own,
    form: Form,
) -> Result<Response, WebError> {
    let mut response = back(&own.address(), &form);
    let reference = own.0.case().reference;
    let passing = own::cookie(&app, reference, &app.lasting_key(&own.0));
    let opens = &reference.to_string();
    let kept = cookies::kept(app.site(), Opens::Application(opens), passing, REMEMBERED);
    cookies::add(&mut response, kept);
    Ok(response)
}

/// Back to the page of ours that it was asked from, which then says so.
fn back(root: &str, form: &Form) -> Response {
    let here = form.first("here").unwrap_or_default();
    let path = here.split('?').next().unwrap_or_default();
    let is_below = path == root || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    let is_plain = !path.contains("..") && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    Redirect::to(if is_below && is_plain { path } else { root }).into_response()
}
