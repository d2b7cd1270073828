//! Proving who one is.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use jiff::SignedDuration;
use review::PersonId;
use store::{AuditActor, AuditEntry, Deed, Person};
use tokio::sync::Semaphore;

use super::frame;
use crate::{
    app::App,
    authorise::Visitor,
    cookies,
    error::WebError,
    form::Form,
    limits::{Failures, Peer},
    page::Page,
    passwords, session,
};

/// A person who has forgotten tries a few times; a machine tries on.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// From one address to one account.
const FAILURES: u32 = 10;
/// To one account from wherever, so many that strangers do not easily shut somebody out.
const FAILURES_PER_ACCOUNT: u32 = 100;
/// A whole office may come from one address in the morning.
const FAILURES_PER_PEER: u32 = 300;
/// Each hash takes 19 MiB while it is made.
static HASHING: Semaphore = Semaphore::const_new(8);

#[derive(Template)]
#[template(path = "officers/log_in.html")]
struct LogIn {
    page: Page,
    email: String,
    then: String,
    wrong: bool,
    out: bool,
}

/// `GET /o/log-in`
pub(crate) async fn show(RawQuery(query): RawQuery, page: Page) -> Result<Html<String>, WebError> {
    let query = Form::parse(query.unwrap_or_default().as_bytes());
    let then = local(query.first("then")).unwrap_or_default().to_owned();
    let out = query.first("notice") == Some("out");
    Ok(Html(
        LogIn {
            page,
            email: String::new(),
            then,
            wrong: false,
            out,
        }
        .render()?,
    ))
}

/// `POST /o/log-in`
pub(crate) async fn log_in(
    State(app): State<App>,
    peer: Peer,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let email = form.first("email").unwrap_or_default().to_lowercase();
    let (from, pair) = (peer.bucket(), format!("{} {email}", peer.bucket()));
    let limits = [
        failures("log-in-peer", &from, FAILURES_PER_PEER),
        failures("log-in-account", &email, FAILURES_PER_ACCOUNT),
        failures("log-in", &pair, FAILURES),
    ];
    // Whoever sends a thousand passwords at once finds no more through than there are turns.
    let turn = HASHING.acquire().await.map_err(|_| WebError::Unavailable(None))?;
    for limit in &limits {
        limit.allow(&app).await?;
    }
    let found = app.store.person_by_email(&email).await?;
    let active = found.clone().filter(|person| person.disabled_at.is_none());
    if is_right(&form, active.as_ref()).await?
        && let Some(person) = active
    {
        drop(turn);
        return welcome(&app, person, local(form.first("then"))).await;
    }
    for limit in &limits {
        limit.count(&app).await?;
    }
    drop(turn);
    // Written for nobody's address as for somebody's: the time it takes must not tell them apart.
    let whose = found.map_or(PersonId(uuid::Uuid::nil()), |person| person.id);
    let refused = AuditEntry {
        at: app.now(),
        actor: AuditActor::System,
        deed: Deed::LogInRefused(whose),
    };
    app.store.record(&refused).await?;
    let then = local(form.first("then")).unwrap_or_default().to_owned();
    let again = LogIn {
        page,
        email,
        then,
        wrong: true,
        out: false,
    }
    .render()?;
    Ok((StatusCode::UNAUTHORIZED, Html(again)).into_response())
}

fn failures<'a>(what: &'a str, whose: &'a str, most: u32) -> Failures<'a> {
    Failures {
        what,
        whose,
        most,
        window: WINDOW,
    }
}

/// Takes as long for nobody's address as for somebody's.
async fn is_right(form: &Form, person: Option<&Person>) -> Result<bool, WebError> {
    let typed = form
        .raw()
        .get("password")
        .and_then(|values| values.first())
        .cloned()
        .unwrap_or_default();
    let kept = person.map(|person| person.password_hash.clone());
    passwords::in_turn(move || passwords::is_right(&typed, kept.as_deref())).await
}

async fn welcome(app: &App, person: Person, then: Option<&str>) -> Result<Response, WebError> {
    let cookie = session::begin(app, &person).await?;
    let visitor = Visitor::Person(person.into());
    let there = then.or_else(|| frame::home(&visitor, "/")).unwrap_or("/v");
    let mut response = Redirect::to(there).into_response();
    cookies::add(&mut response, cookie);
    Ok(response)
}

/// Only a place of ours that people log in for: nobody is led elsewhere by a link that begins with our name.
fn local(then: Option<&str>) -> Option<&str> {
    let then = then?;
    let plain = then.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let beneath = |root: &str| {
        then.strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    (plain && ["/o", "/admin", "/v"].into_iter().any(beneath) && !beneath("/o/log-in")).then_some(then)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_elsewhere() {
        for (then, led) in [
            ("/o", true),
            ("/o/cases/7K2Q-MX9T-5", true),
            ("/o?view=mine", true),
            ("/admin/people", true),
            ("/v", true),
            ("/", false),
            ("/other", false),
            ("//evil.example/o", false),
            ("https://evil.example/o", false),
            ("/o\\evil", false),
            ("/o/log-in", false),
            ("/o/a\r\nb", false),
        ] {
            assert_eq!(local(Some(then)).is_some(), led, "{then}");
        }
    }
}
