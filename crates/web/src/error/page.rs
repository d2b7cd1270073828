//! The page of an error: what happened, what to do next. Programs are told the same as `application/problem+json`.

use askama::Template;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use engine::authorise::{Action, Caller};
use locale::{Area, Language};

use serde::Serialize;

use super::problem::Problem;
use crate::{
    app::App,
    cookies::Opens,
    headers::is_below,
    identity::Identity,
    officers::frame,
    page::{Page, without_switch},
};

#[derive(Template)]
#[template(path = "errors/error.html")]
struct ErrorPage {
    page: Page,
    problem: Problem,
    /// Where the visitor begins again, and the key of its words.
    home: (&'static str, &'static str),
    request_id: Option<String>,
}

/// The same beneath the office's header, with the menu of whoever asked.
#[derive(Template)]
#[template(path = "errors/office.html")]
struct OfficeErrorPage {
    page: Page,
    problem: Problem,
    /// Where the visitor begins again, and the key of its words.
    home: (&'static str, &'static str),
    request_id: Option<String>,
}

impl ErrorPage {
    fn body(&self) -> String {
        self.problem.body(self.page.language)
    }
}

impl OfficeErrorPage {
    fn body(&self) -> String {
        self.problem.body(self.page.language)
    }
}

/// RFC 9457: what people read in `title` and `detail`, what programs act on in `code`.
#[derive(Serialize)]
struct ProblemDetails<'a> {
    title: &'a str,
    detail: &'a str,
    code: &'a str,
    status: u16,
}

/// What of the request the page needs.
pub(crate) struct Context {
    page: Page,
    request_id: Option<String>,
    asked_by_program: bool,
    is_of_office: bool,
    /// What shows whose session it is.
    session: Option<String>,
}

impl Context {
    pub(crate) fn of(app: &App, request: &Request) -> Self {
        let extensions = request.extensions();
        let language: Language = extensions.get().copied().unwrap_or(Language::DEFAULT);
        let request_id = request
            .headers()
            .get("x-request-id")
            .and_then(|id| id.to_str().ok())
            .map(str::to_owned);
        let path = request.uri().path();
        let is_of_office = is_below(path, "/o") || is_below(path, "/admin");
        let session = is_of_office
            .then(|| Opens::Office.sent(app.site(), request.headers()))
            .flatten();
        // What was read may be read in another language; what was sent is not sent again for that.
        let here = if request.method().is_safe() {
            without_switch(path, request.uri().query().unwrap_or_default())
        } else {
            String::new()
        };
        Self {
            page: Page {
                here,
                ..Page::plain(language.on(Area::Site), Identity::of(app))
            },
            request_id,
            asked_by_program: path.starts_with("/api/"),
            is_of_office,
            session: session.map(str::to_owned),
        }
    }

    /// Gives an error its page, or its JSON where programs ask, in the visitor's language: ours, and those that the layers
    /// below answer bare.
    pub(crate) async fn with_page(mut self, app: &App, mut response: Response) -> Response {
        let problem = response
            .extensions_mut()
            .remove::<Problem>()
            .or_else(|| bare(&response));
        let Some(problem) = problem else { return response };
        if response.status() != StatusCode::SERVICE_UNAVAILABLE {
            self.know(app).await;
        }
        self.render(response, problem)
    }

    /// Finds out whose menu stands above an error of the office. Who cannot be told has none.
    async fn know(&mut self, app: &App) {
        let Some(token) = &self.session else { return };
        let caller = app.caller_by_session(token, Action::UseOwnAccount).await;
        self.page.caller = caller.unwrap_or(Caller::stranger());
        self.page.form_token = app.form_token(token);
    }

    /// The same response, with the page as its body.
    fn render(self, mut response: Response, problem: Problem) -> Response {
        let (kind, body) = if self.asked_by_program {
            ("application/problem+json", self.details(&response, &problem))
        } else {
            ("text/html; charset=utf-8", self.page(problem))
        };
        *response.body_mut() = Body::from(body);
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    fn details(&self, response: &Response, problem: &Problem) -> String {
        let details = ProblemDetails {
            title: &self.page.t(problem.key("title")),
            detail: &problem.body(self.page.language),
            code: problem.key,
            status: response.status().as_u16(),
        };
        serde_json::to_string(&details).unwrap_or_default()
    }

    fn page(self, problem: Problem) -> String {
        let (page, request_id) = (self.page, self.request_id);
        let rendered = if self.is_of_office {
            OfficeErrorPage {
                home: office_home(&page.caller),
                page,
                problem,
                request_id,
            }
            .render()
        } else {
            ErrorPage {
                home: ("/", "error-home"),
                page,
                problem,
                request_id,
            }
            .render()
        };
        // A template over texts that a test proves complete cannot fail; an empty page is still better than a panic.
        rendered.unwrap_or_default()
    }
}

/// The first page of one's own work; for whoever has not logged in, the way in.
fn office_home(caller: &Caller) -> (&'static str, &'static str) {
    match caller.person() {
        Some(_) => (
            frame::home(caller, "/").unwrap_or("/o/account"),
            "error-office-home",
        ),
        None => ("/o/log-in", "office-log-in"),
    }
}

/// An error without a body of its own: a router's, a layer's.
fn bare(response: &Response) -> Option<Problem> {
    if response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| !kind.as_bytes().starts_with(b"text/plain"))
    {
        return None;
    }
    let key = match response.status() {
        StatusCode::NOT_FOUND => "not-found",
        StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::BAD_REQUEST
        | StatusCode::UNPROCESSABLE_ENTITY
        | StatusCode::UNSUPPORTED_MEDIA_TYPE => "bad-request",
        StatusCode::FORBIDDEN => "foreign-form",
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => "unavailable",
        StatusCode::INTERNAL_SERVER_ERROR => "broken",
        _ => return None,
    };
    Some(Problem::new(key))
}
