//! Applying again from what was answered before.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use forms::{Answer, Answers, Service};

use super::{draft, own::Own, status::may_renew};
use crate::language::Speaks;
use crate::{app::App, cookies, error::WebError};

/// `POST /a/{reference}/renew`
pub(crate) async fn renew(
    State(app): State<App>,
    own: Own,
    Speaks(language): Speaks,
) -> Result<Response, WebError> {
    let permits = app.store.permits_of(own.case.application.id).await?;
    if !permits
        .last()
        .is_some_and(|permit| may_renew(&app, permit, &own.published))
    {
        return Err(WebError::Conflict);
    }
    let service = own.case.application.service.as_str();
    let current = app.services.current(service).ok_or(WebError::NotFound)?;
    let answers = still_good(&current.service, &own.case.application.answers);
    let cookie = draft::begin(&app, &current, answers, language).await?;
    let mut response = Redirect::to(&format!("/s/{service}/apply")).into_response();
    cookies::add(&mut response, cookie);
    Ok(response)
}

/// What the current version still asks; what was sworn is sworn anew.
fn still_good(service: &Service, answers: &Answers) -> Answers {
    let mut kept = Answers::default();
    for (id, answer) in answers.iter() {
        if service.question(id).is_some() && !matches!(answer, Answer::Declaration) {
            kept.insert(id.clone(), answer.clone());
        }
    }
    kept
}
