//! A check by hand: the number on the paper and a second fact say valid or not, and nothing more.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse as _, Response},
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
    unsent::{Again, Unsent},
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

/// `GET /v/number`: the question, and the answer as it is now.
pub(crate) async fn ask(
    State(app): State<App>,
    peer: Peer,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let typed = unsent.typed();
    let typed = |field| typed.first(field).unwrap_or_default().to_owned();
    let (number, document) = (typed("number"), typed("document"));
    let (mut errors, mut found) = (Vec::new(), None);
    if unsent.sent().is_some() {
        let (wanted, last_four) = (number.parse::<PermitNumber>(), LastFour::read(&document));
        if let Err(error) = &wanted {
            errors.push(Wrong::new("number", explain(error, &number)));
        }
        if last_four.is_none() {
            errors.push(Wrong::new("document", "number-error-document"));
        }
        if let (Ok(wanted), Some(last_four)) = (wanted, last_four) {
            found = Some(app.is_valid_permit(peer.0, &wanted, &last_four).await?);
        }
    }
    let page = Check {
        page: if found.is_some() {
            page
        } else {
            page.with_answers()
        },
        number,
        document,
        errors,
        found,
    };
    Ok(Html(page.render()?))
}

/// `POST /v/number`
pub(crate) async fn check(form: Form) -> Response {
    let again = Again::sent(form.only(&["number", "document"]));
    again.into_response()
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

    fn mistake(&self, field: &str) -> Option<&str> {
        Wrong::of(&self.errors, field)
    }
}
