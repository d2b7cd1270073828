//! One case, read and changed by whoever may.

use forms::{Language, QuestionId};
use permit::Reference;
use review::{ApplicationId, Cause, Command, Link, PersonId, Refusal};
use store::{AuditAction, Case, MailRecord, OutboxId, PermitRow};

use crate::{
    authorise::{Action, Authorised, Caller},
    engine::Engine,
    error::Error,
    log,
    people::natural_person,
    permits::{conditions::words, earlier_conditions::earlier_conditions},
    transitions,
};

impl Engine {
    /// The case of a reference or an id, if the caller may do this with it.
    pub async fn case(&self, caller: &Caller, action: Action, key: &str) -> Result<Authorised<Case>, Error> {
        let case = if let Ok(reference) = key.parse::<Reference>() {
            self.store.case_by_reference(&reference).await?
        } else {
            let id: ApplicationId = key.parse().map_err(|_| Error::NotFound)?;
            self.store.case(id).await?
        };
        Authorised::named(case, caller, action, Action::SeeCase)
    }

    /// The same to be read. Who reads a case that is not theirs to decide leaves a line in the log.
    pub async fn read_case(&self, caller: &Caller, key: &str) -> Result<Authorised<Case>, Error> {
        let case = self.case(caller, Action::SeeCase, key).await?;
        let is_theirs = caller.person().is_some_and(|person| {
            let theirs = case.role.as_ref().is_some_and(|role| case.roles().contains(role));
            let mut decisions = case.application.decisions.iter();
            theirs || decisions.any(|decision| decision.person == person.id)
        });
        if !is_theirs {
            let seen = AuditAction::CaseSeen(case.application.id);
            self.store.record(&log::entry(self, caller, seen)).await?;
        }
        Ok(case)
    }

    /// The case of a reference or an id, to be changed. `seen` is the revision that whoever changes it had before their eyes: if
    /// it has changed since, they are told so.
    pub async fn case_to_change(
        &self,
        caller: &Caller,
        action: Action,
        key: &str,
        seen: Option<u64>,
    ) -> Result<CaseToChange, Error> {
        let case = self.case(caller, action, key).await?;
        let is_current = seen == Some(case.application.revision);
        Ok(CaseToChange { case, is_current })
    }

    /// Gives a command on a case.
    pub async fn change_case(&self, case: CaseToChange, command: Command) -> Result<Case, Error> {
        if !case.is_current {
            return Err(Error::Conflict);
        }
        if let Command::Ask { questions, .. } = &command {
            self.may_be_asked_back(&case.case, questions).await?;
        }
        transitions::act(self, case.case, command).await
    }

    /// Refuses to ask for an answer that stays what it was in an earlier application: whoever is asked could change what they may not.
    async fn may_be_asked_back(&self, case: &Case, questions: &[QuestionId]) -> Result<(), Error> {
        let published = self.version(&case.application.version).await?;
        let (service, purpose) = (&published.service, case.application.answers.purpose());
        let stays = |id: &&QuestionId| {
            let question = service.question(id);
            question.is_some_and(|question| !service.may_be_asked_back(purpose, question))
        };
        match questions.iter().find(stays) {
            None => Ok(()),
            Some(question) => Err(Error::Refused(Refusal {
                status: case.application.status.name(),
                command: "ask",
                cause: Cause::MayNotAsk(question.clone()),
            })),
        }
    }

    /// Puts a case into the hands of a colleague.
    pub async fn assign_case(&self, case: CaseToChange, to: PersonId) -> Result<Case, Error> {
        let colleague = self.store.person(to).await?;
        if colleague.disabled_at.is_some() {
            return Err(Error::Conflict);
        }
        let to = natural_person::officer_of(self, &colleague, &case.case.application).await?;
        self.change_case(case, Command::Assign { to }).await
    }

    /// What was set for the permit that a case's own is to follow or replace, in words; nothing where nothing was.
    pub async fn earlier_conditions(
        &self,
        case: &Authorised<Case>,
        language: &Language,
    ) -> Result<String, Error> {
        let application = &case.application;
        let set = earlier_conditions(self, application.replaces, application.begun_from).await?;
        Ok(set
            .map(|(published, set)| words(&published.service, &set, language))
            .unwrap_or_default())
    }

    /// What happened to a case.
    pub async fn case_history(&self, case: &Authorised<Case>) -> Result<Vec<Link>, Error> {
        Ok(self.store.history(case.application.id).await?)
    }

    /// What was written to its applicant.
    pub async fn case_letters(&self, case: &Authorised<Case>) -> Result<Vec<MailRecord>, Error> {
        Ok(self.store.outbox_of(case.application.id).await?)
    }

    /// The permits that it gave, oldest first.
    pub async fn case_permits(&self, case: &Authorised<Case>) -> Result<Vec<PermitRow>, Error> {
        Ok(self.store.permits_of(case.application.id).await?)
    }

    /// Sends one of a case's letters once more.
    pub async fn resend_letter(&self, caller: &Caller, key: &str, letter: OutboxId) -> Result<Case, Error> {
        let case = self.case(caller, Action::ResendMail, key).await?;
        caller.person().ok_or(Error::Forbidden)?;
        self.resend(caller, case.application.id, letter).await?;
        Ok(case.into_inner())
    }
}

/// A case that somebody may change.
#[derive(Clone, Debug)]
pub struct CaseToChange {
    case: Authorised<Case>,
    is_current: bool,
}

impl CaseToChange {
    /// The case as it stands.
    pub fn case(&self) -> &Authorised<Case> {
        &self.case
    }

    /// Whether it still is at the revision that was seen.
    pub fn is_current(&self) -> bool {
        self.is_current
    }
}
