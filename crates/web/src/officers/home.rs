//! The door of the office: the queue, and for whoever has other work the first page of that.

use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Redirect, Response},
};
use engine::{
    authorise::{Action, Scope},
    error::Error,
};

use super::{frame, queue};
use crate::{app::App, error::WebError, gate::By, page::Page};

/// `GET /o`
pub(crate) async fn show(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    By(caller): By,
    page: Page,
) -> Result<Response, WebError> {
    if caller.may(Action::SeeQueue, &Scope::Somewhere) {
        let query = query.unwrap_or_default();
        let queue = queue::show(&app, &query, &caller, page).await?;
        return Ok(queue.into_response());
    }
    let home = frame::home(&caller, "/").ok_or(Error::Forbidden)?;
    Ok(Redirect::to(home).into_response())
}
