//! What can go wrong for a visitor, each with its status and its plain page.

use std::error::Error;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::cookie::Cookie;
use files::FilesError;
use locale::Language;
use permit::{IssueError, SignError};
use review::Refusal;
use store::StoreError;

use crate::{cookies, devices::DeviceRefusal};

mod page;

pub(crate) use page::Context;

/// What a handler answers when it cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Nothing is there, or nothing that this visitor may know of.
    #[error("not found")]
    NotFound,
    /// The request makes no sense; a browser following our pages never sends it.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// Known, and still not allowed.
    #[error("forbidden")]
    Forbidden,
    /// A person must log in, and is then led back.
    #[error("log in first")]
    LogInFirst {
        /// The path to come back to.
        then: String,
    },
    /// The session ended while a form was open.
    #[error("the session has expired")]
    ExpiredSession,
    /// The unfinished application is gone.
    #[error("the draft has expired")]
    ExpiredDraft {
        /// Where to start again.
        service: String,
    },
    /// The application was sent, though its applicant may not have heard so: they are led to it, with its key.
    #[error("already sent")]
    AlreadySent {
        /// Its address.
        address: String,
        /// The key.
        key: Box<Cookie<'static>>,
    },
    /// The key to the application is missing or wrong.
    #[error("the key is missing")]
    NoKey {
        /// Whose status may still be asked for.
        reference: String,
    },
    /// The form did not come from our page, or from one of a session ago.
    #[error("the form is not ours")]
    ForeignForm,
    /// Too much was sent.
    #[error("too large")]
    TooLarge,
    /// Somebody else was faster; the page must be read again.
    #[error("conflict")]
    Conflict,
    /// Somebody would decide on their own application.
    #[error("their own application")]
    OwnApplication,
    /// The day that the permit's time hangs on has passed: whoever decides is told what else can be done.
    #[error("the permit would hold no day")]
    UnfitDay,
    /// The same for the applicant, who can choose another day.
    #[error("another day must be chosen")]
    AnotherDay,
    /// The permit cannot be put on paper, so it is not granted.
    #[error("the permit has no paper")]
    NoPaper,
    /// The case's state does not allow it.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// A phone is not let in.
    #[error("device refused: {}", .0.code())]
    Device(DeviceRefusal),
    /// Asked too often.
    #[error("too many requests")]
    TooMany {
        /// Seconds to wait.
        retry_after: u64,
    },
    /// The store, the files' home or the signer does not do its part: nothing is lost, it can be tried again.
    #[error("unavailable")]
    Unavailable(#[source] Option<Box<dyn Error + Send + Sync>>),
    /// The store did not say whether it kept an application that was sent. Sending it again settles that.
    #[error("unheard")]
    Unheard {
        /// The service that it was sent for.
        service: String,
        /// What the store said instead.
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// Our fault.
    #[error("broken: {0}")]
    Broken(String),
    /// The same as the error inside, with where the visitor can look again.
    #[error("{error}")]
    Linked {
        /// What went wrong.
        error: Box<WebError>,
        /// The path to go on at.
        link: String,
    },
}

/// What the page says; attached to the response, since only the middleware knows the visitor's language.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// `error-{key}-title`, `-body`.
    key: &'static str,
    /// A more exact sentence than the body's, by its text key.
    detail: Option<String>,
    /// Where the visitor can go on.
    link: Option<String>,
}

impl Problem {
    fn key(&self, part: &str) -> String {
        format!("error-{}-{part}", self.key)
    }

    fn known_detail(&self) -> Option<&str> {
        self.detail.as_deref().filter(|key| Language::knows(key))
    }

    fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }
}

impl WebError {
    /// Our fault, with what the log should say.
    pub fn broken(what: impl Into<String>) -> Self {
        Self::Broken(what.into())
    }

    /// The same error, with where the visitor can look again.
    #[must_use]
    pub fn with_link(self, link: impl Into<String>) -> Self {
        Self::Linked {
            error: Box::new(self),
            link: link.into(),
        }
    }

    /// Whether the case is not this visitor's to take, or no longer: there may be others.
    pub(crate) fn is_settled_by_another(&self) -> bool {
        match self {
            Self::Conflict | Self::Refused(_) | Self::OwnApplication => true,
            Self::Linked { error, .. } => error.is_settled_by_another(),
            _ => false,
        }
    }

