//! Setting up a second factor: a code for an app's camera, and the first code that the app shows.

use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use engine::{error::Error, people::factors::Offer};
use permit::qr;

use super::{Token, codes::NewCodes};
use crate::{app::App, error::WebError, form::Form, gate::By, page::Page, permits::code::svg};

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

const ACTION: &str = "/o/account/factor";

/// `GET /o/account/factor`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let offer = app.offer_factor(&caller, None)?;
    Ok(Html(SetUpPage::of(page, ACTION, None, &offer, false)?.render()?))
}

/// `POST /o/account/factor`
pub(crate) async fn set_up(
    State(app): State<App>,
    By(caller): By,
    Token(token): Token,
    page: Page,
    form: Form,
) -> Result<Response, WebError> {
    let sealed = form.first("sealed").unwrap_or_default();
    let typed = form.first("code").unwrap_or_default();
    let again = app.offer_factor(&caller, Some(sealed))?;
    let codes = app.set_up_factor(&caller, &token, sealed, typed).await?;
    let Some(codes) = codes else {
        let again = SetUpPage::of(page, ACTION, None, &again, true)?.render()?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(again)).into_response());
    };
    let view = NewCodes::of(page, &codes, "/o/account");
    Ok(Html(view.render()?).into_response())
}
