//! What verifiers need: the keys, what permits say, which are revoked; the scanner, and a check by number.

use axum::http::HeaderValue;

pub(crate) mod app;
pub(crate) mod descriptions;
pub(crate) mod keys;
pub(crate) mod lists;
pub(crate) mod number;
pub(crate) mod scanner;

/// What a phone fetches signed.
const COSE_SIGN1: HeaderValue = HeaderValue::from_static("application/cose; cose-type=\"cose-sign1\"");
