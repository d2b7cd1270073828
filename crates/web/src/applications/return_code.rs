//! The return code on the applicant's pages: shown where it was made, for an hour, so that going back and forth does not lose it.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::Cookie;
use engine::applications::own::OwnApplication;
use jiff::SignedDuration;
use permit::Reference;

use crate::{
    app::App,
    cookies::{self, Opens},
    error::WebError,
};

/// So long it is shown to the browser in which it was made.
const SHOWN: SignedDuration = SignedDuration::from_hours(1);

/// Has the address in which it was made show the return code.
pub(super) fn shown_once(app: &App, reference: Reference) -> Vec<Cookie<'static>> {
    let reference = reference.to_string();
    let until = (app.now() + SHOWN).as_second().to_string();
    cookies::lasting(app.site(), Opens::ReturnCode(&reference), &until, SHOWN)
}

/// The return code, for a page in whose address it was made.
pub(super) fn to_show(
    app: &App,
    own: &OwnApplication,
    headers: &HeaderMap,
) -> Result<Option<String>, WebError> {
    let reference = own.case().reference.to_string();
    let until = Opens::ReturnCode(&reference).sent(app.site(), headers);
    let until = until.and_then(|until| until.parse::<i64>().ok());
    if until.is_some_and(|until| app.now().as_second() < until) {
        return Ok(app.return_code(own)?);
    }
    Ok(None)
}
