//! Consent of somebody whom an application names and who has no key to it: asked for by mail, given or refused on a page of its own.
//!
//! The link that is mailed is an HMAC over the application's id and its visit to the step that asks. So nothing of it is kept, nothing can
//! be guessed, and it does nothing any more once the application has gone on.

pub(crate) mod link;
pub(crate) mod request;

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use permit::Reference;
use review::{Command, Event, Link, Message};
use store::{Case, if_there};

use crate::{
    applications::{find::may_write_to, opening::shown_by_link, own::OwnApplication},
    authorise::Action,
    engine::Engine,
    error::Error,
    limits::limit,
    peer::Peer,
    services::Published,
    transitions,
};

pub use request::ConsentRequest;

/// So often a day whoever applied has the same person asked again.
const ASKED_AGAIN: u32 = 3;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// What came of the link.
#[derive(Clone, Debug)]
pub enum ByConsentLink {
    /// It was not made here.
    Nothing,
    /// They have answered already.
    Answered(Arc<Published>, ConsentAnswer),
    /// They have not, and it is too late: the application has gone on or has ended.
    Over(Arc<Published>),
    /// They are asked.
    Asked(Box<ConsentRequest>),
}

/// What they answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentAnswer {
    /// Whether they consented.
    pub consented: bool,
    /// When.
    pub at: Timestamp,
}

impl Engine {
    /// What whoever shows the key of a consent's link is asked. `peer` is where they come from.
    pub async fn consent_request(
        &self,
        peer: Peer,
        reference: &Reference,
        key: &str,
    ) -> Result<ByConsentLink, Error> {
        let found = shown_by_link(self, peer, named(self, reference, key)).await?;
        let Some((visit, case)) = found else {
            return Ok(ByConsentLink::Nothing);
        };
        let published = self.version(&case.application.version).await?;
        let asked = link::asked_at(&published.service, &case.application);
        // What can no longer be granted nobody need consent to.
        let is_asked = case.application.visit.revision == visit
            && self.ungrantable(&published, &case.application).await?.is_none();
        if let Some(consent) = asked.filter(|_| is_asked) {
            return Ok(ByConsentLink::Asked(Box::new(ConsentRequest {
                consent: consent.clone(),
                case,
                published,
            })));
        }
        let history = self.store.history(case.application.id).await?;
        Ok(match answer_at(&history, visit) {
            Some(answer) => ByConsentLink::Answered(published, answer),
            None => ByConsentLink::Over(published),
        })
    }

    /// They consent, or do not, and sign with their name, which whoever refuses may leave out.
    pub async fn answer_consent(
        &self,
        request: ConsentRequest,
        consents: bool,
        name: String,
    ) -> Result<(), Error> {
        let command = if consents {
            Command::Consent { name }
        } else {
            Command::RefuseConsent { name }
        };
        transitions::answer_consent(self, request, command).await
    }

    /// The key of the link that is mailed to whoever is asked at the step where the case stands now: for whoever plays their part. No
    /// page shows it.
    pub fn consent_key(&self, case: &Case) -> String {
        link::key(self, &case.application, case.application.visit.revision)
    }

    /// The address of whoever is asked to consent to one's own application now.
    pub fn consent_awaited(&self, own: &OwnApplication) -> Option<String> {
        link::address(&own.published().service, &own.case().application)
    }

    /// Writes to them once more. `peer` is where the applicant comes from.
    pub async fn ask_consent_again(&self, peer: Peer, own: OwnApplication) -> Result<(), Error> {
        if own.action() != Action::AskConsentAgain {
            return Err(Error::Forbidden);
        }
        let case = own.case();
        let to = self.consent_awaited(&own).ok_or(Error::Conflict)?;
        let (service, application) = (&own.published().service, &case.application);
        let letters = self.store.outbox_of(application.id).await?;
        let asks = letters.iter().find(|letter| {
            letter.entry.message.known() == Some(&Message::ConsentAsked)
                && link::is_open(service, application, &letter.entry.words)
        });
        let letter = asks.ok_or(Error::Conflict)?.entry.id;
        let reference = case.reference.to_string();
        limit(self, "ask-consent", &reference, ASKED_AGAIN, A_DAY).await?;
        may_write_to(self, peer, &to).await?;
        let case = own.into_case();
        self.resend(case.caller(), case.application.id, letter).await
    }
}

/// The case of a link, and the visit that it was made for.
async fn named(engine: &Engine, reference: &Reference, key: &str) -> Result<Option<(u64, Case)>, Error> {
    let key = key.split_once('.');
    let Some((visit, code)) = key.and_then(|(visit, code)| Some((visit.parse::<u64>().ok()?, code))) else {
        return Ok(None);
    };
    let case = if_there(engine.store.case_by_reference(reference).await)?;
    let case = case.filter(|case| link::is_code(engine, &case.application, visit, code));
    Ok(case.map(|case| (visit, case)))
}

/// What was answered in that visit: the first answer after it began.
fn answer_at(history: &[Link], visit: u64) -> Option<ConsentAnswer> {
    let after = history.iter().filter(|link| link.header().sequence > visit);
    let mut told = after.filter_map(|link| match link {
        Link::Whole(recorded) => match recorded.event {
            Event::Consented { .. } => Some((recorded.at, Some(true))),
            Event::ConsentRefused { .. } => Some((recorded.at, Some(false))),
            Event::Advanced { .. }
            | Event::Escalated { .. }
            | Event::Answered { .. }
            | Event::MovedToVersion { .. }
            | Event::ConsentAwaited { .. } => Some((recorded.at, None)),
            _ => None,
        },
        Link::Erased(_) | Link::Newer(_) => None,
    });
    let (at, consented) = told.next()?;
    consented.map(|consented| ConsentAnswer { consented, at })
}
