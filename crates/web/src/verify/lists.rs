//! Status lists: which permits no longer hold. Signed anew when they are asked for, and kept for some seconds.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use jiff::{SignedDuration, Timestamp};
use permit::status_list::{PublishedList, Status, StatusList};
use serde::Serialize;
use store::{CAPACITY, PermitStatus};
use tokio::sync::Mutex;

use crate::{
    app::App,
    error::WebError,
    prepared::{self, Wanted},
    representations::Representations,
};

/// How long a phone may keep a list before it should look for a newer one.
const TTL_SECONDS: u32 = 300;
/// How old an answer may be: with the store's own delay, a revocation is out within this time.
const KEPT: SignedDuration = SignedDuration::from_secs(15);
/// A phone without network takes a list for so long; then it says that it has none.
const LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);

const STATUS_LIST: HeaderValue = HeaderValue::from_static("application/statuslist+cwt");

/// The lists as this node last signed them.
#[derive(Debug, Default)]
pub struct StatusLists {
    signed: RwLock<HashMap<u32, Signed>>,
    /// Held while a list is read and signed: however many ask for one at once, it is done once, and one list at a time.
    signing: Mutex<()>,
}

#[derive(Clone, Debug)]
struct Signed {
    at: Timestamp,
    list: Arc<Representations>,
}

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
    for info in app.store.status_lists(app.now()).await? {
        let end = info
            .expires_on
            .tomorrow()
            .and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC));
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
    let index = serde_json::to_string(&index).map_err(|error| WebError::broken(error.to_string()))?;
    let wanted = Wanted {
        address: "/status",
        language: None,
        edition: index.clone(),
        kind: HeaderValue::from_static("application/json"),
    };
    app.prepared.answer(wanted, &headers, || Ok(index))
}

/// `GET /status/{list}`
pub(crate) async fn show(
    State(app): State<App>,
    Path(list): Path<u32>,
    headers: HeaderMap,
) -> Result<Response, WebError> {
    let list = signed(&app, list).await?;
    Ok(list.answer(&headers, prepared::CACHING))
}

/// The list as it stands, signed some seconds ago at most.
pub async fn current(app: &App, list: u32) -> Result<Bytes, WebError> {
    Ok(signed(app, list).await?.content())
}

async fn signed(app: &App, list: u32) -> Result<Arc<Representations>, WebError> {
    let now = app.now();
    if let Some(kept) = app.status_lists.fresh(list, now) {
        return Ok(kept);
    }
    let _turn = app.status_lists.signing.lock().await;
    if let Some(kept) = app.status_lists.fresh(list, now) {
        return Ok(kept);
    }
    app.store.status_list(list).await?;
    let bytes = Bytes::from(sign(app, list, now).await?);
    let signed = Signed {
        at: now,
        list: Arc::new(Representations::plain(STATUS_LIST, bytes)),
    };
    let answer = Arc::clone(&signed.list);
    app.status_lists.keep(list, signed);
    Ok(answer)
}

async fn sign(app: &App, list: u32, now: Timestamp) -> Result<Vec<u8>, WebError> {
    let mut statuses = StatusList::new(CAPACITY);
    for (index, status) in app.store.list_changes(list).await? {
        let status = match status {
            PermitStatus::Active => Status::Valid,
            PermitStatus::Suspended => Status::Suspended,
            PermitStatus::Revoked | PermitStatus::Replaced => Status::Invalid,
        };
        if !statuses.set(index, status) {
            return Err(WebError::broken(format!(
                "index {index} lies outside status list {list}"
            )));
        }
    }
    let issued_at = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let expires_at = issued_at.checked_add(LIFE).unwrap_or(Timestamp::MAX);
    let issuer = app.issuer();
    let signed = PublishedList {
        issuer: issuer.host.clone(),
        list,
        issued_at,
        expires_at,
        ttl: TTL_SECONDS,
        statuses,
    }
    .sign(&*issuer.status_signer)?;
    Ok(signed)
}

impl StatusLists {
    fn fresh(&self, list: u32, now: Timestamp) -> Option<Arc<Representations>> {
        let signed = self.signed.read().unwrap_or_else(PoisonError::into_inner);
        let kept = signed.get(&list)?;
        // One from the future was signed before this machine's clock was put right: it may be hours old.
        let age = now.duration_since(kept.at);
        (SignedDuration::ZERO..KEPT)
            .contains(&age)
            .then(|| Arc::clone(&kept.list))
    }

    fn keep(&self, list: u32, signed: Signed) {
        self.signed
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(list, signed);
    }

    /// Forgets a list that this node has just changed, so that its next answer tells of it.
    pub(crate) fn forget(&self, list: u32) {
        self.signed
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&list);
    }
}
