//! One's own account: where one is logged in, and what one proves with who one is.

pub(crate) mod browsers;
pub(crate) mod codes;
pub(crate) mod factor;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod remove;
pub(crate) mod sessions;

use askama::Template;
use axum::{
    extract::{FromRequestParts, State},
    http::request::Parts,
    response::Html,
};
use engine::people::{
    factors::OwnFactor,
    own::{OwnAccount, OwnSession},
};
use locale::dates;

use super::roles;
use crate::{app::App, cookies::Opens, error::WebError, form::Query, gate::By, page::Page};

#[derive(Template)]
#[template(path = "account/page.html")]
struct Account {
    page: Page,
    name: String,
    email: String,
    grants: Vec<String>,
    app: Option<Factor>,
    passkeys: Vec<Factor>,
    further: Further,
    has_factor: bool,
    codes_left: u64,
    is_factor_demanded: bool,
    sessions: Vec<Row>,
    browsers: u64,
    /// What has just been done, by the key of the sentence that says so.
    notice: Option<&'static str>,
}

/// Whether a passkey may be added.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Further {
    Welcome,
    /// There are as many as there may be.
    TooMany,
    /// Browsers have none for this site.
    Nowhere,
}

impl Further {
    fn of(app: &App, own: &OwnAccount) -> Self {
        match (own.may_add_passkey, app.has_passkeys()) {
            (true, _) => Self::Welcome,
            (false, true) => Self::TooMany,
            (false, false) => Self::Nowhere,
        }
    }

    fn is_welcome(self) -> bool {
        self == Self::Welcome
    }

    fn is_somewhere(self) -> bool {
        self != Self::Nowhere
    }
}

/// A second factor: an app, or a passkey with its name.
struct Factor {
    id: String,
    name: String,
    since: String,
    last_used: Option<String>,
}

struct Row {
    name: String,
    is_this: bool,
    browser: Option<String>,
    since: String,
    seen: Option<String>,
}

/// The token of the caller's session.
pub(crate) struct Token(pub(super) String);

impl FromRequestParts<App> for Token {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let token = Opens::Office.sent(app.site(), &parts.headers);
        Ok(Self(token.unwrap_or_default().to_owned()))
    }
}

/// `GET /o/account`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    Query(query): Query,
    page: Page,
) -> Result<Html<String>, WebError> {
    let own = app.own_account(&caller, &token).await?;
    let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
    let row = |session: OwnSession| Row {
        name: session.name,
        is_this: session.is_this,
        browser: session.browser,
        since: moment(session.since),
        seen: session.seen_at.map(moment),
    };
    let factor = |own: OwnFactor| Factor {
        id: own.id,
        name: own.name.unwrap_or_default(),
        since: moment(own.since),
        last_used: own.last_used_at.map(moment),
    };
    let person = caller.person();
    let view = Account {
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        email: person.map(|person| person.email.clone()).unwrap_or_default(),
        grants: person.map_or_else(Vec::new, |person| {
            person
                .grants
                .iter()
                .map(|grant| roles::grant(&app, grant, &page))
                .collect()
        }),
        further: Further::of(&app, &own),
        app: own.app.map(factor),
        passkeys: own.passkeys.into_iter().map(factor).collect(),
        has_factor: own.has_factor,
        codes_left: own.codes_left as u64,
        is_factor_demanded: own.is_factor_demanded,
        sessions: own.sessions.into_iter().map(row).collect(),
        browsers: own.browsers as u64,
        notice: match query.first("notice") {
            Some("password") => Some("account-password-changed"),
            Some("sessions") => Some("account-sessions-ended"),
            Some("browsers") => Some("account-browsers-forgotten"),
            Some("removed") => Some("account-factor-removed"),
            Some("one-removed") => Some("account-one-removed"),
            Some("passkey") => Some("account-passkey-added"),
            _ => None,
        },
        page,
    };
    Ok(Html(view.render()?))
}
