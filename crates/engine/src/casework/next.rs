//! "Next case": the oldest that waits for somebody and that nobody else has.

use forms::ServiceId;
use review::Command;
use store::Case;

use super::scopes;
use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    people::natural_person::{lacks_document, no_document},
    transitions,
};

/// Among so many of the oldest there is one that is free, unless the rest are this person's to leave alone.
const CANDIDATES: u32 = 200;

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
        for id in self.store.claim_candidates(&scopes, CANDIDATES).await? {
            let case = self.store.case(id).await?;
            let Ok(case) = Authorised::new(case, caller, Action::Claim) else {
                continue;
            };
            match transitions::act(self, case, Command::Claim).await {
                Ok(case) => return Ok(Some(case)),
                Err(Error::Conflict | Error::Refused(_) | Error::OwnApplication) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }
}
