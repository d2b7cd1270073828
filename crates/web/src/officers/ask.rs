//! Asking the applicant for something.

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use forms::QuestionId;
use review::Command;

use super::{
    case::{self, Missing},
    hand, next,
};
use crate::{
    app::App,
    authorise::{Action, Visitor},
    error::WebError,
    form::Form,
    page::Page,
};

/// `POST /o/cases/{case}/ask`
pub(crate) async fn ask(
    State(app): State<App>,
    Path(case): Path<String>,
    visitor: Visitor,
    action: Action,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let hand = hand::take(&app, &visitor, action, &case, &form).await?;
    let command = match command(&form) {
        Ok(command) => command,
        Err(missing) => return case::again(&app, page, &visitor, hand.case, missing, form).await,
    };
    let done = hand.act(&app, command).await?;
    Ok(next::after(&app, &visitor, &form, &done).await?.into_response())
}

fn command(form: &Form) -> Result<Command, Missing> {
    let chosen = form.raw().get("question").into_iter().flatten();
    let questions: Vec<_> = chosen.map(|id| QuestionId::new(id.as_str())).collect();
    if questions.is_empty() {
        return Err(Missing::Question);
    }
    let message = form.first("message").ok_or(Missing::Message)?.to_owned();
    Ok(Command::Ask { questions, message })
}
