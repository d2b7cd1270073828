//! What officers do with a case: each button of its page sends one command.

use axum::{
    extract::{MatchedPath, State},
    response::{IntoResponse, Redirect, Response},
};
use engine::{applications::Case, casework::cases::CaseToChange, error::Error, permits::fit::Unprintable};
use forms::{ConditionCode, QuestionId, ReasonCode, outside::one_line};
use review::{Command, Conditions, PersonId};

pub(crate) use super::case::Missing;
use super::{
    address::of_case,
    case::{self, CHANGED, Hindrance},
    inspection, next,
    queue::address::Worked,
};
use crate::{
    app::App,
    error::WebError,
    form::Form,
    gate::{By, Gated},
    path::Path,
};

/// A button, as it was pressed.
enum Pressed {
    Command(Command),
    Assign(PersonId),
}

/// What cannot be sent as it is.
enum Unfit {
    /// Something was left out.
    Missing(Missing),
    /// No page of ours sends it.
    Foreign(&'static str),
}

/// `POST /o/cases/{case}/claim`, `/release`, `/decide`, `/ask`, `/escalate`, `/assign`, `/inspection`, `/report`. The form says which revision its page
/// showed, and whoever decides on what has changed since is told so.
pub(crate) async fn give(
    State(app): State<App>,
    Path(case): Path<String>,
    route: MatchedPath,
    Gated(action): Gated,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let seen = form.first("revision").and_then(|revision| revision.parse().ok());
    let case = app.case_to_change(&caller, action, &case, seen).await?;
    let back = of_case(case.case());
    if !case.is_current() {
        return Ok(case::hindered(CHANGED.into(), form));
    }
    let name = route.as_str().rsplit('/').next().unwrap_or_default();
    let pressed = match read(&app, name, &form) {
        Ok(pressed) => pressed,
        Err(Unfit::Missing(missing)) => return Ok(case::again(missing, form)),
        Err(Unfit::Foreign(what)) => {
            return Err(WebError::from(Error::BadRequest(what)).with_link(back));
        }
    };
    let stays = matches!(name, "claim" | "assign" | "inspection");
    let done = match carry_out(&app, case, pressed).await {
        Ok(done) => done,
        Err(Error::UnprintableConditions(unprintable)) => {
            let missing = match unprintable {
                // The service's own conditions have none: they are on the paper that is drawn when it is published.
                Unprintable::Letter(_) => Missing::Printable,
                Unprintable::TooLong if form.first("written_condition").is_some() => Missing::Printable,
                Unprintable::TooLong => Missing::Room,
            };
            return Ok(case::again(missing, form));
        }
        // Whoever is too late, or asks for what the rules do not allow, sees the case as it is with what they typed.
        Err(error) => {
            return match Hindrance::cause(&error) {
                Some(why) => Ok(case::hindered(why, form)),
                None => Err(WebError::from(error).with_link(back)),
            };
        }
    };
    if stays {
        let list = Worked::read(form.first("list").unwrap_or_default());
        return Ok(Redirect::to(&list.beside(&of_case(&done), "")).into_response());
    }
    Ok(next::after(&app, &caller, &form, &done).await?.into_response())
}

async fn carry_out(app: &App, case: CaseToChange, pressed: Pressed) -> Result<Case, Error> {
    match pressed {
        Pressed::Command(command) => app.change_case(case, command).await,
        Pressed::Assign(to) => app.assign_case(case, to).await,
    }
}

fn read(app: &App, name: &str, form: &Form) -> Result<Pressed, Unfit> {
    let command = match name {
        "claim" => Command::Claim,
        "release" => Command::Release,
        "escalate" => Command::Escalate { to: None },
        "ask" => ask(form).map_err(Unfit::Missing)?,
        "decide" => decide(form).map_err(Unfit::Missing)?,
        "inspection" => inspection::set(app, form).map_err(Unfit::Missing)?,
        "report" => inspection::report(form).map_err(Unfit::Missing)?,
        "assign" => {
            let to = form.first("to").and_then(|to| to.parse().ok());
            return to
                .map(Pressed::Assign)
                .ok_or(Unfit::Foreign("nobody to assign to"));
        }
        _ => return Err(Unfit::Foreign("no such command")),
    };
    Ok(Pressed::Command(command))
}

pub(crate) fn ask(form: &Form) -> Result<Command, Missing> {
    let chosen = form.raw().get("question").into_iter().flatten();
    let questions: Vec<_> = chosen.map(|id| QuestionId::new(id.as_str())).collect();
    if questions.is_empty() {
        return Err(Missing::Question);
    }
    let message = form.first("message").ok_or(Missing::Message)?.to_owned();
    Ok(Command::Ask { questions, message })
}

fn conditions(form: &Form) -> Conditions {
    let chosen = form.raw().get("condition").into_iter().flatten();
    Conditions {
        chosen: chosen.map(|code| ConditionCode::new(code.as_str())).collect(),
        // One line: it stands among others on the paper.
        written: form
            .first("written_condition")
            .map(one_line)
            .filter(|words| !words.is_empty())
            .into_iter()
            .collect(),
    }
}

pub(crate) fn decide(form: &Form) -> Result<Command, Missing> {
    match form.first("decision") {
        Some("approve") => Ok(Command::Approve {
            note: form.first("file_note").map(str::to_owned),
            conditions: conditions(form),
        }),
        Some("reject") => {
            let reason = form
                .first("reason")
                .map(ReasonCode::from)
                .ok_or(Missing::Reason)?;
            Ok(Command::Reject {
                reason,
                note: form.first("note").map(str::to_owned),
            })
        }
        _ => Err(Missing::Decision),
    }
}
