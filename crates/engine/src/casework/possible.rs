//! What somebody can do with a case now. `review` is asked, so that no button leads to a refusal that could have been seen
//! coming.

use forms::InspectionOutcome;
use review::{Actor, Cause, Command, PersonId, Refusal, Status};
use store::{Case, Person};

use crate::{
    authorise::{Action, Authorised},
    engine::Engine,
    error::Error,
    people::natural_person::{named_in, officer},
    services::Published,
    transitions::refusal,
};

/// What can be done, and why nothing can be decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one for each button")]
pub struct Possible {
    /// Take it in hand.
    pub claim: bool,
    /// Put it back.
    pub release: bool,
    /// Say yes or no.
    pub decide: bool,
    /// Set the day of an inspection.
    pub set_inspection: bool,
    /// Report what it found.
    pub report_inspection: bool,
    /// Ask the applicant something.
    pub ask: bool,
    /// Pass it on to where its deadline would take it.
    pub escalate: bool,
    /// Into whose hands it can be put.
    pub colleagues: Vec<(PersonId, String)>,
    /// Why nothing can be decided, where that is worth saying.
    pub why_not: Option<WhyNot>,
}

/// Why nothing can be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// It is the reader's own application.
    OwnApplication,
    /// A colleague has it in hand.
    HeldBy(PersonId),
    /// It waits for its applicant.
    WaitsForApplicant,
    /// The rules say no.
    Refused(Refusal),
}

impl Engine {
    /// What the reader of a case can do with it.
    pub async fn possible(&self, case: &Authorised<Case>, published: &Published) -> Result<Possible, Error> {
        let Some(person) = case.caller().person() else {
            return Ok(Possible::default());
        };
        let named = named_in(self, &case.application).await?;
        let actor = Actor::Officer(officer(self, person, &case.application, &named));
        let refused = |command| refusal(self, published, &case.application, command, &actor);
        let allows = |action, command| case.may(action) && refused(command).is_none();
        let decide = allows(Action::Decide, Command::APPROVE);
        let claim = allows(Action::Claim, Command::Claim);
        let report = refused(Command::ReportInspection {
            on: self.today(),
            outcome: InspectionOutcome::InOrder,
            words: None,
        });
        let set_inspection = case.may(Action::Decide)
            && report
                .as_ref()
                .is_none_or(|refusal| refusal.cause == Cause::NoInspectionSet);
        let sample = matches!(case.application.status, Status::Approved { .. });
        Ok(Possible {
            claim,
            release: allows(Action::Claim, Command::Release),
            decide,
            set_inspection,
            report_inspection: set_inspection && report.is_none(),
            ask: (decide || set_inspection && report.is_some()) && !sample && case.may(Action::AskBack),
            escalate: allows(Action::Escalate, Command::Escalate { to: None }),
            colleagues: if case.may(Action::Assign) {
                self.colleagues(case, published, &actor, &named).await?
            } else {
                Vec::new()
            },
            why_not: if claim || decide || set_inspection {
                None
            } else {
                why_not(person.id, case, refused)
            },
        })
    }

    /// Everybody who could take it on.
    async fn colleagues(
        &self,
        case: &Authorised<Case>,
        published: &Published,
        actor: &Actor,
        named: &[Person],
    ) -> Result<Vec<(PersonId, String)>, Error> {
        let application = &case.application;
        let could = |person: &Person| {
            let to = officer(self, person, application, named);
            person.disabled_at.is_none()
                && refusal(self, published, application, Command::Assign { to }, actor).is_none()
        };
        let people = self.store.people().await?.into_iter();
        Ok(people
            .filter(could)
            .map(|person| (person.id, person.name))
            .collect())
    }
}

fn why_not(
    person: PersonId,
    case: &Authorised<Case>,
    refused: impl Fn(Command) -> Option<Refusal>,
) -> Option<WhyNot> {
    let is_own = |refusal: &Refusal| refusal.cause == Cause::OwnAffair;
    if refused(Command::Claim).as_ref().is_some_and(is_own) {
        return Some(WhyNot::OwnApplication);
    }
    if !case.may(Action::Decide) {
        return None;
    }
    match &case.application.status {
        Status::Claimed { by, .. } if *by != person => Some(WhyNot::HeldBy(*by)),
        Status::Queued { .. } | Status::Claimed { .. } => {
            let claim = refused(Command::Claim).filter(|refusal| refusal.code() != "already-held");
            claim.or_else(|| refused(Command::APPROVE)).map(WhyNot::Refused)
        }
        Status::Waiting { .. } => Some(WhyNot::WaitsForApplicant),
        Status::Approved { .. } if case.application.sampled => refused(Command::APPROVE)
            .filter(|refusal| refusal.cause == Cause::NoDocument)
            .map(WhyNot::Refused),
        _ => None,
    }
}
