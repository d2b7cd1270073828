//! Asking for something of a permit that is out: that it be renewed, changed, handed over or issued again. One thing at a time, but for
//! a lost permit, which may be issued again while its renewal is under way.

mod asked;

use std::sync::Arc;

use forms::{Answers, ApplicationPurpose, Charge, Renewal};
use permit::Reference;
use review::{PermitRef, ReplacementReason, Replaces};
use store::{PermitRow, PermitStatus};

use super::{
    drafts::{OpenDraft, is_of_same},
    find::GUESSING,
    own::OwnApplication,
    second_fact,
};
use crate::{engine::Engine, error::Error, peer::Peer, permits::period::Period, services::Published};

/// What a holder may ask for of their permit now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfEarlier {
    /// What they have asked for already, if that is under way or was approved.
    pub begun: Option<Reference>,
    /// What they may ask for beside it; none where the service offers nothing, or nothing yet.
    pub offers: Vec<Offer>,
}

/// Something that a holder may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub purpose: ApplicationPurpose,
    /// What it costs, where that does not hang on what will be answered.
    pub price: Option<Charge>,
}

impl Engine {
    /// What may be asked for now of the last permit of an application, by the current version of its service, and with what it costs.
    pub async fn of_earlier(&self, own: &OwnApplication, permit: &PermitRow) -> Result<OfEarlier, Error> {
        let current = self.services.current(own.published().service.id.as_str());
        let offered = |current: &Arc<Published>| {
            let all = ApplicationPurpose::ALL.into_iter();
            let offered = all.filter(|purpose| self.may_ask(*purpose, permit, own, current));
            offered.collect::<Vec<_>>()
        };
        let (Some(current), Some(mut offered)) = (&current, current.as_ref().map(offered)) else {
            return Ok(OfEarlier::NOTHING);
        };
        if offered.is_empty() {
            return Ok(OfEarlier::NOTHING);
        }
        let asked = self.asked_of(own.case()).await?;
        offered.retain(|purpose| asked.hindering(*purpose).is_none());
        let answers = &own.case().application.answers;
        let offer = |purpose| Offer {
            purpose,
            price: current.service.price(purpose, answers, self.today()),
        };
        Ok(OfEarlier {
            begun: asked.last().map(|case| case.reference),
            offers: offered.into_iter().map(offer).collect(),
        })
    }

    /// Begins a draft that asks for this of the last permit of an application, from what was answered before, and answers its secret.
    /// A permit is handed over by [`Engine::begin_transfer`] alone.
    pub async fn begin_of_earlier(
        &self,
        own: &OwnApplication,
        purpose: ApplicationPurpose,
        language: &str,
    ) -> Result<String, Error> {
        if purpose == ApplicationPurpose::Transfer {
            return Err(Error::Forbidden);
        }
        self.begin_for(own, purpose, language).await
    }

    /// Begins a draft by which the last permit of an application goes to somebody else, for whoever knows the number of its holder's
    /// document: a browser that was left open hands no permit away. Nothing where the document is another. `peer` is where they come
    /// from.
    pub async fn begin_transfer(
        &self,
        peer: Peer,
        own: &OwnApplication,
        document: &str,
        language: &str,
    ) -> Result<Option<String>, Error> {
        let reference = own.case().reference;
        let guess = GUESSING.begin(self, peer, &reference.to_string()).await?;
        if !second_fact::is_document_of(self, reference, Some(own.case()), document) {
            guess.was_wrong().await?;
            return Ok(None);
        }
        let begun = self.begin_for(own, ApplicationPurpose::Transfer, language);
        begun.await.map(Some)
    }

    async fn begin_for(
        &self,
        own: &OwnApplication,
        purpose: ApplicationPurpose,
        language: &str,
    ) -> Result<String, Error> {
        let permits = self.own_permits(own).await?;
        let permit = permits.last().ok_or(Error::Conflict)?;
        let may = self.of_earlier(own, permit).await?.offers;
        if !may.iter().any(|offer| offer.purpose == purpose) {
            return Err(Error::Conflict);
        }
        let replaces = replacing(purpose).map(|reason| Replaces {
            application: permit.application,
            permit: PermitRef(permit.id.0),
            reason,
        });
        self.begin_again(own, purpose, language, replaces).await
    }

    /// Refuses what may not be asked for of an earlier permit by these answers: that it go to whoever has it already, and what was asked
    /// for meanwhile in another tab.
    pub async fn may_ask_of_earlier(&self, open: &OpenDraft, answers: &Answers) -> Result<(), Error> {
        let Some(earlier) = self.followed(open, answers).await? else {
            return Ok(());
        };
        let purpose = open.purpose();
        let service = &open.published().service;
        let known = &earlier.application.answers;
        if purpose == ApplicationPurpose::Transfer && is_of_same(service, answers, known) {
            return Err(Error::SameHolder);
        }
        if open.begun_for() == ApplicationPurpose::New {
            return Ok(());
        }
        let asked = self.asked_of(&earlier).await?;
        let id = open.application(self);
        match asked.hindering(purpose).filter(|case| case.application.id != id) {
            Some(_) => Err(Error::AskedAlready),
            None => Ok(()),
        }
    }

    /// The period of a permit that would be issued now for a draft with these answers.
    pub async fn draft_period(&self, open: &OpenDraft, answers: &Answers) -> Result<Period, Error> {
        self.following_period(open.service(), answers, (open.replaces(), open.begun_from()))
            .await
    }

    /// Whether this may be asked for now: a renewal from so long before the permit's end to so long afterwards, as the version says under which
    /// it was issued; the rest while it holds, as the current version says. All of it while the service is given on line.
    fn may_ask(
        &self,
        purpose: ApplicationPurpose,
        permit: &PermitRow,
        own: &OwnApplication,
        current: &Published,
    ) -> bool {
        let published = own.published();
        let renewal = published.service.permit.renewal.as_ref();
        let is_known = purpose != ApplicationPurpose::Transfer || own.case().contact.document.is_some();
        let end = self.local(permit.expires_at);
        let is_time = |renewal: &Renewal| {
            let is_over = renewal
                .closes
                .is_some_and(|closes| self.now() >= closes.after(&end));
            !is_over && self.now() >= renewal.opens.before(&end)
        };
        let is_offered = match purpose {
            ApplicationPurpose::New => false,
            ApplicationPurpose::Renewal => renewal.is_some_and(is_time),
            other => current.service.offers(other) && self.now() < permit.expires_at,
        };
        is_offered
            && is_known
            && permit.status == PermitStatus::Active
            && self.is_online(published.service.id.as_str())
    }
}

impl OfEarlier {
    const NOTHING: Self = Self {
        begun: None,
        offers: Vec::new(),
    };
}

/// Why the permit that comes of it stands in the place of the earlier one, if it does. A renewal leaves the earlier one to run out. What
/// is kept of it is read by earlier releases: they know no other reasons.
fn replacing(purpose: ApplicationPurpose) -> Option<ReplacementReason> {
    match purpose {
        ApplicationPurpose::New | ApplicationPurpose::Renewal => None,
        ApplicationPurpose::Amendment | ApplicationPurpose::Transfer => Some(ReplacementReason::Correction),
        ApplicationPurpose::Copy => Some(ReplacementReason::Loss),
    }
}