    fn answer(self) -> (StatusCode, Problem) {
        let of = |key| Problem {
            key,
            detail: None,
            link: None,
        };
        match self {
            Self::NotFound => (StatusCode::NOT_FOUND, of("not-found")),
            Self::BadRequest(_) => (StatusCode::BAD_REQUEST, of("bad-request")),
            Self::Forbidden => (StatusCode::FORBIDDEN, of("forbidden")),
            Self::LogInFirst { .. } | Self::ExpiredSession => (
                StatusCode::UNAUTHORIZED,
                Problem {
                    link: Some("/o/log-in".into()),
                    ..of("expired-session")
                },
            ),
            Self::ExpiredDraft { service } => (
                StatusCode::GONE,
                Problem {
                    link: Some(format!("/s/{service}")),
                    ..of("expired-draft")
                },
            ),
            Self::NoKey { reference } => (
                StatusCode::FORBIDDEN,
                Problem {
                    link: Some(format!("/a?reference={reference}")),
                    ..of("no-key")
                },
            ),
            Self::ForeignForm => (StatusCode::FORBIDDEN, of("foreign-form")),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, of("too-large")),
            Self::Conflict | Self::AlreadySent { .. } => (StatusCode::CONFLICT, of("conflict")),
            Self::OwnApplication => (StatusCode::FORBIDDEN, of("own-application")),
            Self::UnfitDay => (StatusCode::CONFLICT, of("unfit-day")),
            Self::AnotherDay => (StatusCode::CONFLICT, of("another-day")),
            Self::NoPaper => (StatusCode::CONFLICT, of("no-paper")),
            Self::Linked { error, link } => {
                let (status, problem) = error.answer();
                (
                    status,
                    Problem {
                        link: Some(link),
                        ..problem
                    },
                )
            }
            Self::Refused(refusal) => {
                let detail = Some(format!("refusal-{}", refusal.code()));
                (
                    StatusCode::CONFLICT,
                    Problem {
                        detail,
                        ..of("refused")
                    },
                )
            }
            Self::Device(refusal) => (refusal.status(), of(refusal.code())),
            Self::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, of("too-many")),
            Self::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, of("unavailable")),
            Self::Unheard { service, .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                Problem {
                    link: Some(format!("/s/{service}/apply/check")),
                    ..of("unheard")
                },
            ),
            Self::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, of("broken")),
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooMany { retry_after } => Some(*retry_after),
            Self::Unavailable(_) | Self::Unheard { .. } => Some(5),
            Self::Linked { error, .. } => error.retry_after(),
            _ => None,
        }
    }

    /// The log hears of our faults, the database's and the files'; visitors never do.
    fn log(&self) {
        match self {
            Self::Broken(what) => tracing::error!(what, "broken"),
            // In its own words only: a database's details may hold what somebody typed.
            Self::Unavailable(Some(source)) => tracing::error!(cause = chain(&**source), "unavailable"),
            Self::Unheard {
                source: Some(source), ..
            } => tracing::error!(cause = chain(&**source), "unheard"),
            Self::Unavailable(None) | Self::Unheard { .. } => tracing::error!("unavailable"),
            Self::Linked { error, .. } => error.log(),
            _ => {}
        }
    }
}

fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        self.log();
        if let Self::LogInFirst { then } = &self {
            return Redirect::to(&format!("/o/log-in?then={then}")).into_response();
        }
        if let Self::AlreadySent { address, key } = self {
            let mut response = Redirect::to(&address).into_response();
            cookies::add(&mut response, *key);
            return response;
        }
        let retry_after = self.retry_after();
        let (status, problem) = self.answer();
        let mut response = status.into_response();
        response.extensions_mut().insert(problem);
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound(_) => Self::NotFound,
            StoreError::Conflict { .. } | StoreError::Newer(_) => Self::Conflict,
            StoreError::Unavailable(_) => Self::Unavailable(Some(error.into())),
            StoreError::AlreadyExists(_) | StoreError::Contradiction(_) | StoreError::Corrupt { .. } => {
                Self::Broken(error.to_string())
            }
        }
    }
}

impl From<FilesError> for WebError {
    fn from(error: FilesError) -> Self {
        match error {
            FilesError::NotFound(_) => Self::NotFound,
            FilesError::TooLarge { .. } => Self::TooLarge,
            FilesError::Unavailable { .. } => Self::Unavailable(Some(error.into())),
            other => Self::Broken(other.to_string()),
        }
    }
}

/// No key may sign just now, or the token that holds it does not answer.
impl From<SignError> for WebError {
    fn from(error: SignError) -> Self {
        Self::Unavailable(Some(error.into()))
    }
}

impl From<IssueError> for WebError {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Sign(error) => error.into(),
            other => Self::Broken(format!("a permit was not signed: {other}")),
        }
    }
}

impl From<DeviceRefusal> for WebError {
    fn from(refusal: DeviceRefusal) -> Self {
        Self::Device(refusal)
    }
}

impl From<Refusal> for WebError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Self::Broken(format!("a template failed: {error}"))
    }
}

impl Context {
    /// Gives an error its page, or its JSON where programs ask, in the visitor's language: ours, and those that the layers
    /// below answer bare.
    pub(crate) fn with_page(self, mut response: Response) -> Response {
        let problem = response
            .extensions_mut()
            .remove::<Problem>()
            .or_else(|| bare(&response));
        match problem {
            Some(problem) => self.render(response, problem),
            None => response,
        }
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
    Some(Problem {
        key,
        detail: None,
        link: None,
    })
}
