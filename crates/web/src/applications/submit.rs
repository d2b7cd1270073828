//! Sending an application: once, however often the button is pressed.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use forms::Question;
use jiff::SignedDuration;
use locale::Language;
use store::Submitted;

use super::{draft, in_time::in_time, printable};
use crate::language::Speaks;
use crate::{
    access,
    app::App,
    cookies,
    desk::{self, SubmitRequest},
    error::WebError,
    limits::limit,
};

/// For one address of mail, whoever's it is: nobody's letter box is filled from here.
const SENT: u32 = 10;
const WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// `POST /s/{service}/apply/submit`. Where the store does not answer, nobody knows whether it was sent: whoever presses the
/// button again finds out, and sends nothing twice.
pub(crate) async fn submit(
    State(app): State<App>,
    Path(service): Path<String>,
    Speaks(language): Speaks,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let sent = send(&app, &service, language, &jar).await;
    sent.map_err(|error| match error {
        WebError::Unavailable(source) => WebError::Unheard { service, source },
        other => other,
    })
}

async fn send(app: &App, service: &str, language: Language, jar: &CookieJar) -> Result<Response, WebError> {
    let mut open = match draft::open_to_send(app, jar, service).await? {
        Ok(open) => open,
        Err(submitted) => return Ok(told(app, service, &submitted)),
    };
    let definition = &open.published.service;
    let Ok(answers) = definition.complete(open.draft.answers.clone(), app.today()) else {
        return Ok(Redirect::to(&open.next(app.today())).into_response());
    };
    let questions: Vec<&Question> = definition
        .form
        .pages
        .iter()
        .flat_map(|page| &page.questions)
        .collect();
    if let Some(error) = printable::unprintable(&open.published, &questions, &answers, language).first() {
        let page = definition
            .form
            .pages
            .iter()
            .find(|page| page.questions.iter().any(|q| q.id == error.question));
        let page = page.ok_or_else(|| WebError::broken("an answer without a page"))?;
        return Ok(Redirect::to(&format!("/s/{service}/apply/{}?change=1", page.id)).into_response());
    }
    in_time(app, definition, &answers)?;
    if let Some(email) = desk::email(definition, &answers) {
        limit(app, "submit-for", &email, SENT, WINDOW).await?;
    }
    let submitted = desk::submit(
        app,
        SubmitRequest {
            version: open.published.hash,
            answers,
            language: definition.language_for(language.code()),
            id: draft::application_id(app, &open.secret),
        },
    )
    .await?;
    // The application is kept: that its draft may live on for a week is no reason to tell anybody that it is not.
    if let Err(error) = open.mark_sent(app, submitted.reference).await {
        tracing::warn!(%error, "the draft of what was sent was not marked");
    }
    Ok(told(app, service, &submitted))
}

/// On to what was sent, with its key; the draft's goes.
fn told(app: &App, service: &str, submitted: &Submitted) -> Response {
    let mut response = Redirect::to(&format!("/a/{}?sent=1", submitted.reference)).into_response();
    cookies::add(
        &mut response,
        access::cookie(app, &submitted.reference, submitted.id),
    );
    cookies::add(
        &mut response,
        cookies::removal(&app.settings, cookies::DRAFT, format!("/s/{service}")),
    );
    response
}
