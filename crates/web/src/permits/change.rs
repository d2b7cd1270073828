//! Suspending, reinstating and revoking one permit.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use engine::{authorise::Action, error::Error};
use review::PermitReason;

use super::{causes::causes, number, possible::possible, seen, show};
use crate::{app::App, error::WebError, form::Form, gate::By, path::Path};

/// `POST /o/permits/{number}/status`
pub(crate) async fn change(
    State(app): State<App>,
    Path(typed): Path<String>,
    By(caller): By,
    form: Form,
) -> Result<Response, WebError> {
    let number = number::read(&typed)?;
    let issued = app.permit(&caller, Action::ChangePermit, &number).await?;
    let back = format!("/o/permits/{number}");
    let Some(seen) = seen::unchanged(&issued, &form) else {
        return Ok(show::changed(form));
    };
    let wanted = form.first("change");
    let change = possible(seen).find(|(name, _)| Some(*name) == wanted);
    let Some((_, to)) = change else {
        return Err(WebError::from(Error::BadRequest("no such change")).with_link(back));
    };
    let Some(reason) = form.first("reason") else {
        return Ok(show::again(form));
    };
    let cause = form.first("cause").and_then(PermitReason::read);
    let cause = cause.filter(|cause| causes().any(|offered| offered == cause.code()));
    let (cause, note) = (cause.unwrap_or(PermitReason::Other), reason.to_owned());
    match app.change_permit(issued, seen, to, cause, Some(note)).await {
        Ok(()) => Ok(Redirect::to(&back).into_response()),
        Err(Error::Conflict) => Ok(show::changed(form)),
        Err(error) => Err(WebError::from(error).with_link(back)),
    }
}
