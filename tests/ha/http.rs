//! Asking over HTTP, one answer at a time and never following anywhere by itself.

use std::time::Duration;

use anyhow::Result;
use ureq::{Agent, Body, http::Response};

/// What was answered.
pub(crate) struct Answer {
    /// 200, 303, 503 …
    pub(crate) status: u16,
    /// Where to go on.
    pub(crate) location: Option<String>,
    /// `name=value` of every cookie that was set.
    pub(crate) cookies: Vec<String>,
    /// The page.
    pub(crate) body: String,
}

/// An agent that gives up after this time.
pub(crate) fn agent(patience: Duration) -> Agent {
    Agent::config_builder()
        .timeout_global(Some(patience))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into()
}

/// Asks once, on a connection of its own.
pub(crate) fn get(address: &str, patience: Duration) -> Result<Answer> {
    answer(agent(patience).get(address).call()?)
}

/// Reads all of it.
pub(crate) fn answer(mut response: Response<Body>) -> Result<Answer> {
    let header = |name| {
        response
            .headers()
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let location = header("location").pop();
    let cookies = header("set-cookie")
        .iter()
        .filter_map(|cookie| cookie.split(';').next().map(str::to_owned))
        .collect();
    Ok(Answer {
        status: response.status().as_u16(),
        location,
        cookies,
        body: response.body_mut().read_to_string()?,
    })
}
