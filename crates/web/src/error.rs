//! What can go wrong for a visitor: the engine's errors and the pages' own, each with its status and its page.

use std::error::Error as StdError;

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use engine::{devices::refusal::DeviceRefusal, error::Error};

use jiff::SignedDuration;

use self::problem::Problem;

use crate::refusals::Cause;

pub(crate) mod page;
mod problem;

/// What a handler answers when it cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The engine did not do it.
    #[error(transparent)]
    Engine(#[from] Error),
    /// A person must log in, and is then led back.
    #[error("log in first")]
    LogInFirst {
        /// The path to come back to.
        then: String,
    },
    /// The session ended while a form was open.
    #[error("the session has expired")]
    ExpiredSession {
        /// The path of the form's page.
        then: String,
        /// What became of the form.
        typed: Typed,
    },
    /// The form is from a page of an earlier session of the same person, who finds on that page what they typed.
    #[error("the form is of an earlier session")]
    OldForm {
        /// The path of the form's page.
        page: String,
    },
    /// What is to be gone on with is not begun, or is gone.
    #[error("it is not begun")]
    NotBegun {
        /// Where it is begun.
        start: String,
    },
    /// A person must show their second factor again, and is then led back.
    #[error("show the second factor first")]
    ProveAgain {
        /// The path to come back to.
        then: String,
        /// What became of the form that was sent, if one was.
        typed: Typed,
    },
    /// The unfinished application is gone.
    #[error("the draft has expired")]
    ExpiredDraft {
        /// Where to start again.
        service: String,
    },
    /// The service is not given on line any more.
    #[error("the service is closed on line")]
    ClosedService {
        /// Whose page says where to go.
        service: String,
    },
    /// The key to the application is missing or wrong.
    #[error("the key is missing")]
    NoKey {
        /// Whose status may still be asked for.
        reference: String,
    },
    /// The form did not come from our page, or from one of a session ago: its token is another's.
    #[error("the form is not ours")]
    ForeignForm,
    /// The form has no token, so it did not come from our page.
    #[error("the form has no token")]
    NoFormToken,
    /// There is no such version of a service to try: it was called off, say.
    #[error("no such version to try")]
    NothingToTry,
    /// The day that the permit's time hangs on has passed, and the applicant can choose another.
    #[error("another day must be chosen")]
    AnotherDay,
    /// The store did not say whether it kept an application that was sent. Sending it again settles that.
    #[error("unheard")]
    Unheard {
        /// The service that it was sent for.
        service: String,
        /// What the store said instead.
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
    /// The same as the error inside, with where the visitor can look again.
    #[error("{error}")]
    Linked {
        /// What went wrong.
        error: Box<WebError>,
        /// The path to go on at.
        link: String,
    },
}

/// What became of a form that could not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// None was sent.
    Nothing,
    /// The browser keeps it for its page.
    Kept,
    /// Nobody keeps it.
    Lost,
}

impl WebError {
    /// The same error, with where the visitor can look again.
    #[must_use]
    pub fn with_link(self, link: impl Into<String>) -> Self {
        Self::Linked {
            error: Box::new(self),
            link: link.into(),
        }
    }

    fn answer(self) -> (StatusCode, Problem) {
        match self {
            Self::Engine(error) => engines(&error),
            Self::LogInFirst { then } => (
                StatusCode::UNAUTHORIZED,
                Problem::new("expired-session").at(format!("/o/log-in?then={then}")),
            ),
            Self::ExpiredSession { then, typed } => {
                let key = match typed {
                    Typed::Kept => "expired-session-kept",
                    Typed::Nothing | Typed::Lost => "expired-session",
                };
                let problem = Problem::new(key).at(format!("/o/log-in?then={then}"));
                (StatusCode::UNAUTHORIZED, problem)
            }
            Self::ProveAgain { then, typed } => {
                let key = match typed {
                    Typed::Kept => "prove-again-kept",
                    Typed::Nothing | Typed::Lost => "prove-again",
                };
                let problem = Problem::new(key).at(format!("/o/prove?then={then}"));
                (StatusCode::UNAUTHORIZED, problem)
            }
            Self::OldForm { page: there } | Self::NotBegun { start: there } => {
                (StatusCode::CONFLICT, Problem::new("conflict").at(there))
            }
            Self::ExpiredDraft { service } => (
                StatusCode::GONE,
                Problem::new("expired-draft").at(format!("/s/{service}")),
            ),
            Self::ClosedService { service } => (
                StatusCode::GONE,
                Problem::new("closed-service").at(format!("/s/{service}")),
            ),
            Self::NoKey { reference } => (
                StatusCode::FORBIDDEN,
                Problem::new("no-key").at(format!("/a?reference={reference}")),
            ),
            Self::ForeignForm | Self::NoFormToken => (StatusCode::FORBIDDEN, Problem::new("foreign-form")),
            Self::NothingToTry => (
                StatusCode::NOT_FOUND,
                Problem::new("nothing-to-try").at("/admin/services"),
            ),
            Self::AnotherDay => (StatusCode::CONFLICT, Problem::new("another-day")),
            Self::Unheard { service, .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                Problem::new("unheard").at(format!("/s/{service}/apply/check")),
            ),
            Self::Linked { error, link } => {
                let (status, problem) = error.answer();
                (status, problem.at(link))
            }
        }
    }

    fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Engine(Error::TooMany { retry_after, .. }) => Some(*retry_after),
            Self::Engine(Error::Unavailable(_)) | Self::Unheard { .. } => Some(5),
            Self::Linked { error, .. } => error.retry_after(),
            _ => None,
        }
    }

    /// Why it is, as the log says it of a refusal.
    fn logged_cause(&self) -> Cause {
        match self {
            Self::Engine(Error::TooMany { limit, .. }) => Cause {
                name: "too-many",
                limit: Some(limit.clone()),
            },
            Self::Engine(error) => Cause::named(engines(error).1.key),
            Self::ForeignForm => Cause::named("form-token-foreign"),
            Self::NoFormToken => Cause::named("form-token-missing"),
            Self::ExpiredSession { .. } => Cause::named("expired-session"),
            Self::NoKey { .. } => Cause::named("no-key"),
            Self::Linked { error, .. } => error.logged_cause(),
            _ => Cause::named("other"),
        }
    }

    /// The log hears of our faults, the database's and the files'; visitors never do.
    fn log(&self) {
        match self {
            Self::Engine(Error::Broken(what)) => tracing::error!(what, "broken"),
            // In its own words only: a database's details may hold what somebody typed.
            Self::Engine(Error::Unavailable(Some(source))) => {
                tracing::error!(cause = chain(&**source), "unavailable");
            }
            Self::Unheard {
                source: Some(source), ..
            } => tracing::error!(cause = chain(&**source), "unheard"),
            Self::Unheard { .. } => tracing::error!("unheard"),
            Self::Linked { error, .. } => error.log(),
            _ => {}
        }
    }
}

fn engines(error: &Error) -> (StatusCode, Problem) {
    let (status, key) = match error {
        Error::NotFound => (StatusCode::NOT_FOUND, "not-found"),
        Error::BadRequest(_) => (StatusCode::BAD_REQUEST, "bad-request"),
        Error::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
        Error::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
        Error::Conflict | Error::ConditionsToSet => (StatusCode::CONFLICT, "conflict"),
        Error::AskedAlready => (StatusCode::CONFLICT, "asked-already"),
        Error::EarlierPermitOver => (StatusCode::CONFLICT, "earlier-permit-over"),
        Error::SameHolder => (StatusCode::CONFLICT, "same-holder"),
        Error::OwnApplication => (StatusCode::FORBIDDEN, "own-application"),
        Error::OwnRequest => (StatusCode::FORBIDDEN, "own-request"),
        Error::UnfitDay => (StatusCode::CONFLICT, "unfit-day"),
        Error::CrossedDays => (StatusCode::CONFLICT, "crossed-days"),
        Error::NoPaper | Error::UnprintableConditions(_) => (StatusCode::CONFLICT, "no-paper"),
        Error::PermitTakenBack => (StatusCode::CONFLICT, "permit-taken-back"),
        Error::Refused(refusal) => {
            let problem = Problem::new("refused").because(format!("refusal-{}", refusal.code()));
            return (StatusCode::CONFLICT, problem);
        }
        Error::Device(refusal) => (of_device(*refusal), refusal.code()),
        Error::TooMany { retry_after, .. } => {
            let seconds = i64::try_from(*retry_after).unwrap_or(i64::MAX);
            let problem = Problem::new("too-many").after(SignedDuration::from_secs(seconds));
            return (StatusCode::TOO_MANY_REQUESTS, problem);
        }
        Error::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
        Error::Broken(_) => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
    };
    (status, Problem::new(key))
}

fn of_device(refusal: DeviceRefusal) -> StatusCode {
    use DeviceRefusal as Refusal;
    match refusal {
        Refusal::Unknown | Refusal::Revoked | Refusal::Nonce | Refusal::Signature => StatusCode::UNAUTHORIZED,
        Refusal::TokenUnknown => StatusCode::NOT_FOUND,
        Refusal::TokenUsed | Refusal::TokenExpired => StatusCode::GONE,
        Refusal::Proof => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

fn chain(error: &(dyn StdError + 'static)) -> String {
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
        if let Self::OldForm { page: there } | Self::NotBegun { start: there } = &self {
            return Redirect::to(there).into_response();
        }
        if let Self::ProveAgain {
            then,
            typed: Typed::Nothing,
        } = &self
        {
            return Redirect::to(&format!("/o/prove?then={then}")).into_response();
        }
        let (retry_after, cause) = (self.retry_after(), self.logged_cause());
        let (status, problem) = self.answer();
        let mut response = status.into_response();
        response.extensions_mut().insert(problem);
        response.extensions_mut().insert(cause);
        if let Some(seconds) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<askama::Error> for WebError {
    fn from(error: askama::Error) -> Self {
        Error::broken(format!("a template failed: {error}")).into()
    }
}
