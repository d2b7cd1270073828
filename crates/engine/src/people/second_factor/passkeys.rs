//! Passkeys as the second factor: at log-in, again before great harm, and one more of them.

use store::{Person, TokenHash};

use super::{SetUp, Waiting, counted_try, own};
use crate::{
    authorise::{Action, Caller},
    engine::Engine,
    error::Error,
    people::{
        browsers::Visitor,
        factors::{self, FactorRemoved, PasskeyAdded, PasskeyAnswer, PasskeyAsk, passkeys},
        logged_in::LoggedIn,
    },
    secret,
};

impl Engine {
    /// What the browser of whoever logs in is asked to sign; nothing if they have no passkey, or browsers have none for this site.
    pub async fn ask_passkey_at_log_in(&self, waiting: &Waiting) -> Result<Option<PasskeyAsk>, Error> {
        passkeys::ask(self, waiting.person.id, &waiting.key).await
    }

    /// Lets in whoever's passkey signed it; nothing if it did not.
    pub async fn show_passkey(
        &self,
        waiting: &Waiting,
        visitor: &Visitor,
        answer: PasskeyAnswer,
    ) -> Result<Option<LoggedIn>, Error> {
        let is_known = waiting.is_known;
        if !try_passkey(self, &waiting.person, waiting.key, is_known, answer).await? {
            return Ok(None);
        }
        self.enter(waiting.clone(), visitor).await.map(Some)
    }

    /// A passkey to be made by whoever is not let in without a second factor; nothing where browsers have none for this site.
    pub async fn ask_new_passkey_at_log_in(&self, waiting: &Waiting) -> Result<Option<PasskeyAsk>, Error> {
        without_factor(waiting)?;
        passkeys::ask_for_new(self, &waiting.person, &waiting.key).await
    }

    /// Adds it, and lets them in; nothing if it is none.
    pub async fn add_passkey_at_log_in(
        &self,
        waiting: &Waiting,
        visitor: &Visitor,
        answer: &PasskeyAnswer,
        name: &str,
    ) -> Result<Option<SetUp>, Error> {
        without_factor(waiting)?;
        let (stranger, person) = (Caller::stranger(), &waiting.person);
        let added = factors::add_passkey(self, &stranger, person, &waiting.key, answer, name, true);
        match added.await? {
            PasskeyAdded::Refused | PasskeyAdded::Further => Ok(None),
            PasskeyAdded::First(codes) => {
                let logged_in = self.enter(waiting.clone(), visitor).await?;
                Ok(Some(SetUp { logged_in, codes }))
            }
        }
    }

    /// What the caller's browser is asked to sign again, in their session; nothing if there is no passkey to do it.
    pub async fn ask_passkey_again(&self, caller: &Caller, token: &str) -> Result<Option<PasskeyAsk>, Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        passkeys::ask(self, person.id, &session(token)?).await
    }

    /// Whether the caller's passkey signed it.
    pub async fn show_passkey_again(
        &self,
        caller: &Caller,
        token: &str,
        answer: PasskeyAnswer,
    ) -> Result<bool, Error> {
        let person = own(caller, Action::UseOwnAccount)?;
        let is_right = try_passkey(self, person, session(token)?, true, answer).await?;
        if is_right {
            self.proven(token).await?;
        }
        Ok(is_right)
    }

    /// A passkey to be made for the caller; nothing if they have the most, or browsers have none for this site.
    pub async fn ask_new_passkey(&self, caller: &Caller, token: &str) -> Result<Option<PasskeyAsk>, Error> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        passkeys::ask_for_new(self, person, &session(token)?).await
    }

    /// Adds it to what the caller has.
    pub async fn add_passkey(
        &self,
        caller: &Caller,
        token: &str,
        answer: &PasskeyAnswer,
        name: &str,
    ) -> Result<PasskeyAdded, Error> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        let added = factors::add_passkey(self, caller, person, &session(token)?, answer, name, false).await?;
        if !matches!(added, PasskeyAdded::Refused) {
            self.proven(token).await?;
        }
        Ok(added)
    }

    /// Removes one second factor of the caller's, by its id.
    pub async fn remove_one_own_factor(&self, caller: &Caller, id: &str) -> Result<FactorRemoved, Error> {
        let person = own(caller, Action::ChangeOwnProofs)?;
        factors::remove_one(self, caller, person, id).await
    }

    /// Whether browsers have passkeys for this site: they want https and a name.
    pub fn has_passkeys(&self) -> bool {
        passkeys::site(self).is_some()
    }
}

/// Whoever has a second factor shows that: the password alone does not put another beside it.
fn without_factor(waiting: &Waiting) -> Result<(), Error> {
    if waiting.has_factor {
        return Err(Error::Forbidden);
    }
    Ok(())
}

fn session(token: &str) -> Result<TokenHash, Error> {
    let (_, token) = secret::kept(token).ok_or(Error::Forbidden)?;
    Ok(TokenHash(token))
}

async fn try_passkey(
    engine: &Engine,
    person: &Person,
    beside: TokenHash,
    is_known: bool,
    answer: PasskeyAnswer,
) -> Result<bool, Error> {
    let (asked, id) = (engine.clone(), person.id);
    let look = async move { passkeys::is_right(&asked, id, &beside, &answer).await };
    counted_try(engine, id, is_known, look).await
}
