//! What an address names.

use axum::{
    extract::{FromRequestParts, Path as Given},
    http::request::Parts,
};
use engine::error::Error;
use serde::de::DeserializeOwned;

use crate::error::WebError;

/// The parts of an address that name something, read as what they name. Where one cannot be read as that, nothing is found there.
pub(crate) struct Path<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let given = Given::from_request_parts(parts, state).await;
        let Given(named) = given.map_err(|_| Error::NotFound)?;
        Ok(Self(named))
    }
}
