//! Reading a request's body, up to what its address may be sent.

mod room;

use std::{future::poll_fn, pin::Pin};

use axum::{
    body::{Body, Bytes, HttpBody as _},
    extract::Request,
    http::{Extensions, HeaderMap, header, request::Parts},
};
use engine::{
    applications::drafts::DraftState,
    authorise::{Action, Caller},
    error::Error,
};
use forms::{PageId, definition::size::MOST_SENT};

use self::room::{PORTION, Portions};
use crate::{app::App, peer::Peer};

/// The most that a form may weigh, but for the pages of services, which may send as much more as their questions allow.
/// Every other field of ours holds 4,000 letters at most, which are 48 kB where each is sent as `%F0%9F%A6%99`.
pub(crate) const FORM_LIMIT: usize = 256 * 1024;
/// The most that is read from whoever shows nothing: the few short fields of a log-in, a look-up, a first page.
pub(crate) const STRANGERS_LIMIT: usize = 16 * 1024;
/// A service file of a megabyte, whose letters are escaped in a form.
const LARGEST_FILE: usize = 3 << 20;
/// Of what is too much, so much is read and forgotten: a browser that is cut off in the middle shows no answer.
const FORGOTTEN: usize = 2 * MOST_SENT;

/// How much of a request's body is read; where none was settled, as much as of any form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit(pub(crate) usize);

impl Limit {
    /// What was settled for a request.
    pub(crate) fn of(request: &Request) -> Self {
        request.extensions().get().copied().unwrap_or(Self(FORM_LIMIT))
    }

    /// That of the form that whoever holds this cookie sends. What questions a page asks is looked up for large forms only.
    pub(crate) async fn settle(
        app: &App,
        action: Action,
        caller: &Caller,
        proof: &str,
        parts: &Parts,
    ) -> Self {
        if length(&parts.headers).is_some_and(|length| length <= FORM_LIMIT) {
            return Self(FORM_LIMIT);
        }
        let segments: Vec<&str> = parts.uri.path().split('/').skip(1).collect();
        let more = match (action, segments.as_slice()) {
            (Action::Apply, ["s", service, "apply", page]) => of_page(app, proof, service, page).await,
            (Action::TryService, ["admin", "services", service, "specimen", version, "form", page]) => {
                of_specimen(app, caller, service, version, page).await
            }
            (Action::Publish, _) => Some(LARGEST_FILE),
            (Action::AnswerQuestions, ["a", reference, "answer"]) => of_answers(app, caller, reference).await,
            _ => None,
        };
        Self(FORM_LIMIT + more.unwrap_or_default())
    }
}

/// What the draft's own version of the page asks.
async fn of_page(app: &App, secret: &str, service: &str, page: &str) -> Option<usize> {
    let (DraftState::Open(open) | DraftState::Outdated(open)) =
        app.draft(Some(secret), service).await.ok()?
    else {
        return None;
    };
    let page = open.service().page(&PageId::new(page))?;
    Some(page.most_sent().min(MOST_SENT))
}

/// What the version that somebody tries asks on the page.
async fn of_specimen(app: &App, caller: &Caller, service: &str, version: &str, page: &str) -> Option<usize> {
    let version = version.parse().ok()?;
    let tried = app.version_tried(caller, service, &version).await.ok()?;
    let page = tried.service.page(&PageId::new(page))?;
    Some(page.most_sent().min(MOST_SENT))
}

/// What may be asked back, all at once.
async fn of_answers(app: &App, caller: &Caller, reference: &str) -> Option<usize> {
    let reference = reference.parse().ok()?;
    let own = app.own_application(caller, Action::AnswerQuestions, &reference);
    let own = own.await.ok()?;
    Some(own.published().service.form.most_sent().min(MOST_SENT))
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The network that a body comes from; nothing where limits of networks do not fall.
#[derive(Clone)]
pub(crate) struct Network(String);

impl Network {
    pub(crate) fn of(app: &App, request: &Request) -> Option<Self> {
        let Peer(peer) = Peer::read(request.headers(), request.extensions(), app.site().behind_proxy);
        let is_exempt = app.settings.exempt_networks.contain(peer);
        (!is_exempt).then(|| Self(peer.network()))
    }
}

/// Reads a body that is not too large, of a request with these extensions.
pub(crate) async fn read(
    extensions: &Extensions,
    mut body: Body,
    Limit(limit): Limit,
) -> Result<Bytes, Error> {
    let network = extensions.get().map(|Network(network)| network.clone());
    let mut portions = Portions::of(network);
    let (mut kept, mut size) = (Vec::with_capacity(PORTION.min(limit)), 0_usize);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Error::BadRequest("the body ended early"))?;
        let Ok(data) = frame.into_data() else { continue };
        size = size.saturating_add(data.len());
        if size <= limit {
            portions.hold(size)?;
            kept.extend_from_slice(&data);
        } else if size > FORGOTTEN.max(limit) {
            break;
        } else {
            kept = Vec::new();
            portions.release();
        }
    }
    if size > limit {
        return Err(Error::TooLarge);
    }
    Ok(kept.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_is_read_whole_or_not_at_all() {
        for (size, limit, whole) in [(0, 0, true), (9, 9, true), (10, 9, false), (70_000, 9, false)] {
            let read = read(&Extensions::new(), Body::from(vec![b'x'; size]), Limit(limit)).await;
            assert_eq!(
                read.map(|bytes| bytes.len()).ok(),
                whole.then_some(size),
                "{size} of {limit}"
            );
        }
    }
}
