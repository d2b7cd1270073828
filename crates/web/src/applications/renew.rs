//! Applying again from what was answered before.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

use super::{draft, own::Own};
use crate::{app::App, cookies, error::WebError, language::Speaks};

/// `POST /a/{reference}/renew`
pub(crate) async fn renew(
    State(app): State<App>,
    own: Own,
    Speaks(language): Speaks,
) -> Result<Response, WebError> {
    let secret = app.renew(&own.0, language.code()).await?;
    let service = own.0.case().application.service.as_str();
    let mut response = Redirect::to(&format!("/s/{service}/apply")).into_response();
    cookies::add(&mut response, draft::begun(&app, service, &secret));
    Ok(response)
}
