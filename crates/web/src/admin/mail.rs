//! Letters that were given up: shown, and sent once more.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, Redirect},
};
use locale::dates;
use review::ApplicationId;
use store::{AuditActor, AuditEntry, Deed, Delivery, OutboxId};

use crate::{app::App, error::WebError, form::Form, gate::Staff, officers::case::letter_subject, page::Page};

const SHOWN: u32 = 200;

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
pub(crate) async fn show(State(app): State<App>, page: Page) -> Result<Html<String>, WebError> {
    let records = app.store.dead_mail(SHOWN).await?;
    let letters = records.into_iter().map(|record| Letter {
        subject: letter_subject(&record, &page),
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
pub(crate) async fn resend(
    State(app): State<App>,
    Staff(person): Staff,
    form: Form,
) -> Result<Redirect, WebError> {
    let application: Option<ApplicationId> = form.first("application").and_then(|id| id.parse().ok());
    let letter = form.first("letter").and_then(|id| id.parse().ok()).map(OutboxId);
    let (application, letter) = application.zip(letter).ok_or(WebError::BadRequest("no letter"))?;
    let deed = Deed::MailResent(application);
    let entry = AuditEntry {
        at: app.now(),
        actor: AuditActor::Person(person.id),
        deed,
    };
    app.store.resend(application, letter, &entry).await?;
    Ok(Redirect::to("/admin/mail"))
}
