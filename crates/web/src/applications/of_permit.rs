//! Asking for something of one's permit: that it be renewed, changed, handed over or issued again.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use engine::{
    applications::{drafts::DraftState, of_earlier::Offer, own::OwnApplication},
    error::Error,
    permits::PermitRow,
};
use forms::ApplicationPurpose;
use locale::Language;
use permit::Reference;

use super::{draft, own::Own, walk::Walk};
use crate::{
    app::App,
    cookies,
    error::WebError,
    form::Form,
    language::Speaks,
    said::{Said, Voice},
};

/// What the holder's page offers.
pub(crate) struct Offers {
    /// What they have begun already.
    pub(crate) begun: Option<Reference>,
    /// To begin one of these; none where there is nothing to ask for.
    pub(crate) lines: Vec<OfferLine>,
}

/// One thing to ask for.
pub(crate) struct OfferLine {
    purpose: ApplicationPurpose,
    /// What it costs, where that is known beforehand.
    pub(crate) price: Option<Said>,
}

impl Offers {
    pub(super) async fn of(
        app: &App,
        own: &OwnApplication,
        permit: &PermitRow,
        language: Language,
    ) -> Result<Self, WebError> {
        let service = &own.published().service;
        let voice = Voice::of(service, language);
        let price = |offer: &Offer| {
            let total = offer.price.as_ref()?.total();
            Some(match total {
                0 => language.t("ask-free").into_owned().into(),
                cents => voice.said(language.t1("ask-price", "price", service.country.amount(cents))),
            })
        };
        let found = app.of_earlier(own, permit).await?;
        let line = |offer: Offer| OfferLine {
            price: price(&offer),
            purpose: offer.purpose,
        };
        Ok(Self {
            begun: found.begun,
            lines: found.offers.into_iter().map(line).collect(),
        })
    }

    /// What is offered for this.
    pub(super) fn line(self, purpose: ApplicationPurpose) -> Option<OfferLine> {
        self.lines.into_iter().find(|line| line.purpose == purpose)
    }
}

impl OfferLine {
    pub(crate) fn lead(&self) -> String {
        format!("ask-{}-body", self.purpose.code())
    }

    pub(crate) fn button(&self) -> String {
        format!("ask-{}", self.purpose.code())
    }

    /// What the button sends; nothing where it leads to a page of its own.
    pub(crate) fn sends(&self) -> Option<&'static str> {
        (self.purpose != ApplicationPurpose::Transfer).then(|| self.purpose.code())
    }
}

/// `POST /a/{reference}/permit`: a draft that asks for `purpose`, from what was answered before.
pub(crate) async fn begin(
    State(app): State<App>,
    own: Own,
    Speaks(language): Speaks,
    form: Form,
) -> Result<Response, WebError> {
    let purpose = form.first("purpose").and_then(ApplicationPurpose::read);
    let purpose = purpose.ok_or(Error::BadRequest("what is asked for is not said"))?;
    let begun = app.begin_of_earlier(&own.0, purpose, language.code()).await;
    let secret = begun.map_err(|error| WebError::from(error).with_link(own.address()))?;
    let service = own.0.case().application.service.as_str();
    // A renewal of which nothing need be said anew is only sent; whoever changes something is led to it.
    let to = match app.draft(Some(&secret), service).await? {
        DraftState::Open(open) if purpose == ApplicationPurpose::Amendment => {
            Walk::of_draft(&open).first_to_change()
        }
        _ => None,
    };
    let to = to.unwrap_or_else(|| format!("/s/{service}/apply"));
    let mut response = Redirect::to(&to).into_response();
    cookies::add(&mut response, draft::begun(&app, service, &secret));
    Ok(response)
}
