//! The page of an error: what happened, what to do next.

use askama::Template;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, header},
    response::Response,
};

use super::Problem;
use crate::{
    language::{Area, Language},
    page::Page,
};

#[derive(Template)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    page: Page,
    problem: Problem,
    request_id: Option<String>,
}

/// What of the request the page needs.
pub(super) struct Context {
    page: Page,
    request_id: Option<String>,
}

impl Context {
    pub(super) fn of(request: &Request) -> Self {
        let extensions = request.extensions();
        let language: Language = extensions.get().copied().unwrap_or(Language::DEFAULT);
        let request_id = request
            .headers()
            .get("x-request-id")
            .and_then(|id| id.to_str().ok())
            .map(str::to_owned);
        Self {
            page: Page::plain(language.on(Area::Site)),
            request_id,
        }
    }

    /// The same response, with the page as its body.
    pub(super) fn render(self, mut response: Response, problem: Problem) -> Response {
        let page = ErrorPage {
            page: self.page,
            problem,
            request_id: self.request_id,
        };
        // A template over texts that a test proves complete cannot fail; an empty page is still better than a panic.
        *response.body_mut() = Body::from(page.render().unwrap_or_default());
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}
