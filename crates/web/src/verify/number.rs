//! A check by hand: the number on the paper and a second fact say valid or not, and nothing more.

use askama::Template;
use aws_lc_rs::constant_time;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use forms::{Answer, ClaimRole};
use jiff::SignedDuration;
use permit::{Verdict, crockford::CodeError, number::PermitNumber};
use store::{PermitRow, if_there};

use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    limits::{Peer, limit},
    page::Page,
};

const MOST: u32 = 20;
const WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// From wherever: four digits are not to be guessed by many together.
const MOST_OF_ONE: u32 = 10;
const WINDOW_OF_ONE: SignedDuration = SignedDuration::from_hours(1);

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
    let (wanted, fact) = (number.parse::<PermitNumber>(), plain(&document));
    let mut errors = Vec::new();
    if let Err(error) = &wanted {
        errors.push(Wrong::new("number", explain(error)));
    }
    if fact.chars().count() != 4 {
        errors.push(Wrong::new("document", "number-error-document"));
    }
    let found = match wanted {
        Ok(wanted) if errors.is_empty() => {
            limit(&app, "permit-number", &peer.bucket(), MOST, WINDOW).await?;
            limit(
                &app,
                "permit-number-one",
                &wanted.to_string(),
                MOST_OF_ONE,
                WINDOW_OF_ONE,
            )
            .await?;
            Some(is_valid(&app, &wanted, &fact).await?)
        }
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

fn explain(error: &CodeError) -> &'static str {
    match error {
        CodeError::WrongLength { .. } => "number-error-length",
        CodeError::UnknownSymbol(_) => "number-error-symbol",
        CodeError::Mistyped => "number-error-mistyped",
    }
}

/// Whether there is such a permit, of such a person, that is valid now. All else looks the same to a stranger.
async fn is_valid(app: &App, number: &PermitNumber, fact: &str) -> Result<bool, WebError> {
    let Some(permit) = if_there(app.store.permit_by_number(number).await)? else {
        return Ok(false);
    };
    let kept = second_fact(app, &permit).await?;
    let same = constant_time::verify_slices_are_equal(kept.as_bytes(), fact.as_bytes()).is_ok();
    Ok(permit.verdict_at(app.now()) == Verdict::Valid && same)
}

/// The last four of the holder's document.
async fn second_fact(app: &App, permit: &PermitRow) -> Result<String, WebError> {
    let case = app.store.case(permit.application).await?;
    let published = app.services.version(&*app.store, &permit.version).await?;
    let claims = &published.service.permit.claims;
    let document = claims.iter().find(|claim| claim.role == ClaimRole::Document);
    let answer = document.and_then(|claim| case.application.answers.get(&claim.answer));
    let number = match answer {
        Some(Answer::IdentityDocument(document)) => plain(&document.number),
        Some(Answer::Text(text) | Answer::TaxNumber(text)) => plain(text),
        _ => String::new(),
    };
    Ok(number
        .chars()
        .skip(number.chars().count().saturating_sub(4))
        .collect())
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
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
