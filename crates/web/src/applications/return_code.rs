//! The return code on the applicant's pages: shown once, where it was made.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::Cookie;
use engine::applications::own::OwnApplication;
use permit::Reference;

use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
};

/// Has the next page of an application show its return code.
pub(super) fn shown_once(app: &App, reference: Reference) -> Vec<Cookie<'static>> {
    let reference = reference.to_string();
    cookies::passing(app.site(), Opens::ReturnCode(&reference), "1")
}

/// The return code, for a page that is to show it, and the cookies that let no further page do so.
pub(super) fn to_show(
    app: &App,
    own: &OwnApplication,
    headers: &HeaderMap,
) -> Result<Option<(String, Vec<Cookie<'static>>)>, WebError> {
    let reference = own.case().reference.to_string();
    let opens = Opens::ReturnCode(&reference);
    if opens.sent(app.site(), headers).is_none() {
        return Ok(None);
    }
    let shown = cookies::removal(app.site(), opens);
    Ok(app.return_code(own)?.map(|code| (code, shown)))
}
