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
    error::{Typed, WebError},
    form::Form,
    unsent::{self, Unsent},
};

/// The most that is read of a form whose session or proof has ended, to be kept for whoever typed it.
const IN_VAIN_LIMIT: usize = 64 * 1024;

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

    /// Whether what is typed into its forms is kept where they cannot be taken. Nothing is of what shows who somebody is.
    fn keeps_typed(self) -> bool {
        self.action.credentials() == Credentials::Session
            && !matches!(self.action, Action::UseOwnAccount | Action::ChangeOwnProofs)
    }
}

/// Why a request is not let through, with what was typed into its form, sealed for whoever typed it.
struct Refused {
    error: WebError,
    unsent: Option<String>,
}

impl<E: Into<WebError>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            unsent: None,
        }
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
        admit_device(&app, action, request).await.map_err(Refused::from)
    } else {
        admit(&app, gate, request).await
    };
    let mut response = match admitted {
        Ok(request) => carry_out(&app, action, request, next).await,
        Err(refused) => return with_nonce(&app, refused.answer(&app), device),
    };
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(caching(action));
    with_nonce(&app, response, device)
}

impl Refused {
    fn answer(self, app: &App) -> Response {
        let mut response = self.error.into_response();
        if let Some(sealed) = self.unsent {
            unsent::keep(app, &sealed, &mut response);
        }
        response
    }
}

/// Runs the handler, and writes down if somebody of the office asked it for what they may not do.
async fn carry_out(app: &App, action: Action, request: Request, next: Next) -> Response {
    let caller: Option<Caller> = request.extensions().get().cloned();
    let shows_unsent = request.extensions().get::<Unsent>().is_some();
    let typist: Option<Typist> = request.extensions().get().cloned();
    let mut response = next.run(request).await;
    if let Some(Typist(typist)) = typist {
        unsent::know(app, &typist, &mut response);
    }
    if shows_unsent && response.status() == StatusCode::OK {
        unsent::forget(app, &mut response);
    }
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

async fn admit(app: &App, gate: Gate, mut request: Request) -> Result<Request, Refused> {
    let action = gate.action;
    let path = request.uri().path().to_owned();
    let proven_for = gate.form.unwrap_or(action);
    let (caller, proof) = identify(app, proven_for, &path, request.headers()).await?;
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    if let Err(denied) = authorise(&caller, action, &action.at_the_gate()) {
        // That a session or a proof is over is nobody's offence.
        if denied == Denied::Forbidden {
            note_refusal(app, &caller, action).await;
        }
        let sent = if changes {
            sent_in_vain(app, gate, &caller, proof.as_deref(), request).await
        } else {
            Sent::Nothing
        };
        return Err(refusal(denied, gate, &path, proof.is_some(), sent));
    }
    if let Some(form) = gate.form
        && authorise(&caller, form, &form.at_the_gate()) == Err(Denied::Unproven)
    {
        let (then, typed) = (path, Typed::Nothing);
        return Err(WebError::ProveAgain { then, typed }.into());
    }
    if let Some(proof) = &proof {
        if changes {
            request = checked(app, gate, &caller, proof, request).await?;
        } else if let Some(unsent) = unsent::of(app, &caller, &path, request.headers()) {
            request.extensions_mut().insert(unsent);
        }
        let token = app.form_token(proof);
        if let Some(typist) = unsent::typist(app, &caller, &token, request.headers()) {
            request.extensions_mut().insert(Typist(typist));
        }
        request.extensions_mut().insert(FormToken(token));
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

/// What was sent with a request that is refused.
enum Sent {
    /// It was no form.
    Nothing,
    /// A form; sealed, if it is one of ours and short enough to be kept.
    Form(Option<String>),
}

/// Seals the form of a request whose session or proof has ended, if it comes from a page of that session.
async fn sent_in_vain(app: &App, gate: Gate, caller: &Caller, proof: Option<&str>, request: Request) -> Sent {
    let Some(proof) = proof.filter(|_| gate.keeps_typed()) else {
        return Sent::Form(None);
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = read(&parts.extensions, body, Limit(IN_VAIN_LIMIT)).await else {
        return Sent::Form(None);
    };
    let token = sent_token(&parts.headers, &bytes);
    let is_theirs = |owner: &String| match caller.person() {
        Some(person) => app.is_form_owner(person.id, owner),
        None => true,
    };
    let owner = unsent::owner(app, &token, &parts.headers)
        .filter(|_| app.is_form_token(proof, &token))
        .filter(is_theirs);
    let page = gate.page(parts.uri.path());
    Sent::Form(unsent::seal(app, owner.as_deref(), &page, &Form::parse(&bytes)))
}

/// Browsers of 2020 and later say where a form comes from, which another layer checks; the token is for the others.
async fn checked(
    app: &App,
    gate: Gate,
    caller: &Caller,
    proof: &str,
    request: Request,
) -> Result<Request, Refused> {
    let (mut parts, body) = request.into_parts();
    let limit = Limit::settle(app, gate.action, caller, proof, &parts).await;
    let bytes = read(&parts.extensions, body, limit)
        .await
        .map_err(|error| WebError::from(error).with_link(parts.uri.path()))?;
    parts.extensions.insert(limit);
    let token = sent_token(&parts.headers, &bytes);
    if token.is_empty() {
        return Err(WebError::NoFormToken.into());
    }
    if !app.is_form_token(proof, &token) {
        let owner = unsent::owner(app, &token, &parts.headers);
        let owner = owner.as_deref();
        return Err(of_earlier_session(app, gate, caller, owner, &parts, &bytes));
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// A form that is not of this session: its owner finds what they typed on its page again; everybody else is refused.
fn of_earlier_session(
    app: &App,
    gate: Gate,
    caller: &Caller,
    owner: Option<&str>,
    parts: &Parts,
    bytes: &Bytes,
) -> Refused {
    let person = caller.person().filter(|_| gate.keeps_typed());
    let owner = owner
        .zip(person)
        .filter(|(owner, person)| app.is_form_owner(person.id, owner))
        .map(|(owner, _)| owner);
    let page = gate.page(parts.uri.path());
    let unsent = unsent::seal(app, owner, &page, &Form::parse(bytes));
    let error = if unsent.is_some() {
        WebError::OldForm { page }
    } else {
        WebError::ForeignForm
    };
    Refused { error, unsent }
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

fn refusal(denied: Denied, gate: Gate, path: &str, had_proof: bool, sent: Sent) -> Refused {
    let then = gate.page(path);
    let (typed, unsent) = match sent {
        Sent::Nothing => (Typed::Nothing, None),
        Sent::Form(None) => (Typed::Lost, None),
        Sent::Form(unsent) => (Typed::Kept, unsent),
    };
    let changes = typed != Typed::Nothing;
    let error = match (denied, gate.action.credentials()) {
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
    };
    Refused { error, unsent }
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
