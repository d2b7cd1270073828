//! Sending an application: once, however often the button is pressed.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use axum_extra::extract::CookieJar;
use forms::Question;
use store::IdempotencyKey;

use super::{draft, printable};
use crate::{
    App, Language, WebError, access, cookies,
    desk::{self, SubmitRequest},
    secret::Purpose,
};

/// `POST /s/{service}/apply/submit`
pub(crate) async fn submit(
    State(app): State<App>,
    Path(service): Path<String>,
    language: Language,
    jar: CookieJar,
) -> Result<Response, WebError> {
    let mut open = draft::open(&app, &jar, &service).await?;
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
    let submitted = desk::submit(
        &app,
        SubmitRequest {
            version: open.published.hash,
            answers,
            language: language.within(definition),
            // Made from the draft itself: whoever presses the button twice sends the same application twice.
            key: IdempotencyKey(app.secret.code(Purpose::Submission, &[&open.secret])),
        },
    )
    .await?;
    open.fade(&app).await?;
    let mut response = Redirect::to(&format!("/a/{}?sent=1", submitted.reference)).into_response();
    cookies::add(
        &mut response,
        access::cookie(&app, &submitted.reference, submitted.id),
    );
    cookies::add(
        &mut response,
        cookies::removal(&app.settings, cookies::DRAFT, format!("/s/{service}")),
    );
    Ok(response)
}
