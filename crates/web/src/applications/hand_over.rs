//! Handing one's permit over: whoever does shows that it is theirs, and goes on to the form for whoever is to have it.

use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use forms::ApplicationPurpose;

use super::{
    draft,
    of_permit::{OfferLine, Offers},
    own::Own,
    service_name::service_name,
};
use crate::{
    app::App,
    cookies,
    error::WebError,
    form::{Form, Wrong},
    language::Speaks,
    page::Page,
    peer::Peer,
    said::Said,
    unsent::{Again, Unsent},
};

#[derive(Template)]
#[template(path = "applications/hand_over.html")]
struct HandOverPage {
    page: Page,
    name: Said,
    reference: String,
    offer: OfferLine,
    errors: Vec<(&'static str, String)>,
}

/// `GET /a/{reference}/hand-over`
pub(crate) async fn show(
    State(app): State<App>,
    own: Own,
    unsent: Unsent,
    page: Page,
) -> Result<Response, WebError> {
    let permits = app.own_permits(&own.0).await?;
    let offer = match permits.last() {
        Some(permit) => Offers::of(&app, &own.0, permit, page.language).await?,
        None => return Ok(Redirect::to(&own.address()).into_response()),
    };
    let Some(offer) = offer.line(ApplicationPurpose::Transfer) else {
        // The application's page says what may be asked for.
        return Ok(Redirect::to(&own.address()).into_response());
    };
    let wrong = unsent.first_wrong();
    let wrong = wrong.map(|wrong| ("document", page.t(wrong.text()).into_owned()));
    let view = HandOverPage {
        name: service_name(own.0.published(), &page),
        reference: own.0.case().reference.to_string(),
        offer,
        errors: wrong.into_iter().collect(),
        page: page.with_answers(),
    };
    Ok(Html(view.render()?).into_response())
}

/// `POST /a/{reference}/hand-over`: a draft in which whoever is to have it is asked for.
pub(crate) async fn begin(
    State(app): State<App>,
    Peer(peer): Peer,
    own: Own,
    Speaks(language): Speaks,
    form: Form,
) -> Result<Response, WebError> {
    let again = |text| {
        // The number is not kept: it is what shows that the permit is theirs.
        let again = Again::sent(form.only(&[]));
        again.because([Wrong::new("document", text)]).into_response()
    };
    let document = form.first("document").unwrap_or_default();
    if document.is_empty() {
        return Ok(again("find-document-missing"));
    }
    let begun = app.begin_transfer(peer, &own.0, document, language.code()).await;
    let Some(secret) = begun.map_err(|error| WebError::from(error).with_link(own.address()))? else {
        return Ok(again("access-document-wrong"));
    };
    let service = own.0.case().application.service.as_str();
    let mut response = Redirect::to(&format!("/s/{service}/apply")).into_response();
    cookies::add(&mut response, draft::begun(&app, service, &secret));
    Ok(response)
}
