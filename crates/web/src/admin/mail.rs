//! Letters that were given up: shown, and sent once more.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use engine::{
    error::Error,
    letters::{Delivery, OutboxId},
};
use locale::dates;
use review::ApplicationId;

use crate::{app::App, error::WebError, form::Form, gate::By, officers::letter_names, page::Page};

#[derive(Template)]
#[template(path = "admin/mail.html")]
struct DeadLetters {
    page: Page,
    letters: Vec<Letter>,
}

struct Letter {
    id: String,
    application: String,
    to: String,
    subject: String,
    given_up: String,
    attempts: u32,
    error: String,
}

/// `GET /admin/mail`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let records = app.dead_letters(&caller).await?;
    let letters = records.into_iter().map(|record| Letter {
        subject: letter_names::subject(&record, &page),
        id: record.entry.id.0.to_string(),
        application: record.entry.application.to_string(),
        to: record.entry.to,
        given_up: match record.delivery {
            Delivery::Due(at) | Delivery::Sent(at) | Delivery::Dead(at) => {
                dates::moment(at, &app.settings.time_zone, page.language)
            }
        },
        attempts: record.attempts,
        error: record.last_error.unwrap_or_default(),
    });
    Ok(Html(
        DeadLetters {
            letters: letters.collect(),
            page,
        }
        .render()?,
    ))
}

/// `POST /admin/mail`
pub(crate) async fn resend(State(app): State<App>, By(caller): By, form: Form) -> Result<Redirect, WebError> {
    let application: Option<ApplicationId> = form.first("application").and_then(|id| id.parse().ok());
    let letter = form.first("letter").and_then(|id| id.parse().ok()).map(OutboxId);
    let (application, letter) = application.zip(letter).ok_or(Error::BadRequest("no letter"))?;
    let sent = app.resend_dead_letter(&caller, application, letter).await;
    sent.map_err(|error| WebError::from(error).with_link("/admin/mail"))?;
    Ok(Redirect::to("/admin/mail"))
}
