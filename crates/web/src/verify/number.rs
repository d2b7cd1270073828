//! A check by hand: the number on the paper and a second fact say valid or not, and nothing more.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use engine::permits::number_check::LastFour;
use permit::{crockford::CodeError, number::PermitNumber};

use crate::{
    app::App,
    codes,
    error::WebError,
    form::{Form, Wrong},
    page::Page,
    peer::Peer,
};

#[derive(Template)]
#[template(path = "verify/number.html")]
struct Check {
    page: Page,
    number: String,
    document: String,
    errors: Vec<Wrong>,
    found: Option<bool>,
}

/// `GET /v/number`
pub(crate) async fn ask(page: Page) -> Result<Html<String>, WebError> {
    let page = Check {
        page,
        number: String::new(),
        document: String::new(),
        errors: Vec::new(),
        found: None,
    };
    Ok(Html(page.render()?))
}

/// `POST /v/number`
pub(crate) async fn check(
    State(app): State<App>,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let number = form.first("number").unwrap_or_default().to_owned();
    let document = form.first("document").unwrap_or_default().to_owned();
    let (wanted, last_four) = (number.parse::<PermitNumber>(), LastFour::read(&document));
    let mut errors = Vec::new();
    if let Err(error) = &wanted {
        errors.push(Wrong::new("number", explain(error, &number)));
    }
    if last_four.is_none() {
        errors.push(Wrong::new("document", "number-error-document"));
    }
    let found = match (wanted, last_four) {
        (Ok(wanted), Some(last_four)) => Some(app.is_valid_permit(peer.0, &wanted, &last_four).await?),
        _ => None,
    };
    Ok(Html(
        Check {
            page,
            number,
            document,
            errors,
            found,
        }
        .render()?,
    )
    .into_response())
}

fn explain(error: &CodeError, typed: &str) -> &'static str {
    match error {
        CodeError::WrongLength { .. } if codes::is_reference(typed) => "number-error-reference",
        CodeError::WrongLength { .. } => "number-error-length",
        CodeError::UnknownSymbol(_) => "number-error-symbol",
        CodeError::Mistyped => "number-error-mistyped",
    }
}

impl Check {
    /// Whose shape and colour the answer has.
    fn sign(&self) -> &'static str {
        if self.found == Some(true) {
            "valid"
        } else {
            "revoked"
        }
    }

    fn answer(&self, part: &str) -> String {
        let answer = if self.found == Some(true) {
            "valid"
        } else {
            "not-valid"
        };
        format!("number-{answer}{part}")
    }

    fn mistake(&self, field: &str) -> Option<&'static str> {
        Wrong::of(self.errors.iter().copied(), field)
    }
}
