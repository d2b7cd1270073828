//! The form that a request brings: whether it is ours, and what becomes of one that comes in vain.

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use engine::authorise::{Action, Caller, Credentials};

use crate::{
    app::App,
    body::{Limit, STRANGERS_LIMIT, read},
    error::{Typed, WebError},
    form::Form,
    headers::says_where_from,
    unsent::{sender::Sender, typist},
};

/// The most that is read of a form whose session or proof has ended, to be kept for whoever typed it.
const IN_VAIN_LIMIT: usize = 64 * 1024;

/// What browsers call a form that they send.
const FORM: &[u8] = b"application/x-www-form-urlencoded";

/// The field of a button that leaves a page with what was typed on it: for the address that it says.
const LEAVE: &str = "leave";

/// Whether what is typed into the forms of an address is kept where they cannot be taken. Nothing is of what shows who somebody is.
fn keeps_typed(action: Action) -> bool {
    action.credentials() == Credentials::Session
        && !matches!(action, Action::UseOwnAccount | Action::ChangeOwnProofs)
}

/// Keeps the form of a request whose session or proof has ended, if it comes from a page of that session.
pub(super) async fn sent_in_vain(
    app: &App,
    action: Action,
    caller: &Caller,
    proof: Option<&str>,
    sender: &Sender,
    request: Request,
    kept: &mut Response,
) -> Typed {
    let Some(proof) = proof.filter(|_| keeps_typed(action)) else {
        return Typed::Lost;
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = read(&parts.extensions, body, Limit(IN_VAIN_LIMIT)).await else {
        return Typed::Lost;
    };
    let token = sent_token(&parts.headers, &bytes);
    let is_theirs = |owner: &String| match caller.person() {
        Some(person) => app.is_form_owner(person.id, owner),
        None => true,
    };
    let owner = typist::owner(app, &token, &parts.headers)
        .filter(|_| app.is_form_token(proof, &token))
        .filter(is_theirs);
    let form = Form::parse(&bytes);
    if sender.keep_in_vain(app, owner.as_deref(), form, kept).await {
        Typed::Kept
    } else {
        Typed::Lost
    }
}

/// Browsers of 2020 and later say where a form comes from, which another layer checks; the token is for the others.
pub(super) async fn checked(
    app: &App,
    action: Action,
    caller: &Caller,
    proof: &str,
    sender: &Sender,
    request: Request,
) -> Result<Request, Response> {
    let (mut parts, body) = request.into_parts();
    let limit = Limit::settle(app, action, caller, proof, &parts).await;
    let bytes = read(&parts.extensions, body, limit).await;
    let bytes = bytes.map_err(|error| WebError::from(error).with_link(sender.page()).into_response())?;
    parts.extensions.insert(limit);
    let token = sent_token(&parts.headers, &bytes);
    if token.is_empty() {
        return Err(WebError::NoFormToken.into_response());
    }
    if !app.is_form_token(proof, &token) {
        return Err(of_earlier_page(app, action, caller, &token, sender, &parts.headers, &bytes).await);
    }
    if let Some(address) = left_for(&bytes) {
        return Err(sender.leave(app, Form::parse(&bytes), &address).await);
    }
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

/// The request of somebody who shows nothing, unless its form is only left: then what was typed waits for its page.
pub(super) async fn left_by_a_stranger(
    app: &App,
    sender: &Sender,
    request: Request,
) -> Result<Request, Response> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| !kind.as_bytes().starts_with(FORM)) {
        return Ok(request);
    }
    let (parts, body) = request.into_parts();
    let bytes = read(&parts.extensions, body, Limit(STRANGERS_LIMIT)).await;
    let bytes = bytes.map_err(|error| WebError::from(error).with_link(sender.page()).into_response())?;
    match left_for(&bytes) {
        Some(address) => Err(sender.leave(app, Form::parse(&bytes), &address).await),
        None => Ok(Request::from_parts(parts, Body::from(bytes))),
    }
}

/// Where whoever leaves a page with what they typed goes on: another page, or the same one in another language.
fn left_for(body: &Bytes) -> Option<String> {
    let mut fields = form_urlencoded::parse(body);
    let (_, address) = fields.find(|(name, _)| name == LEAVE)?;
    let is_ours = address.starts_with('/') && !address.starts_with("//");
    let is_plain = address
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (is_ours && is_plain).then(|| address.into_owned())
}

/// A form that is not of this session, or of this browser's draft or key as they are now: whoever typed it finds it on its page again;
/// everybody else is refused.
async fn of_earlier_page(
    app: &App,
    action: Action,
    caller: &Caller,
    token: &str,
    sender: &Sender,
    headers: &HeaderMap,
    bytes: &Bytes,
) -> Response {
    let form = Form::parse(bytes);
    let is_citizens = matches!(action.credentials(), Credentials::Draft | Credentials::Access);
    // Another tab has begun anew, or this browser was let in again. Nothing is done: it is shown, to be sent from there.
    if is_citizens && says_where_from(headers) {
        return sender.leave(app, form, sender.page()).await;
    }
    let person = caller.person().filter(|_| keeps_typed(action));
    let owner = typist::owner(app, token, headers)
        .zip(person)
        .filter(|(owner, person)| app.is_form_owner(person.id, owner))
        .map(|(owner, _)| owner);
    let mut kept = StatusCode::OK.into_response();
    let error = if sender.keep_in_vain(app, owner.as_deref(), form, &mut kept).await {
        WebError::OldForm {
            page: sender.page().to_owned(),
        }
    } else {
        WebError::ForeignForm
    };
    with_cookies_of(&kept, error.into_response())
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

/// An answer with the cookies of another.
pub(super) fn with_cookies_of(kept: &Response, mut response: Response) -> Response {
    for cookie in kept.headers().get_all(header::SET_COOKIE) {
        response.headers_mut().append(header::SET_COOKIE, cookie.clone());
    }
    response
}
