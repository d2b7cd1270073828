//! The gate before every handler: who is it, is the form ours, may they.

use axum::{
    body::{Body, Bytes},
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

use crate::{
    app::App,
    body::{Limit, STRANGERS_LIMIT, read},
    cookies::Opens,
    devices::admission,
    error::WebError,
    form::Form,
};

/// What a page puts into its forms.
#[derive(Clone, Debug)]
pub(crate) struct FormToken(pub(crate) String);

/// Lets a request through to the handler, which finds the [`Caller`] among its extractors.
pub(crate) async fn pass(
    State((app, action)): State<(App, Action)>,
    request: Request,
    next: Next,
) -> Response {
    let is_device = action.credentials() == Credentials::Device;
    let device = is_device.then(|| admission::named(request.headers())).flatten();
    let admitted = if is_device {
        admit_device(&app, action, request).await
    } else {
        admit(&app, action, request).await
    };
    let mut response = match admitted {
        Ok(request) => carry_out(&app, action, request, next).await,
        Err(error) => return with_nonce(&app, error.into_response(), device),
    };
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(caching(action));
    with_nonce(&app, response, device)
}

/// Runs the handler, and writes down if somebody of the office asked it for what they may not do.
async fn carry_out(app: &App, action: Action, request: Request, next: Next) -> Response {
    let caller: Option<Caller> = request.extensions().get().cloned();
    let response = next.run(request).await;
    if let Some(caller) = caller.filter(|_| response.status() == StatusCode::FORBIDDEN) {
        note_refusal(app, &caller, action).await;
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

async fn admit(app: &App, action: Action, mut request: Request) -> Result<Request, WebError> {
    let credentials = action.credentials();
    let (caller, proof) = identify(app, action, request.uri().path(), request.headers()).await?;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if let Err(denied) = authorise(&caller, action, &action.at_the_gate()) {
        note_refusal(app, &caller, action).await;
        return Err(refusal(denied, credentials, changes, proof.is_some(), &request));
    }
    if let Some(proof) = &proof {
        if changes {
            request = checked(app, action, &caller, proof, request).await?;
        }
        request.extensions_mut().insert(FormToken(app.form_token(proof)));
    } else {
        request.extensions_mut().insert(Limit(STRANGERS_LIMIT));
    }
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(action);
    Ok(request)
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

/// Browsers of 2020 and later say where a form comes from, which another layer checks; the token is for the others.
async fn checked(
    app: &App,
    action: Action,
    caller: &Caller,
    proof: &str,
    request: Request,
) -> Result<Request, WebError> {
    let (mut parts, body) = request.into_parts();
    let limit = Limit::settle(app, action, caller, proof, &parts).await;
    let bytes = read(body, limit)
        .await
        .map_err(|error| WebError::from(error).with_link(parts.uri.path()))?;
    parts.extensions.insert(limit);
    let token = sent_token(&parts.headers, &bytes);
    if token.is_empty() {
        return Err(WebError::NoFormToken);
    }
    if !app.is_form_token(proof, &token) {
        return Err(WebError::ForeignForm);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn sent_token(headers: &HeaderMap, body: &Bytes) -> String {
    let header = headers
        .get("x-form-token")
        .and_then(|token| token.to_str().ok())
        .map(str::to_owned);
    header
        .or_else(|| Form::parse(body).first("form_token").map(str::to_owned))
        .unwrap_or_default()
}

fn refusal(
    denied: Denied,
    credentials: Credentials,
    changes: bool,
    had_proof: bool,
    request: &Request,
) -> WebError {
    let path = request.uri().path();
    match (denied, credentials) {
        (Denied::Unknown, Credentials::Session) if changes && had_proof => WebError::ExpiredSession,
        (Denied::Unknown, Credentials::Session) if changes => WebError::LogInFirst { then: "/o".into() },
        (Denied::Unknown, Credentials::Session) => WebError::LogInFirst {
            then: path.to_owned(),
        },
        (Denied::Unproven, _) => WebError::ProveAgain {
            // Where its form is.
            then: path.strip_suffix("/proofs").unwrap_or(path).to_owned(),
            changes,
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
