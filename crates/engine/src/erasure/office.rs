//! The office's side: one person is for erasing, another one confirms or refuses.

use std::collections::BTreeMap;

use review::{Application, Message};
use store::{
    AuditAction, Case, Erasure, ErasureEnd, ErasureGround, ErasureId, ErasureOutcome, ErasureQuery,
    ErasureScope, OutboxEntry, OutboxId, Person, StoreError, Subject,
};

use super::{
    carry_out::{carry_out, may_hold},
    request::{RequestError, words},
};
use crate::{
    authorise::{Action, Authorised, Caller, Duty, Scope, authorise},
    engine::Engine,
    error::Error,
    log,
    people::natural_person::{is_party, lacks_document, no_document, officer},
};

/// An application with what was asked about it, for somebody of the office.
#[derive(Clone, Debug)]
pub struct ErasureCase {
    case: Authorised<Case>,
    requests: Vec<Erasure>,
}

/// An open request in a list.
#[derive(Clone, Debug)]
pub struct ListedErasure {
    /// The request.
    pub erasure: Erasure,
    /// The application.
    pub case: Case,
}

/// A page of open requests.
#[derive(Clone, Debug)]
pub struct ErasureList {
    /// The page's rows.
    pub rows: Vec<ListedErasure>,
    /// How many rows all pages have.
    pub total: u64,
}

/// A request as it was before somebody's eyes when they decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub id: ErasureId,
    /// At which revision.
    pub revision: u64,
}

impl ErasureCase {
    /// The application.
    pub fn case(&self) -> &Authorised<Case> {
        &self.case
    }

    /// What was asked about it, oldest first.
    pub fn requests(&self) -> &[Erasure] {
        &self.requests
    }

    /// The request that waits, if one does.
    pub fn open(&self) -> Option<&Erasure> {
        self.requests.iter().find(|erasure| erasure.is_open())
    }

    fn seen(&self, seen: Seen) -> Result<&Erasure, Error> {
        let open = self.open().filter(|erasure| erasure.id == seen.id);
        open.filter(|erasure| erasure.revision == seen.revision)
            .ok_or(Error::Conflict)
    }
}

impl Engine {
    /// A page of the open requests about applications that the caller may propose to erase, oldest first. Pages count from 0.
    pub async fn open_erasures(&self, caller: &Caller, page: u32, rows: u32) -> Result<ErasureList, Error> {
        authorise(caller, Action::ProposeErasure, &Scope::Somewhere).map_err(|_| Error::Forbidden)?;
        let query = ErasureQuery {
            scopes: scopes(caller, Action::ProposeErasure),
            page,
            rows,
        };
        let found = self.store.open_erasures(&query).await?;
        let mut rows = Vec::new();
        for erasure in found.rows {
            let case = self.store.case(erasure.application).await?;
            rows.push(ListedErasure { erasure, case });
        }
        Ok(ErasureList {
            rows,
            total: found.total,
        })
    }

    /// An application with what was asked about it, if the caller may do this there.
    pub async fn erasure_case(
        &self,
        caller: &Caller,
        action: Action,
        key: &str,
    ) -> Result<ErasureCase, Error> {
        let case = self.case(caller, action, key).await?;
        let requests = self.store.erasures_of(case.application.id).await?;
        Ok(ErasureCase { case, requests })
    }

    /// Whether whoever loaded it is party to it: then somebody else decides.
    pub async fn is_own_erasure(&self, found: &ErasureCase) -> Result<bool, Error> {
        match found.case.caller().person() {
            Some(person) if !found.case.is_erased() => is_party(self, person, &found.case).await,
            _ => Ok(false),
        }
    }

    /// How many permits would be revoked before it is erased.
    pub async fn permits_to_revoke(&self, found: &ErasureCase) -> Result<u64, Error> {
        let permits = self.store.permits_of(found.case.application.id).await?;
        let held = permits.iter().filter(|permit| may_hold(self, permit));
        Ok(held.count() as u64)
    }

    /// Is for erasing it: as the first of two, be it that the applicant asked or that nobody did.
    pub async fn propose_erasure(
        &self,
        found: &ErasureCase,
        ground: ErasureGround,
        typed: &str,
    ) -> Result<(), RequestError> {
        let person = decider(self, found, Action::ProposeErasure).await?;
        is_closed(&found.case)?;
        match found.open() {
            Some(open) if open.proposed.is_some() => Err(RequestError::Asked),
            Some(open) => self.second(found, open, person).await,
            None => self.ask(found, person, ground, typed).await,
        }
    }

    async fn second(&self, found: &ErasureCase, open: &Erasure, person: &Person) -> Result<(), RequestError> {
        let id = found.case.application.id;
        let entry = log::entry(self, found.case.caller(), AuditAction::ErasureProposed(id));
        let proposed = Erasure {
            proposed: Some((person.id, entry.at)),
            ..open.clone()
        };
        Ok(self
            .store
            .change_erasure(&proposed, None, &entry)
            .await
            .map_err(Error::from)?)
    }

