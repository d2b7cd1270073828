//! One's own application, as its key opens it.

use std::sync::Arc;

use forms::{Answers, ApplicationPurpose, QuestionId};
use jiff::SignedDuration;
use permit::Reference;
use review::{Command, Link, PermitRef, ReplacementReason, Replaces};
use store::{Case, PermitRow, PermitStatus, Rating, if_there};

use super::drafts::Origin;
use crate::{
    authorise::{Action, Authorised, Caller, Credentials},
    engine::Engine,
    error::Error,
    limits::{counted, limit},
    ratings,
    services::Published,
    transitions,
};

pub use store::Score;

/// So often a day one application is begun again from: nobody needs more, and each is a draft that is kept.
const BEGUN_AGAIN: u32 = 10;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// So often one applicant is heard in the time that ratings count: once, and for a change of mind or two.
const RATED: u32 = 1;

/// An application that its caller holds the key to, with the version that it was made under.
#[derive(Clone, Debug)]
pub struct OwnApplication {
    case: Authorised<Case>,
    published: Arc<Published>,
}

impl OwnApplication {
    /// The application.
    pub fn case(&self) -> &Case {
        &self.case
    }

    pub(crate) fn into_case(self) -> Authorised<Case> {
        self.case
    }

    /// What its caller may do with it.
    pub fn action(&self) -> Action {
        self.case.action()
    }

    /// The version that it was made under.
    pub fn published(&self) -> &Arc<Published> {
        &self.published
    }
}

impl Engine {
    /// The application of a reference, for whoever may do this with it. Whoever holds no key learns nothing, not even whether
    /// there is such an application: both are [`Error::Forbidden`], and take as long, since it is the application of the key that is
    /// looked for and never the one of the reference.
    pub async fn own_application(
        &self,
        caller: &Caller,
        action: Action,
        reference: &Reference,
    ) -> Result<OwnApplication, Error> {
        if action.credentials() != Credentials::Access {
            return Err(Error::Forbidden);
        }
        let id = caller.application().ok_or(Error::Forbidden)?;
        let case = if_there(self.store.case(id).await)?;
        let case = case.filter(|case| case.reference == *reference);
        let case = case.ok_or(Error::Forbidden)?;
        let case = Authorised::new(case, caller, action)?;
        let published = self.version(&case.application.version).await?;
        Ok(OwnApplication { case, published })
    }

    /// What happened to it.
    pub async fn own_history(&self, own: &OwnApplication) -> Result<Vec<Link>, Error> {
        Ok(self.store.history(own.case.application.id).await?)
    }

    /// Its permits, oldest first.
    pub async fn own_permits(&self, own: &OwnApplication) -> Result<Vec<PermitRow>, Error> {
        Ok(self.store.permits_of(own.case.application.id).await?)
    }

    /// Answers what was asked back. `further` are the questions that the form asks because of these answers; what is computed from
    /// them is computed anew.
    pub async fn answer(
        &self,
        own: OwnApplication,
        mut answers: Answers,
        mut further: Vec<QuestionId>,
    ) -> Result<(), Error> {
        let known = own.case().application.answers_with(&answers);
        let computed = own.published().service.computed(&known);
        further.extend(computed.iter().map(|(id, _)| id.clone()));
        answers.extend(computed);
        self.applicant_acts(own, Command::Answer { answers, further })
            .await
    }

    /// Asks that another person look at a rejection.
    pub async fn appeal(&self, own: OwnApplication, message: String) -> Result<(), Error> {
        self.applicant_acts(own, Command::Appeal { message }).await
    }

    /// Takes it back.
    pub async fn withdraw(&self, own: OwnApplication) -> Result<(), Error> {
        self.applicant_acts(own, Command::Withdraw).await
    }

    async fn applicant_acts(&self, own: OwnApplication, command: Command) -> Result<(), Error> {
        transitions::act(self, own.case, command).await?;
        Ok(())
    }

    /// Whether the applicant has said what they thought of it.
    pub async fn has_rated(&self, own: &OwnApplication) -> Result<bool, Error> {
        let reference = own.case.reference.to_string();
        let hits = counted(self, "rate", &reference).await?;
        Ok(hits.count >= RATED)
    }

    /// Keeps what the applicant thought of it, once.
    pub async fn rate(
        &self,
        own: &OwnApplication,
        score: Score,
        comment: Option<String>,
    ) -> Result<(), Error> {
        let reference = own.case.reference.to_string();
        limit(self, "rate", &reference, RATED, ratings::SINCE).await?;
        let rating = Rating {
            service: own.case.application.service.clone(),
            score,
            comment,
            at: self.now(),
        };
        Ok(self.store.rate(&rating).await?)
    }

    /// Begins a draft of the same answers whose permit is to stand in the place of the last one, and answers its secret, if
    /// that one still holds. It goes on holding until the newer one is in force.
    pub async fn begin_replacement(
        &self,
        own: &OwnApplication,
        reason: ReplacementReason,
        language: &str,
    ) -> Result<String, Error> {
        let permits = self.own_permits(own).await?;
        let last = permits
            .last()
            .filter(|permit| self.may_replace(permit, &own.published));
        let earlier = last.ok_or(Error::Conflict)?;
        let replaces = Replaces {
            application: earlier.application,
            permit: PermitRef(earlier.id.0),
            reason,
        };
        self.begin_again(own, ApplicationPurpose::New, language, Some(replaces))
            .await
    }

    /// Begins a draft for that purpose from what was answered before. What the current version does not offer is an application like any
    /// other.
    pub(super) async fn begin_again(
        &self,
        own: &OwnApplication,
        purpose: ApplicationPurpose,
        language: &str,
        replaces: Option<Replaces>,
    ) -> Result<String, Error> {
        let reference = own.case.reference.to_string();
        limit(self, "begin-again", &reference, BEGUN_AGAIN, A_DAY).await?;
        let service = own.case.application.service.as_str();
        let current = self.services.current(service).ok_or(Error::NotFound)?;
        let purpose = Some(purpose).filter(|purpose| current.service.offers(*purpose));
        let purpose = purpose.unwrap_or(ApplicationPurpose::New);
        let answers = current.service.begun_for(purpose, &own.case.application.answers);
        let origin = Origin {
            application: Some(own.case.application.id),
            replaces,
        };
        self.begin_draft_from(&current, answers, language, origin).await
    }

    /// Whether another permit may be asked for in this one's place: while it holds, and the service is given on line.
    pub fn may_replace(&self, permit: &PermitRow, published: &Published) -> bool {
        permit.status == PermitStatus::Active
            && self.now() < permit.expires_at
            && self.is_online(published.service.id.as_str())
    }
}
