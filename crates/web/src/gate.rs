//! The gate before every handler: who is it, is the form ours, may they.

mod form;

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use engine::{
    authorise::{Action, Caller, Credentials, Denied, authorise},
    devices::refusal::DeviceRefusal,
    error::Error,
};
use uuid::Uuid;

use self::form::{checked, left_by_a_stranger, sent_in_vain, with_cookies_of};
use crate::{
    app::App,
    body::{Limit, STRANGERS_LIMIT},
    cookies::Opens,
    devices::admission,
    error::{Typed, WebError},
    unsent::{
        self, Unsent,
        sender::{Sender, owner},
        typist,
    },
};

/// What a page puts into its forms.
#[derive(Clone, Debug)]
pub(crate) struct FormToken(pub(crate) String);

/// What an address is for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gate {
    pub(crate) action: Action,
    /// What the form on its page does, where that wants a proof that reading the page does not.
    pub(crate) form: Option<Action>,
    /// How many parts of the path, split at its slashes, lead to the page of the form.
    pub(crate) page: usize,
}

impl Gate {
    /// The path of the page whose form is sent to this address.
    fn page(self, path: &str) -> String {
        let parts: Vec<&str> = path.split('/').take(self.page).collect();
        parts.join("/")
    }
}

/// What the browser is to keep of whose forms these are.
#[derive(Clone)]
struct Typist(String);

/// Lets a request through to the handler, which finds the [`Caller`] among its extractors.
pub(crate) async fn pass(State((app, gate)): State<(App, Gate)>, request: Request, next: Next) -> Response {
    let action = gate.action;
    let is_device = action.credentials() == Credentials::Device;
    let device = is_device.then(|| admission::named(request.headers())).flatten();
    let admitted = if is_device {
        let admitted = admit_device(&app, action, request).await;
        admitted.map_err(IntoResponse::into_response)
    } else {
        admit(&app, gate, request).await
    };
    let mut response = match admitted {
        Ok(request) => carry_out(&app, gate, request, next).await,
        Err(refused) => return with_nonce(&app, refused, device),
    };
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(caching(action));
    with_nonce(&app, response, device)
}

