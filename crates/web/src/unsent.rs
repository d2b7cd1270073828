//! What somebody of the office typed into a form that could not be taken, because the session or the proof had ended or the page was
//! one of an earlier session: their browser keeps it, sealed for them and for the page where they typed it, until that page shows
//! it again.

use std::{
    convert::Infallible,
    io::{Read as _, Write as _},
};

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, request::Parts},
    response::Response,
};
use engine::authorise::Caller;
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use jiff::SignedDuration;

use crate::{
    app::App,
    cookies::{self, Opens},
    form::Form,
};

/// So long it is kept: a new log-in takes minutes.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(1);
/// Browsers keep 4,096 bytes of a cookie with its name and what it says of itself (RFC 6265, 6.1).
const LONGEST: usize = 3_800;
/// More than was ever sealed is not read.
const MOST: u64 = 64 * 1024;

/// What was typed on this page and could not be taken, if its owner comes back to it.
#[derive(Clone, Default)]
pub(crate) struct Unsent(pub(crate) Option<Form>);

/// So many sessions of one person's are known again by their forms, one after the other.
const SESSIONS: usize = 3;

/// Whose the last forms in this browser were, as its cookie says: the owner, and the tokens of the forms of their sessions, newest
/// first, with our mark. It opens nothing: what it says is only ever compared.
struct Typist<'a> {
    owner: &'a str,
    tokens: Vec<&'a str>,
}

impl<'a> Typist<'a> {
    fn of(app: &App, headers: &'a HeaderMap) -> Option<Self> {
        let (typist, mark) = Opens::Typist.sent(app.site(), headers)?.rsplit_once('.')?;
        if !app.is_mark_of_typist(typist, mark) {
            return None;
        }
        let mut parts = typist.split('.');
        let owner = parts.next()?;
        Some(Self {
            owner,
            tokens: parts.take(SESSIONS).collect(),
        })
    }
}

/// What the browser is to keep of whose forms these are, where it does not know yet.
pub(crate) fn typist(app: &App, caller: &Caller, token: &str, headers: &HeaderMap) -> Option<String> {
    let owner = app.form_owner(caller.person()?.id);
    let known = Typist::of(app, headers).filter(|typist| typist.owner == owner);
    let earlier = known.map_or_else(Vec::new, |typist| typist.tokens);
    if earlier.first() == Some(&token) {
        return None;
    }
    let tokens = std::iter::once(token).chain(earlier).take(SESSIONS);
    let parts: Vec<&str> = std::iter::once(owner.as_str()).chain(tokens).collect();
    let typist = parts.join(".");
    let mark = app.mark_of_typist(&typist);
    Some(format!("{typist}.{mark}"))
}

/// Has the browser keep it.
pub(crate) fn know(app: &App, typist: &str, response: &mut Response) {
    cookies::add(response, cookies::passing(app.site(), Opens::Typist, typist));
}

/// Whose the form with this token is, if it is of one of the last sessions in this browser and they were all one person's.
pub(crate) fn owner(app: &App, token: &str, headers: &HeaderMap) -> Option<String> {
    let typist = Typist::of(app, headers)?;
    typist.tokens.contains(&token).then(|| typist.owner.to_owned())
}

/// A form that was sent to a page of the office, sealed; nothing where it has no owner or is too long for a browser to keep.
pub(crate) fn seal(app: &App, owner: Option<&str>, page: &str, form: &Form) -> Option<String> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(over_at(app).to_string().as_bytes()).ok()?;
    packed.write_all(b"\n").ok()?;
    packed.write_all(form.typed().as_bytes()).ok()?;
    let sealed = app.seal_typed(owner?, page, &packed.finish().ok()?)?;
    (sealed.len() <= LONGEST).then_some(sealed)
}

fn over_at(app: &App) -> i64 {
    (app.now() + KEPT_FOR).as_second()
}

/// Has the browser keep it.
pub(crate) fn keep(app: &App, sealed: &str, response: &mut Response) {
    let cookie = cookies::lasting(app.site(), Opens::Unsent, sealed, KEPT_FOR);
    cookies::add(response, cookie);
}

/// Has the browser forget it.
pub(crate) fn forget(app: &App, response: &mut Response) {
    cookies::add(response, cookies::removal(app.site(), Opens::Unsent));
}

/// What the browser of its owner kept for this page.
pub(crate) fn of(app: &App, caller: &Caller, page: &str, headers: &HeaderMap) -> Option<Unsent> {
    let sealed = Opens::Unsent.sent(app.site(), headers)?;
    let owner = app.form_owner(caller.person()?.id);
    let packed = app.unseal_typed(&owner, page, sealed)?;
    let mut text = String::new();
    let mut unpacked = DeflateDecoder::new(packed.as_slice()).take(MOST);
    unpacked.read_to_string(&mut text).ok()?;
    let (over_at, typed) = text.split_once('\n')?;
    let is_over = over_at.parse::<i64>().ok()? <= app.now().as_second();
    (!is_over).then(|| Unsent(Some(Form::parse(typed.as_bytes()))))
}

impl Unsent {
    /// What was typed, and the key of the sentence that says that it is there again.
    pub(crate) fn shown(self) -> (Form, Option<&'static str>) {
        match self.0 {
            Some(form) => (form, Some("office-unsent")),
            None => (Form::default(), None),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Unsent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_default())
    }
}
