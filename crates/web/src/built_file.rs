//! A built file, or the site's own in its place.

use axum::{
    extract::{Request, State},
    http::HeaderValue,
    response::Response,
};
use engine::error::Error;

use crate::{app::App, assets, error::WebError, path::Path};

/// `GET /assets/{name}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, WebError> {
    let own = app.site_files().named(&name);
    let file = own.or_else(|| assets::named(&name)).ok_or(Error::NotFound)?;
    let exact = request.uri().query() == Some(file.hash());
    let caching = if exact {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    Ok(file.answer(request.headers(), HeaderValue::from_static(caching)))
}