/// Runs the handler, and writes down if somebody of the office asked it for what they may not do.
async fn carry_out(app: &App, gate: Gate, mut request: Request, next: Next) -> Response {
    let extensions = request.extensions_mut();
    let caller: Option<Caller> = extensions.get().cloned();
    let shows_unsent = extensions.get::<Unsent>().is_some();
    let typist: Option<Typist> = extensions.get().cloned();
    let sender = extensions.remove::<Arc<Sender>>();
    let mut response = next.run(request).await;
    if let Some(sender) = sender {
        response = sender.settle(app, response).await;
    }
    if let Some(Typist(typist)) = typist {
        typist::know(app, &typist, &mut response);
    }
    if shows_unsent {
        // Pages that are alike for everybody are not, with what somebody typed.
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Some(caller) = caller.filter(|_| response.status() == StatusCode::FORBIDDEN) {
        note_refusal(app, &caller, gate.action).await;
    }
    response
}

/// A line for the auditors. That it cannot be kept is no reason to answer anything else.
async fn note_refusal(app: &App, caller: &Caller, action: Action) {
    if let Err(error) = app.note_refusal(caller, action).await {
        tracing::warn!(%error, "a refusal was not written down");
    }
}

fn with_nonce(app: &App, mut response: Response, device: Option<Uuid>) -> Response {
    if let Some(device) = device {
        admission::hand_nonce(app, &mut response, device);
    }
    response
}

/// A phone shows who it is by a signature over the request: no cookie, so no form token either.
async fn admit_device(app: &App, action: Action, request: Request) -> Result<Request, WebError> {
    let (caller, mut request) = admission::identify(app, request).await?;
    authorise(&caller, action, &action.at_the_gate()).map_err(|denied| match denied {
        Denied::Unknown => Error::Device(DeviceRefusal::Unknown),
        Denied::Forbidden | Denied::Unproven => Error::Device(DeviceRefusal::Revoked),
    })?;
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(action);
    Ok(request)
}

/// The request as its handler finds it, or the answer to one that is not let through.
async fn admit(app: &App, gate: Gate, mut request: Request) -> Result<Request, Response> {
    let action = gate.action;
    let path = request.uri().path().to_owned();
    let proven_for = gate.form.unwrap_or(action);
    let identified = identify(app, proven_for, &path, request.headers()).await;
    let (caller, proof) = identified.map_err(IntoResponse::into_response)?;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let sender = changes.then(|| Sender::of(app, Some(&caller), proof.is_some(), gate.page(&path), &request));
    if let Err(denied) = authorise(&caller, action, &action.at_the_gate()) {
        // That a session or a proof is over is nobody's offence.
        if denied == Denied::Forbidden {
            note_refusal(app, &caller, action).await;
        }
        let mut kept = StatusCode::OK.into_response();
        let typed = match &sender {
            Some(sender) => {
                sent_in_vain(app, action, &caller, proof.as_deref(), sender, request, &mut kept).await
            }
            None => Typed::Nothing,
        };
        let refused = refusal(denied, gate, &path, proof.is_some(), typed).into_response();
        return Err(with_cookies_of(&kept, refused));
    }
    if let Some(form) = gate.form
        && authorise(&caller, form, &form.at_the_gate()) == Err(Denied::Unproven)
    {
        let (then, typed) = (path, Typed::Nothing);
        return Err(WebError::ProveAgain { then, typed }.into_response());
    }
    if let Some(proof) = &proof {
        if let Some(sender) = &sender {
            request = checked(app, action, &caller, proof, sender, request).await?;
        }
        let token = app.form_token(proof);
        if let Some(typist) = typist::of(app, &caller, &token, request.headers()) {
            request.extensions_mut().insert(Typist(typist));
        }
        request.extensions_mut().insert(FormToken(token));
    } else {
        request.extensions_mut().insert(Limit(STRANGERS_LIMIT));
        if let Some(sender) = &sender {
            request = left_by_a_stranger(app, sender, request).await?;
        }
    }
    if let Some(sender) = sender {
        request.extensions_mut().insert(Arc::new(sender));
    } else {
        let query = request.uri().query().unwrap_or_default();
        let unsent = unsent_at(app, action, &caller, request.headers(), &path, query).await;
        if let Some(unsent) = unsent {
            request.extensions_mut().insert(unsent);
        }
    }
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(action);
    Ok(request)
}

/// What was typed on the page and not taken. Pages that are for everybody are asked only where their address says so.
async fn unsent_at(
    app: &App,
    action: Action,
    caller: &Caller,
    headers: &HeaderMap,
    path: &str,
    query: &str,
) -> Option<Unsent> {
    if action.credentials() == Credentials::None && !unsent::says_typed(query) {
        return None;
    }
    let owner = owner(app, Some(caller));
    unsent::waiting(app, headers, owner.as_deref(), path, query).await
}

/// Who it is, with the cookie that says so.
async fn identify(
    app: &App,
    action: Action,
    path: &str,
    headers: &HeaderMap,
) -> Result<(Caller, Option<String>), WebError> {
    let value = |opens: Opens<'_>| opens.sent(app.site(), headers).map(str::to_owned);
    let own = || Opens::at(path).and_then(value);
    Ok(match action.credentials() {
        // A device's signature is over more than a cookie jar holds: it is read by those who admit devices.
        Credentials::None | Credentials::Device => (Caller::stranger(), None),
        Credentials::Draft => (Caller::stranger(), own()),
        Credentials::Access | Credentials::PerhapsAccess => {
            let proof = own();
            let caller = proof.as_deref().map(|proof| app.caller_by_access_token(proof));
            (caller.unwrap_or(Caller::stranger()), proof)
        }
        Credentials::Session => {
            let proof = value(Opens::Office);
            let caller = match &proof {
                Some(token) => app.caller_by_session(token, action).await?,
                None => Caller::stranger(),
            };
            (caller, proof)
        }
    })
}

fn refusal(denied: Denied, gate: Gate, path: &str, had_proof: bool, typed: Typed) -> WebError {
    let then = gate.page(path);
    let changes = typed != Typed::Nothing;
    match (denied, gate.action.credentials()) {
        (Denied::Unknown, Credentials::Session) if changes && had_proof => {
            WebError::ExpiredSession { then, typed }
        }
        (Denied::Unknown, Credentials::Session) if changes => WebError::LogInFirst { then: "/o".into() },
        (Denied::Unknown, Credentials::Session) => WebError::LogInFirst {
            then: path.to_owned(),
        },
        (Denied::Unproven, _) if changes => WebError::ProveAgain { then, typed },
        (Denied::Unproven, _) => WebError::ProveAgain {
            then: path.to_owned(),
            typed,
        },
        (_, Credentials::Access) => WebError::NoKey {
            reference: path.split('/').nth(2).unwrap_or_default().to_owned(),
        },
        _ => Error::Forbidden.into(),
    }
}

/// Public pages differ by language only, and are asked for again; personal ones are kept nowhere.
fn caching(action: Action) -> HeaderValue {
    HeaderValue::from_static(match action {
        Action::Browse | Action::CheckPermit => "no-cache",
        _ => "no-store",
    })
}

/// Who sent the request.
pub(crate) struct By(pub(crate) Caller);

impl<S: Sync> FromRequestParts<S> for By {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        admitted(parts).map(Self)
    }
}

/// What the request's address is for.
pub(crate) struct Gated(pub(crate) Action);

impl<S: Sync> FromRequestParts<S> for Gated {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        admitted(parts).map(Self)
    }
}

/// What the gate has put into a request.
pub(crate) fn admitted<T: Clone + Send + Sync + 'static>(parts: &Parts) -> Result<T, WebError> {
    let found = parts.extensions.get().cloned();
    found.ok_or_else(|| Error::broken("a route without a gate").into())
}
