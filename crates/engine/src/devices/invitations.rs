//! Invitations: each makes one phone one of ours, for as long as it is good.
//!
//! The store knows an invitation by its token's hash alone, and the invitation's id, which stands in its page's address, tells
//! nobody the token: that takes the server's secret. So the page can be loaded again, and no log and no history holds what
//! enrols a phone.

use jiff::{SignedDuration, Timestamp};
use store::{AuditAction, DeviceId, Enrolment, TokenHash};
use uuid::Uuid;

use super::{
    phrase,
    settings::{DeviceSettings, only_administrators},
};
use crate::{
    authorise::Caller,
    engine::Engine,
    error::Error,
    log,
    secret::{self, Purpose},
};

/// As long as an invitation is good for.
const LIFE: SignedDuration = SignedDuration::from_mins(10);

/// Names an invitation; good for its page, not for enrolling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvitationId(pub Uuid);

/// An invitation as an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// What the phone will be called.
    pub name: String,
    /// What the phone will show.
    pub phrase: String,
    /// What became of it.
    pub state: InvitationState,
}

/// What became of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvitationState {
    /// Nobody has taken it.
    Open {
        /// What the code says: the scanner's address with the token in its fragment, which never reaches a server.
        link: String,
        /// First moment in which it works no longer.
        expires_at: Timestamp,
    },
    /// A phone has taken it.
    Taken(DeviceId),
    /// Nobody took it in time.
    Over,
}

impl Engine {
    /// A phrase for the next phone.
    pub fn propose_phrase(&self) -> String {
        phrase::propose(&*self.random)
    }

    /// Invites a phone, which will be called and put up as said here.
    pub async fn invite_device(
        &self,
        caller: &Caller,
        settings: DeviceSettings,
    ) -> Result<InvitationId, Error> {
        only_administrators(caller)?;
        let settings = settings.in_one_line_each();
        // The phone's page names who let it in: a person, not the machine.
        let person = caller.person().ok_or(Error::Forbidden)?;
        let id = InvitationId(self.new_id());
        let audit = log::entry(self, caller, AuditAction::DeviceOffered(settings.name.clone()));
        let offer = Enrolment {
            token: TokenHash(secret::hash(&token(self, id))),
            name: settings.name,
            checkpoint: settings.checkpoint,
            phrase: settings.phrase,
            made_by: person.id,
            expires_at: audit.at + LIFE,
            device: None,
        };
        self.store.offer_enrolment(&offer, &audit).await?;
        Ok(id)
    }

    /// An invitation as it stands.
    pub async fn invitation(&self, caller: &Caller, id: InvitationId) -> Result<Invitation, Error> {
        only_administrators(caller)?;
        let token = token(self, id);
        let offer = self.store.enrolment(&TokenHash(secret::hash(&token))).await?;
        let state = match offer.device {
            Some(device) => InvitationState::Taken(device),
            None if offer.expires_at <= self.now() => InvitationState::Over,
            None => InvitationState::Open {
                link: format!("{}/v#enrol={}", self.settings.base_url, secret::to_text(&token)),
                expires_at: offer.expires_at,
            },
        };
        Ok(Invitation {
            name: offer.name,
            phrase: offer.phrase,
            state,
        })
    }
}

fn token(engine: &Engine, InvitationId(id): InvitationId) -> [u8; 32] {
    engine.secret.code(Purpose::Enrolment, &[id.as_bytes()])
}
