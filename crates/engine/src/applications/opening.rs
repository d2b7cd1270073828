//! Letting a browser into an application: with the mailed link, or with the return code, each beside a second fact.

use jiff::SignedDuration;
use permit::Reference;
use store::{Case, if_there};

use super::{
    find::GUESSING,
    second_fact::{self, SecondFact},
};
use crate::{access, engine::Engine, error::Error, limits::Failures, peer::Peer};

/// So many links that open nothing a network may show in a quarter of an hour: old ones are clicked, and a town may share a network.
const WRONG_LINKS: u32 = 600;

/// What a mailed link is worth in a browser that has not been let in yet.
#[allow(missing_debug_implementations, reason = "it may open an application")]
pub enum ByLink {
    /// Nothing: it is wrong, or its time is over, or the applicant has ended it; or there is no such application.
    Nothing,
    /// The application opens with the number of its applicant's document.
    WithDocument,
    /// It opens the application: nothing more is known of the applicant.
    Opens(String),
}

/// What came of a return code.
#[allow(missing_debug_implementations, reason = "it may open an application")]
pub enum ByCode {
    /// The reference is none.
    Mistyped,
    /// Something does not belong together, or there is no such application, or it has no return code.
    Nothing,
    /// It opens the application of this reference.
    Opens(Reference, String),
}

impl Engine {
    /// What the key of a mailed link is worth. A wrong key and an unknown reference look alike, but for the fraction of a millisecond
    /// in which an application is read: so a network may show so many wrong ones only. `peer` is where it comes from.
    pub async fn opens_by_link(&self, peer: Peer, reference: &Reference, key: &str) -> Result<ByLink, Error> {
        let Some(case) = shown_by_link(self, peer, linked(self, reference, key)).await? else {
            return Ok(ByLink::Nothing);
        };
        Ok(match second_fact::beside_link(&case) {
            Some(_) => ByLink::WithDocument,
            None => ByLink::Opens(access::passing_key(self, &case.application)),
        })
    }

    /// What lets a browser in that shows the key of a mailed link and whose user typed the number of the applicant's document;
    /// nothing where they do not belong together. `peer` is where they come from.
    pub async fn open_by_link(
        &self,
        peer: Peer,
        reference: &Reference,
        key: &str,
        document: &str,
    ) -> Result<Option<String>, Error> {
        let guess = GUESSING.begin(self, peer, &reference.to_string()).await?;
        let case = linked(self, reference, key).await?;
        let is_theirs = second_fact::is_document_of(self, *reference, case.as_ref(), document);
        let Some(case) = case.filter(|_| is_theirs) else {
            guess.was_wrong().await?;
            return Ok(None);
        };
        Ok(Some(access::passing_key(self, &case.application)))
    }

    /// What lets a browser in whose user typed the reference, the return code and what is asked beside it. `peer` is where they
    /// come from.
    pub async fn open_by_code(
        &self,
        peer: Peer,
        reference: &str,
        code: &str,
        fact: &str,
    ) -> Result<ByCode, Error> {
        let Ok(reference) = reference.parse::<Reference>() else {
            return Ok(ByCode::Mistyped);
        };
        let guess = GUESSING.begin(self, peer, &reference.to_string()).await?;
        let case = if_there(self.store.case_by_reference(&reference).await)?;
        if let Some(case) = case
            && self.is_code_and_fact(&case, code, fact).await?
        {
            let key = access::passing_key(self, &case.application);
            return Ok(ByCode::Opens(reference, key));
        }
        guess.was_wrong().await?;
        Ok(ByCode::Nothing)
    }

    async fn is_code_and_fact(&self, case: &Case, code: &str, fact: &str) -> Result<bool, Error> {
        let is_code = access::is_return_code_of(self, &case.application, code)?;
        let is_fact = match second_fact::beside_code(case) {
            Some(SecondFact::Document) => second_fact::is_document_of(self, case.reference, Some(case), fact),
            Some(SecondFact::Email) => {
                let published = self.version(&case.application.version).await?;
                second_fact::is_mailbox_of(&published.service, case, fact)
            }
            None => true,
        };
        Ok(is_code & is_fact)
    }
}

/// What a link leads to, unless too many were shown from the same network that lead to nothing.
pub(crate) async fn shown_by_link<T>(
    engine: &Engine,
    peer: Peer,
    found: impl Future<Output = Result<Option<T>, Error>>,
) -> Result<Option<T>, Error> {
    let network = peer.network();
    let is_exempt = engine.settings.exempt_networks.contain(peer);
    let wrong = (!is_exempt).then(|| wrong_links(&network));
    if let Some(wrong) = &wrong {
        wrong.allow(engine).await?;
    }
    let found = found.await?;
    if let (None, Some(wrong)) = (&found, &wrong) {
        wrong.count(engine).await?;
    }
    Ok(found)
}

async fn linked(engine: &Engine, reference: &Reference, key: &str) -> Result<Option<Case>, Error> {
    let case = if_there(engine.store.case_by_reference(reference).await)?;
    Ok(case.filter(|case| access::is_link_of(engine, &case.application, key)))
}

fn wrong_links(network: &str) -> Failures<'_> {
    Failures {
        what: "wrong-links",
        whose: network,
        most: WRONG_LINKS,
        window: SignedDuration::from_mins(15),
    }
}
