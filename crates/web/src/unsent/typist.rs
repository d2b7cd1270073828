//! Whose the last forms of the office in a browser were: the owner, and the tokens of the forms of their sessions, newest first, with
//! our mark. So what somebody typed whose session has ended is kept for them. It opens nothing: what it says is only ever compared.

use axum::{http::HeaderMap, response::Response};
use engine::authorise::Caller;

use crate::{
    app::App,
    cookies::{self, Opens},
};

/// So many sessions of one person's are known again by their forms, one after the other.
const SESSIONS: usize = 3;

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
pub(crate) fn of(app: &App, caller: &Caller, token: &str, headers: &HeaderMap) -> Option<String> {
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
