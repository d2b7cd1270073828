//! The gate before every handler: who is it, is the form ours, may they.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use store::{Device, Person};
use uuid::Uuid;

use crate::{
    access,
    app::App,
    authorise::{Action, Credentials, Denied, Visitor, authorise},
    cookies,
    devices::{DeviceRefusal, admission},
    error::WebError,
    form::Form,
    secret::Purpose,
    session,
};

/// The most that a form may weigh. Uploads have addresses of their own.
pub(crate) const FORM_LIMIT: usize = 256 * 1024;

/// What a page puts into its forms.
#[derive(Clone, Debug)]
pub(crate) struct FormToken(pub(crate) String);

/// Lets a request through to the handler, which finds [`Visitor`] and [`Action`] among its extractors.
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
        Ok(request) => next.run(request).await,
        Err(error) => return with_nonce(&app, error.into_response(), device),
    };
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(caching(action));
    with_nonce(&app, response, device)
}

fn with_nonce(app: &App, mut response: Response, device: Option<Uuid>) -> Response {
    if let Some(device) = device {
        admission::hand_nonce(app, &mut response, device);
    }
    response
}

/// A phone shows who it is by a signature over the request: no cookie, so no form token either.
async fn admit_device(app: &App, action: Action, request: Request) -> Result<Request, WebError> {
    let (device, mut request) = admission::identify(app, request).await?;
    let visitor = Visitor::Device(device);
    authorise(&visitor, action, &action.at_the_gate()).map_err(|denied| match denied {
        Denied::Unknown => DeviceRefusal::Unknown,
        Denied::Forbidden => DeviceRefusal::Revoked,
    })?;
    request.extensions_mut().insert(visitor);
    request.extensions_mut().insert(action);
    Ok(request)
}

async fn admit(app: &App, action: Action, mut request: Request) -> Result<Request, WebError> {
    let credentials = action.credentials();
    let (visitor, proof) = identify(app, credentials, request.headers()).await?;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    authorise(&visitor, action, &action.at_the_gate())
        .map_err(|denied| refusal(denied, credentials, changes, proof.is_some(), &request))?;
    if let Some(proof) = &proof {
        if changes {
            request = checked(app, proof, request).await?;
        }
        request.extensions_mut().insert(FormToken(
            app.secret.code_text(Purpose::Form, &[proof.as_bytes()]),
        ));
    }
    request.extensions_mut().insert(visitor);
    request.extensions_mut().insert(action);
    Ok(request)
}

/// Who it is, with the cookie that says so.
async fn identify(
    app: &App,
    credentials: Credentials,
    headers: &HeaderMap,
) -> Result<(Visitor, Option<String>), WebError> {
    let value = |name| cookies::value(headers, name).map(str::to_owned);
    Ok(match credentials {
        // A device's signature is over more than a cookie jar holds: it is read by those who admit devices.
        Credentials::None | Credentials::Device => (Visitor::Stranger, None),
        Credentials::Draft => (Visitor::Stranger, value(cookies::DRAFT)),
        Credentials::Access | Credentials::PerhapsAccess => {
            let proof = value(cookies::ACCESS);
            (
                proof
                    .as_deref()
                    .and_then(|proof| access::opens(app, proof))
                    .map_or(Visitor::Stranger, Visitor::Applicant),
                proof,
            )
        }
        Credentials::Session => {
            let proof = value(cookies::SESSION);
            (session::visitor(app, proof.as_deref()).await?, proof)
        }
    })
}

/// Browsers of 2020 and later say where a form comes from, which another layer checks; the token is for the others.
async fn checked(app: &App, proof: &str, request: Request) -> Result<Request, WebError> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, FORM_LIMIT).await.map_err(|_| WebError::TooLarge)?;
    let token = sent_token(&parts.headers, &bytes);
    if !app.secret.made(Purpose::Form, &[proof.as_bytes()], &token) {
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
        (_, Credentials::Access) => WebError::NoKey {
            reference: path.split('/').nth(2).unwrap_or_default().to_owned(),
        },
        _ => WebError::Forbidden,
    }
}

/// Public pages differ by language only, and are asked for again; personal ones are kept nowhere.
fn caching(action: Action) -> HeaderValue {
    HeaderValue::from_static(match action {
        Action::Browse | Action::CheckPermit => "no-cache",
        _ => "no-store",
    })
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        parts
            .extensions
            .get()
            .cloned()
            .ok_or_else(|| WebError::broken("a route without a gate"))
    }
}

/// Who works here and asks, where the gate lets nobody else in.
pub(crate) struct Staff(pub(crate) Arc<Person>);

impl<S: Sync> FromRequestParts<S> for Staff {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let person = visitor.person().cloned();
        person.map(Self).ok_or(WebError::Forbidden)
    }
}

/// The phone that asks, where the gate lets nobody else in.
pub(crate) struct Asking(pub(crate) Arc<Device>);

impl<S: Sync> FromRequestParts<S> for Asking {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, WebError> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let device = visitor.device().cloned();
        device.map(Self).ok_or(WebError::Forbidden)
    }
}

impl<S: Sync> FromRequestParts<S> for Action {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, WebError> {
        parts
            .extensions
            .get()
            .copied()
            .ok_or_else(|| WebError::broken("a route without a gate"))
    }
}
