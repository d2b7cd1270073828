//! Finding an application by its reference and the document number: the status, and nothing else.

use jiff::SignedDuration;
use permit::Reference;
use store::{Case, if_there};

use super::second_fact;
use crate::{
    engine::Engine,
    error::Error,
    letters,
    limits::{guessing::Guessing, limit},
    peer::Peer,
    transitions::{self, KnownCase},
};

/// A document number has eight digits: whoever has a hundred networks and nothing else to do is right within centuries.
pub(super) const GUESSING: Guessing = Guessing {
    what: "find",
    of_network: 600,
    of_everybody: 100,
    doubles_with: 100,
    longest_turn: SignedDuration::from_mins(15),
};
/// So often a day the link of one application is sent again.
const LINKS: u32 = 3;
/// So often a day a network has links sent to one mailbox, of whichever applications: whoever sends many in somebody's name fills their
/// mailbox no further. From elsewhere its owner asks all the same.
const LINKS_FROM_NETWORK: u32 = 6;
/// The same of networks that many people share.
const LINKS_FROM_EXEMPT: u32 = 40;
pub(super) const A_DAY: SignedDuration = SignedDuration::from_hours(24);

impl Engine {
    /// The case of a reference as somebody typed it, if the document number is its holder's. `peer` is where the question
    /// comes from.
    pub async fn find_application(
        &self,
        peer: Peer,
        reference: &str,
        document: &str,
    ) -> Result<Found, Error> {
        let Ok(reference) = reference.parse::<Reference>() else {
            return Ok(Found::Mistyped);
        };
        let guess = GUESSING.begin(self, peer, &reference.to_string()).await?;
        if let Some(case) = matching(self, &reference, document).await? {
            return Ok(Found::Case(Box::new(case)));
        }
        guess.was_wrong().await?;
        Ok(Found::Nothing)
    }

    /// Sends the link to the application of a reference once more, to the address that it has, if the document number is its
    /// holder's. Whoever asks learns no more than from [`Engine::find_application`].
    pub async fn send_link_again(&self, peer: Peer, reference: &str, document: &str) -> Result<Found, Error> {
        let found = self.find_application(peer, reference, document).await?;
        if let Found::Case(case) = &found
            && case.contact.email.is_some()
        {
            may_send_link(self, peer, case).await?;
            transitions::send_link(self, KnownCase(Case::clone(case))).await?;
        }
        Ok(found)
    }
}

/// Counts a link that somebody asks for, and refuses it if there were too many of the application or to its mailbox.
pub(super) async fn may_send_link(engine: &Engine, peer: Peer, case: &Case) -> Result<(), Error> {
    if let Some(address) = &case.contact.email {
        may_write_to(engine, peer, address).await?;
    }
    limit(engine, "send-link", &case.reference.to_string(), LINKS, A_DAY).await
}

/// Counts a letter that somebody asks for, to this address, and refuses it if there were too many to its mailbox.
pub(crate) async fn may_write_to(engine: &Engine, peer: Peer, address: &str) -> Result<(), Error> {
    let most = if engine.settings.exempt_networks.contain(peer) {
        LINKS_FROM_EXEMPT
    } else {
        LINKS_FROM_NETWORK
    };
    let whose = format!("{} {}", peer.network(), letters::mailbox(address));
    limit(engine, "send-link-to", &whose, most, A_DAY).await
}

/// What was found.
#[derive(Debug)]
pub enum Found {
    /// The text is no reference.
    Mistyped,
    /// There is no such application, or the document number is not its holder's.
    Nothing,
    /// The application, of which only the status may be told.
    Case(Box<Case>),
}

async fn matching(engine: &Engine, reference: &Reference, document: &str) -> Result<Option<Case>, Error> {
    let case = if_there(engine.store.case_by_reference(reference).await)?;
    let is_theirs = second_fact::is_document_of(engine, *reference, case.as_ref(), document);
    Ok(case.filter(|_| is_theirs))
}
