//! Removing one's second factor: one of several, or all there is.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use engine::{
    error::Error,
    people::{
        factors::{FactorRemoved, OwnFactor},
        own::OwnAccount,
    },
};

use super::Token;
use crate::{
    app::App,
    error::WebError,
    form::{Form, Query},
    gate::By,
    page::Page,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "account/remove_factor.html")]
struct Ask {
    page: Page,
    /// The one; nothing where all are meant.
    one: Option<One>,
    is_demanded: bool,
}

struct One {
    id: String,
    /// That of a passkey; an app has none.
    name: Option<String>,
    /// Whether there is no other.
    is_last: bool,
}

impl Ask {
    fn of(page: Page, own: &OwnAccount, id: Option<&str>) -> Result<Self, WebError> {
        let one = id.map(|id| One::of(own, id).ok_or(Error::NotFound)).transpose()?;
        Ok(Self {
            page,
            one,
            is_demanded: own.is_factor_demanded,
        })
    }

    /// Whether it stays: who must have one adds another first.
    fn stays(&self) -> bool {
        self.is_demanded && self.one.as_ref().is_some_and(|one| one.is_last)
    }

    fn title(&self) -> String {
        match &self.one {
            None => self.page.t("account-remove-factor").into_owned(),
            Some(One { name: None, .. }) => self.page.t("account-remove-app").into_owned(),
            Some(One { name: Some(name), .. }) => self.page.t1("account-remove-passkey", "name", name),
        }
    }

    /// The key of what it means.
    fn lead(&self) -> &'static str {
        match &self.one {
            _ if self.stays() => "account-remove-last-demanded",
            Some(One { is_last: false, .. }) => "account-remove-one-lead",
            _ if self.is_demanded => "account-remove-factor-demanded",
            _ => "account-remove-factor-lead",
        }
    }
}

impl One {
    fn of(own: &OwnAccount, id: &str) -> Option<Self> {
        let all: Vec<&OwnFactor> = own.app.iter().chain(&own.passkeys).collect();
        let found = all.iter().find(|factor| factor.id == id)?;
        Some(Self {
            id: found.id.clone(),
            name: found.name.clone(),
            is_last: all.len() == 1,
        })
    }
}

/// `GET /o/account/remove-factor`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    Query(query): Query,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let own = app.own_account(&caller, &token).await?;
    let typed = unsent.typed();
    let ask = Ask::of(page, &own, typed.first("which").or_else(|| query.first("which")));
    let ask = ask.map_err(|error| error.with_link("/o/account"))?;
    Ok(Html(ask.render()?))
}

/// `POST /o/account/remove-factor`: the one that is named, or all.
pub(crate) async fn remove(State(app): State<App>, By(caller): By, form: Form) -> Result<Response, WebError> {
    let Some(id) = form.first("which") else {
        app.remove_own_factor(&caller).await?;
        return Ok(Redirect::to("/o/account?notice=removed").into_response());
    };
    let removed = app.remove_one_own_factor(&caller, id).await;
    let removed = removed.map_err(|error| WebError::from(error).with_link("/o/account"))?;
    if removed == FactorRemoved::Done {
        return Ok(Redirect::to("/o/account?notice=one-removed").into_response());
    }
    // The page says why it stays.
    Ok(Again::sent(form).into_response())
}
