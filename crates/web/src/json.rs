//! What a program sent as JSON.

use axum::{
    Json,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use forms::outside::cleaned;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A value with every text in it cleaned, as those of forms are.
#[derive(Debug)]
pub(crate) struct Sent<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let sent = Json::<Value>::from_request(request, state).await;
        let Json(mut value) = sent.map_err(IntoResponse::into_response)?;
        clean(&mut value);
        let read = serde_json::from_value(value).map(Self);
        read.map_err(|_| StatusCode::UNPROCESSABLE_ENTITY.into_response())
    }
}

/// How deep it goes is bounded by who read it.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = cleaned(text).into_owned(),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