    async fn ask(
        &self,
        found: &ErasureCase,
        person: &Person,
        ground: ErasureGround,
        typed: &str,
    ) -> Result<(), RequestError> {
        let words = words(typed).ok_or(RequestError::NoWords)?;
        let application = &found.case.application;
        let entry = log::entry(
            self,
            found.case.caller(),
            AuditAction::ErasureAsked(application.id),
        );
        let erasure = Erasure {
            id: ErasureId(self.new_id()),
            application: application.id,
            service: application.service.clone(),
            office: application.office.clone(),
            asked_by: entry.actor,
            asked_at: entry.at,
            ground,
            words: Some(words),
            proposed: Some((person.id, entry.at)),
            ended: None,
            revision: 0,
        };
        match self.store.ask_erasure(&erasure, &entry).await {
            Err(StoreError::AlreadyExists(Subject::Erasure)) => Err(RequestError::Asked),
            other => Ok(other.map_err(Error::from)?),
        }
    }

    /// Confirms it as the second of two, and erases. Answers how many permits were revoked first.
    pub async fn confirm_erasure(&self, found: &ErasureCase, seen: Seen) -> Result<u64, RequestError> {
        let person = decider(self, found, Action::DecideErasure).await?;
        is_closed(&found.case)?;
        let (first, _) = found.seen(seen)?.proposed.ok_or(RequestError::NotProposed)?;
        if is_same_person(self, person, &found.case.application, first).await? {
            return Err(RequestError::SamePerson);
        }
        Ok(carry_out(self, &found.case).await?)
    }

    /// Refuses it, with a reason that whoever asked is told.
    pub async fn refuse_erasure(
        &self,
        found: &ErasureCase,
        seen: Seen,
        typed: &str,
    ) -> Result<(), RequestError> {
        let person = decider(self, found, Action::DecideErasure).await?;
        let open = found.seen(seen)?;
        let refusal = words(typed).ok_or(RequestError::NoWords)?;
        let id = found.case.application.id;
        let entry = log::entry(self, found.case.caller(), AuditAction::ErasureRefused(id));
        let letter = letter(self, found, open, &refusal);
        let refused = Erasure {
            ended: Some(ErasureEnd {
                by: Some(person.id),
                at: entry.at,
                outcome: ErasureOutcome::Refused,
                refusal: Some(refusal),
            }),
            ..open.clone()
        };
        Ok(self
            .store
            .change_erasure(&refused, letter.as_ref(), &entry)
            .await
            .map_err(Error::from)?)
    }
}

/// Where a person was granted what this action is a duty of.
fn scopes(caller: &Caller, action: Action) -> Vec<ErasureScope> {
    let grants = caller.person().map_or(&[][..], |person| &person.grants);
    let of_action = grants
        .iter()
        .filter(|grant| action.duties().contains(&Duty::of(&grant.role)));
    of_action
        .map(|grant| ErasureScope {
            service: grant.service.clone(),
            office: grant.office.clone(),
        })
        .collect()
}

/// Who decides, if they may: nobody about what they are party to.
async fn decider<'a>(
    engine: &Engine,
    found: &'a ErasureCase,
    action: Action,
) -> Result<&'a Person, RequestError> {
    let person = found.case.caller().person().ok_or(Error::Forbidden)?;
    if found.case.action() != action {
        return Err(Error::Forbidden.into());
    }
    if found.case.is_erased() {
        return Err(RequestError::Erased);
    }
    if lacks_document(engine, person) {
        return Err(no_document("erase").into());
    }
    if is_party(engine, person, &found.case).await? {
        return Err(Error::OwnApplication.into());
    }
    Ok(person)
}

fn is_closed(case: &Case) -> Result<(), RequestError> {
    // Of a sample somebody has still to look at the decision.
    if case.application.status.is_final() && !case.application.sampled {
        Ok(())
    } else {
        Err(RequestError::Open)
    }
}

/// Whether two accounts are one person's.
async fn is_same_person(
    engine: &Engine,
    person: &Person,
    application: &Application,
    first: review::PersonId,
) -> Result<bool, Error> {
    if person.id == first {
        return Ok(true);
    }
    let first = engine.store.person(first).await?;
    let officer = officer(engine, person, application, &[first]);
    Ok(!officer.other_accounts.is_empty())
}

/// The letter to an applicant who asked.
fn letter(engine: &Engine, found: &ErasureCase, open: &Erasure, refusal: &str) -> Option<OutboxEntry> {
    if !open.is_applicants() {
        return None;
    }
    let case = &found.case;
    Some(OutboxEntry {
        id: OutboxId(engine.new_id()),
        application: case.application.id,
        to: case.contact.email.clone()?,
        language: case.language.clone(),
        message: Message::Kept,
        permit: None,
        words: BTreeMap::from([("reason".to_owned(), refusal.to_owned())]),
        due_at: engine.now(),
    })
}
