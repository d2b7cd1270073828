//! Status lists: which permits no longer hold.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use engine::{error::Error, status_lists::TTL_SECONDS};
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::{
    app::App,
    error::WebError,
    path::Path,
    prepared::{self, Wanted},
};

const STATUS_LIST: HeaderValue = HeaderValue::from_static("application/statuslist+cwt");

/// The index of lists, so that a phone can fetch them before it loses the network.
#[derive(Serialize)]
pub(crate) struct Index {
    iss: String,
    lists: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    list: u32,
    /// When the last of its permits has ended, in seconds since 1970.
    exp: i64,
    ttl: u32,
}

/// `GET /status`
pub(crate) async fn index(State(app): State<App>, headers: HeaderMap) -> Result<Response, WebError> {
    let mut lists = Vec::new();
    for info in app.status_lists().await? {
        let end = info
            .expires_on
            .tomorrow()
            .and_then(|day| day.to_zoned(TimeZone::UTC));
        let exp = end.map_or(Timestamp::MAX, |end| end.timestamp()).as_second();
        lists.push(Entry {
            list: info.list,
            exp,
            ttl: TTL_SECONDS,
        });
    }
    let index = Index {
        iss: app.issuer().host.clone(),
        lists,
    };
    let index = serde_json::to_string(&index).map_err(|error| Error::broken(error.to_string()))?;
    let wanted = Wanted {
        address: "/status",
        language: None,
        edition: index.clone(),
        kind: HeaderValue::from_static("application/json"),
    };
    app.prepared().answer(wanted, &headers, || Ok(index))
}

/// `GET /status/{list}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(list): Path<u32>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let signed = app.status_list(list).await?;
    Ok(app
        .prepared()
        .list(list, &signed, STATUS_LIST)
        .answer(&headers, prepared::CACHING))
}
