//! The permit that a specimen came to, on paper.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use forms::ContentHash;

use super::{opened, played, walk};
use crate::{app::App, error::WebError, gate::By, path::Path};

/// `GET /admin/services/{service}/specimen/{version}/permit.pdf`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Path((service, version)): Path<(String, ContentHash)>,
) -> Result<Response, WebError> {
    let specimen = opened(&app, &caller, &service, &version).await?;
    let outcome = played(&app, &specimen)?;
    let Some(permit) = outcome.and_then(|outcome| outcome.permit) else {
        return Ok(Redirect::to(&walk(&specimen).start).into_response());
    };
    let pdf = app.specimen_paper(&specimen, &permit)?;
    let disposition = format!("inline; filename=\"{service}-specimen.pdf\"");
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
