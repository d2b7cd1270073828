//! "Next case": the oldest that waits for somebody and that nobody else has.

use forms::ServiceId;
use review::{ApplicationId, Command};
use store::Case;

use super::scopes;
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    people::natural_person::{lacks_document, no_document},
    transitions,
};

/// So many of the oldest are looked at before the next ones are asked for: among them there is one that is free, unless they are
/// this person's to leave alone.
const AT_ONCE: u32 = 200;

impl Engine {
    /// Claims the first that lets itself be claimed, of one service or of all. A colleague may be faster, and a case may want
    /// other eyes or be this person's own: then the next one.
    pub async fn claim_next(
        &self,
        caller: &Caller,
        service: Option<&ServiceId>,
    ) -> Result<Option<Case>, Error> {
        let person = caller.person().ok_or(Error::Forbidden)?;
        if lacks_document(self, person) {
            return Err(no_document("claim"));
        }
        let scopes = match service {
            Some(service) => scopes::turn_in(person, service),
            None => scopes::turn(person),
        };
        let mut after = None;
        loop {
            let candidates = self.store.claim_candidates(&scopes, after, AT_ONCE).await?;
            after = candidates.last().copied();
            if after.is_none() {
                return Ok(None);
            }
            for id in candidates {
                if let Some(case) = claim(self, caller, id).await? {
                    return Ok(Some(case));
                }
            }
        }
    }
}

/// The case as it is claimed; nothing where it does not let itself be.
async fn claim(engine: &Engine, caller: &Caller, id: ApplicationId) -> Result<Option<Case>, Error> {
    let case = engine.store.case(id).await?;
    let Ok(case) = Authorised::new(case, caller, Action::Claim) else {
        return Ok(None);
    };
    match transitions::act(engine, case, Command::Claim).await {
        Ok(case) => Ok(Some(case)),
        Err(Error::Conflict | Error::Refused(_) | Error::OwnApplication) => Ok(None),
        Err(error) => Err(error),
    }
}
