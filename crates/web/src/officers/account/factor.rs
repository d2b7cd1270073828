//! Setting up a second factor: a code for an app's camera, and the first code that the app shows.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use engine::{error::Error, people::factors::Offer};
use permit::qr;

use super::{Token, codes::shown};
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    gate::By,
    page::Page,
    permits::code::svg,
    unsent::{Again, Unsent},
};

/// Offers a second factor.
#[derive(Template)]
#[template(path = "account/set_up.html")]
pub(crate) struct SetUpPage {
    page: Page,
    /// Where the form goes.
    action: &'static str,
    then: String,
    picture: String,
    typed: String,
    uri: String,
    sealed: String,
    /// Where a passkey is added instead, for who must set something up.
    passkey: Option<String>,
    wrong: bool,
}

impl SetUpPage {
    pub(crate) fn of(
        page: Page,
        action: &'static str,
        then: Option<&str>,
        offer: &Offer,
        wrong: bool,
    ) -> Result<Self, WebError> {
        let picture = qr::encode(&offer.uri);
        let picture =
            picture.map_err(|error| Error::broken(format!("an authenticator has no QR: {error}")))?;
        Ok(Self {
            page,
            action,
            then: then.unwrap_or_default().to_owned(),
            picture: svg(&picture),
            typed: offer.typed.clone(),
            uri: offer.uri.clone(),
            sealed: offer.sealed.clone(),
            passkey: None,
            wrong,
        })
    }

    /// The same with the way to a passkey.
    pub(crate) fn or_passkey(self, passkey: Option<String>) -> Self {
        Self { passkey, ..self }
    }
}

/// That the first code is none.
pub(crate) const WRONG: Wrong = Wrong::of_ours("code", "account-set-up-wrong");

const ACTION: &str = "/o/account/factor";

/// `GET /o/account/factor`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    unsent: Unsent,
    page: Page,
) -> Result<Html<String>, WebError> {
    let typed = unsent.typed();
    let offer = app.offer_factor(&caller, typed.first("sealed"))?;
    let wrong = unsent.first_wrong().is_some();
    Ok(Html(SetUpPage::of(page, ACTION, None, &offer, wrong)?.render()?))
}

/// `POST /o/account/factor`
pub(crate) async fn set_up(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    form: Form,
) -> Result<Response, WebError> {
    let sealed = form.first("sealed").unwrap_or_default();
    let typed = form.first("code").unwrap_or_default();
    let codes = app.set_up_factor(&caller, &token, sealed, typed).await?;
    let Some(codes) = codes else {
        return Ok(Again::sent(form.only(&["sealed", "then"]))
            .because([WRONG])
            .into_response());
    };
    Ok(shown(&codes, "/o/account").into_response())
}
