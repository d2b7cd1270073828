//! What opens one's own application, changed by its applicant.

use forms::Answers;
use review::{AccessChange, Command};

use super::{
    find::{A_DAY, may_send_link, may_write_to},
    own::OwnApplication,
    second_fact,
};
use crate::{
    access,
    engine::Engine,
    error::Error,
    limits::limit,
    peer::Peer,
    transitions::{self, contact},
};

/// So often a day an address is corrected, or tried to be.
const CORRECTIONS: u32 = 5;
/// So often a day what opens an application is changed: each is an event that is kept.
const CHANGES: u32 = 20;

/// What came of a corrected address.
#[allow(missing_debug_implementations, reason = "it may open an application")]
pub enum Corrected {
    /// Letters go there, and this browser opens the application from now on.
    Done(String),
    /// The address cannot be taken; [`Engine::address_mistake`] says why.
    Refused,
    /// Letters go there already.
    Same,
    /// The document is not the applicant's.
    WrongDocument,
    /// The service asks nobody for an address.
    NotAsked,
}

impl Engine {
    /// The return code, as long as there is one. Show it once: with a second fact it opens all.
    pub fn return_code(&self, own: &OwnApplication) -> Result<Option<String>, Error> {
        let code = access::return_code(self, &own.case().application)?;
        Ok(code.map(|code| code.to_string()))
    }

    /// What a browser keeps that its owner wants to be remembered in.
    pub fn lasting_key(&self, own: &OwnApplication) -> String {
        access::lasting_key(self, &own.case().application)
    }

    /// Makes another return code, which it answers; the one of before opens nothing.
    pub async fn renew_return_code(&self, own: OwnApplication) -> Result<String, Error> {
        let changed = change(self, own, AccessChange::RenewCode).await?;
        let code = access::return_code(self, &changed)?;
        code.map(|code| code.to_string())
            .ok_or_else(|| Error::broken("a new return code that there is not"))
    }

    /// Lets no return code open the application.
    pub async fn end_return_code(&self, own: OwnApplication) -> Result<(), Error> {
        change(self, own, AccessChange::EndCode).await?;
        Ok(())
    }

    /// Lets no link of before open the application, and no browser but the one that asks, whose new key it answers.
    pub async fn end_links(&self, own: OwnApplication) -> Result<String, Error> {
        let changed = change(self, own, AccessChange::EndLinks).await?;
        Ok(access::passing_key(self, &changed))
    }

    /// Sends the link once more, to the address that is known. `peer` is where the question comes from.
    pub async fn send_own_link(&self, peer: Peer, own: OwnApplication) -> Result<(), Error> {
        may_send_link(self, peer, own.case()).await?;
        change(self, own, AccessChange::SendLink).await?;
        Ok(())
    }

    /// Whether the service asks for an address at all.
    pub fn has_address(&self, own: &OwnApplication) -> bool {
        let service = &own.published().service;
        let question = contact::address_question(service, &own.case().application.answers);
        question.is_some() && !own.case().is_erased()
    }

    /// What the service says against an address, in the language of whoever typed it.
    pub fn address_mistake(&self, own: &OwnApplication, typed: &str, language: &str) -> Option<String> {
        let service = &own.published().service;
        let known = &own.case().application.answers;
        let question = contact::address_question(service, known)?;
        let language = service.language_for(language);
        let parsed = service.parse_text(question, typed, known, &language, self.today());
        parsed.err().map(|error| error.message)
    }

    /// Has letters go to another address from now on, for whoever knows the number of the applicant's document, where there
    /// is one. The address of before is told. `peer` is where they come from.
    pub async fn correct_address(
        &self,
        peer: Peer,
        own: OwnApplication,
        typed: &str,
        document: &str,
        language: &str,
    ) -> Result<Corrected, Error> {
        let reference = own.case().reference;
        if own.case().is_erased() {
            return Err(Error::Conflict);
        }
        limit(
            self,
            "correct-address",
            &reference.to_string(),
            CORRECTIONS,
            A_DAY,
        )
        .await?;
        let service = &own.published().service;
        let known = &own.case().application.answers;
        let Some(question) = contact::address_question(service, known) else {
            return Ok(Corrected::NotAsked);
        };
        let asks_document = second_fact::beside_link(own.case()).is_some();
        if asks_document && !second_fact::is_document_of(self, reference, Some(own.case()), document) {
            return Ok(Corrected::WrongDocument);
        }
        let language = service.language_for(language);
        let parsed = service.parse_text(question, typed, known, &language, self.today());
        let Ok(answer) = parsed else {
            return Ok(Corrected::Refused);
        };
        if known.get(&question.id) == Some(&answer) {
            return Ok(Corrected::Same);
        }
        for address in own.case().contact.email.as_deref().into_iter().chain([typed]) {
            may_write_to(self, peer, address).await?;
        }
        let mut answers = Answers::default();
        answers.insert(question.id.clone(), answer);
        let changed = change(self, own, AccessChange::CorrectAddress { answers }).await?;
        Ok(Corrected::Done(access::passing_key(self, &changed)))
    }
}

async fn change(
    engine: &Engine,
    own: OwnApplication,
    change: AccessChange,
) -> Result<review::Application, Error> {
    if own.case().is_erased() {
        return Err(Error::Conflict);
    }
    let reference = own.case().reference.to_string();
    limit(engine, "change-access", &reference, CHANGES, A_DAY).await?;
    let case = transitions::act(engine, own.into_case(), Command::ChangeAccess(change)).await?;
    Ok(case.application)
}
