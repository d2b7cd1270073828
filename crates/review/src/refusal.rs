use forms::{ConditionCode, QuestionId, ReasonCode, Role, StepId};

use crate::{PermitStatus, PersonId};

/// Why a command was not carried out. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{command} refused while {status}: {cause}")]
pub struct Refusal {
    /// The name of the status that the application is in; `New` before it is submitted.
    pub status: &'static str,
    /// The name of the command.
    pub command: &'static str,
    /// The cause.
    pub cause: Cause,
}

impl Refusal {
    /// The cause's word, stable for translations.
    pub fn code(&self) -> &'static str {
        self.cause.code()
    }
}

/// The cause of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Cause {
    /// The application exists already.
    #[error("the application has been submitted already")]
    AlreadySubmitted,
    /// The case is closed.
    #[error("the case is closed")]
    Finished,
    /// The command has no meaning in this status.
    #[error("it cannot be done in this status")]
    Impossible,
    /// The command is not this kind of actor's to give.
    #[error("it is not theirs to do")]
    WrongActor,
    /// They are party to it.
    #[error("they are party to it")]
    OwnAffair,
    /// The colleague whom it was to be given to is party to it.
    #[error("the colleague is party to it")]
    ColleagueIsParty,
    /// A document is asked of whoever decides here, and there is none of whoever would.
    #[error("no document is kept of who would decide")]
    NoDocument,
    /// The step wants a role that the officer lacks.
    #[error("the step needs the role {0}")]
    RoleMissing(Role),
    /// Somebody outside the office has to consent first.
    #[error("it waits for somebody's consent")]
    AwaitsConsent,
    /// Others have to give their opinions first, or their time to end.
    #[error("it waits for opinions")]
    AwaitsOpinions,
    /// This opinion is not awaited: it was given, its time is over, or it was never asked for.
    #[error("the opinion is not awaited")]
    OpinionNotAwaited,
    /// An opinion that is not plainly favourable says why.
    #[error("the opinion has no words")]
    OpinionWithoutWords,
    /// At this step somebody inspects and reports; the next one decides.
    #[error("an inspection is made here, and nothing is decided")]
    AwaitsInspection,
    /// Nothing is inspected at this step.
    #[error("nothing is inspected here")]
    NothingToInspect,
    /// The moment is over already.
    #[error("the inspection would be in the past")]
    InspectionInThePast,
    /// The office's time at the step ends before.
    #[error("the inspection would be after the deadline of the step")]
    InspectionTooLate,
    /// No day was set, so nobody was told of it.
    #[error("no inspection was set")]
    NoInspectionSet,
    /// Whoever applied waits for somebody who comes, and is not asked anything else meanwhile.
    #[error("an inspection is set")]
    InspectionIsSet,
    /// It was made on no such day: that is still to come, or the case was not here yet.
    #[error("the inspection cannot have been on that day")]
    InspectionDay,
    /// Nobody can have been missed before the hour that they were told.
    #[error("the hour of the inspection is still to come")]
    InspectionAhead,
    /// What is not in order is said.
    #[error("the report has no words")]
    InspectionWithoutWords,
    /// Nobody has it in hand: claim it first.
    #[error("nobody has claimed it")]
    NotClaimed,
    /// The same officer has it already.
    #[error("they have it already")]
    AlreadyHeld,
    /// A colleague has it in hand.
    #[error("{0} has it in hand")]
    HeldByAnother(PersonId),
    /// They decided another step of this application.
    #[error("they decided at step {0} before")]
    FourEyes(StepId),
    /// They approved at this step; now somebody else must.
    #[error("they have approved at this step already")]
    AlreadyApproved,
    /// An appeal is for somebody who has not decided in the case before.
    #[error("an appeal needs another person")]
    AppealNeedsAnother,
    /// No question was named.
    #[error("no question was asked")]
    NothingAsked,
    /// The service does not let this question be asked back.
    #[error("the question {0} may not be asked back")]
    MayNotAsk(QuestionId),
    /// The applicant was not asked this.
    #[error("the question {0} was not asked")]
    NotAsked(QuestionId),
    /// The time for it is over.
    #[error("the time for it is over")]
    TooLate,
    /// A timer went off before its time.
    #[error("its time has not come")]
    TooEarly,
    /// The service has no such reason.
    #[error("the reason {0} is not one of the service's")]
    UnknownReason(ReasonCode),
    /// The service has the reason, for another decision.
    #[error("the reason {0} is for another decision")]
    ReasonForOther(ReasonCode),
    /// The service has no such condition.
    #[error("the condition {0} is not one of the service's")]
    UnknownCondition(ConditionCode),
    /// The service lets nobody write conditions.
    #[error("the service lets nobody write conditions of their own")]
    NoConditionsToWrite,
    /// A written condition is longer than the paper has room for.
    #[error("a written condition is too long")]
    ConditionTooLong,
    /// The permit was issued by rule, so its holder cannot be told of conditions any more.
    #[error("the permit is out, without conditions")]
    PermitIsOut,
    /// The service offers no appeal.
    #[error("the service offers no appeal")]
    NoAppeal,
    /// The one appeal has been used.
    #[error("the appeal has been used")]
    AlreadyAppealed,
    /// The service file does not escalate from this step, or not to there.
    #[error("the step does not escalate there")]
    NowhereToEscalate,
    /// The service file says otherwise of this deadline.
    #[error("the service file says otherwise of this deadline")]
    NotTheDeadline,
    /// The timer belongs to a visit to a step that is over.
    #[error("the timer is stale")]
    Stale,
    /// The permit is not in a status that this could change.
    #[error("the permit is {}", .0.name())]
    PermitStandsElsewhere(PermitStatus),
    /// They suspended it themselves: reinstating takes another person.
    #[error("they suspended it themselves")]
    SuspendedByThemselves,
    /// The workflow handed in lacks the step: a file that was not checked, or another version's.
    #[error("the workflow has no step {0}")]
    UnknownStep(StepId),
    /// The workflow handed in has no step that an application could start at.
    #[error("the workflow has no first step")]
    NoFirstStep,
}

impl Cause {
    /// The cause's word, stable for translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::AlreadySubmitted => "already-submitted",
            Self::Finished => "finished",
            Self::Impossible => "impossible",
            Self::WrongActor => "wrong-actor",
            Self::OwnAffair => "own-affair",
            Self::ColleagueIsParty => "colleague-is-party",
            Self::NoDocument => "no-document",
            Self::RoleMissing(_) => "role-missing",
            Self::AwaitsConsent => "awaits-consent",
            Self::AwaitsOpinions => "awaits-opinions",
            Self::OpinionNotAwaited => "opinion-not-awaited",
            Self::OpinionWithoutWords => "opinion-without-words",
            Self::AwaitsInspection => "awaits-inspection",
            Self::NothingToInspect => "nothing-to-inspect",
            Self::InspectionInThePast => "inspection-in-the-past",
            Self::InspectionTooLate => "inspection-too-late",
            Self::NoInspectionSet => "no-inspection-set",
            Self::InspectionIsSet => "inspection-is-set",
            Self::InspectionDay => "inspection-day",
            Self::InspectionAhead => "inspection-ahead",
            Self::InspectionWithoutWords => "inspection-without-words",
            Self::NotClaimed => "not-claimed",
            Self::AlreadyHeld => "already-held",
            Self::HeldByAnother(_) => "held-by-another",
            Self::FourEyes(_) => "four-eyes",
            Self::AlreadyApproved => "already-approved",
            Self::AppealNeedsAnother => "appeal-needs-another",
            Self::NothingAsked => "nothing-asked",
            Self::MayNotAsk(_) => "may-not-ask",
            Self::NotAsked(_) => "not-asked",
            Self::TooLate => "too-late",
            Self::TooEarly => "too-early",
            Self::UnknownReason(_) => "unknown-reason",
            Self::ReasonForOther(_) => "reason-for-other",
            Self::UnknownCondition(_) => "unknown-condition",
            Self::NoConditionsToWrite => "no-conditions-to-write",
            Self::ConditionTooLong => "condition-too-long",
            Self::PermitIsOut => "permit-is-out",
            Self::NoAppeal => "no-appeal",
            Self::AlreadyAppealed => "already-appealed",
            Self::NowhereToEscalate => "nowhere-to-escalate",
            Self::NotTheDeadline => "not-the-deadline",
            Self::Stale => "stale",
            Self::PermitStandsElsewhere(_) => "permit-stands-elsewhere",
            Self::SuspendedByThemselves => "suspended-by-themselves",
            Self::UnknownStep(_) => "unknown-step",
            Self::NoFirstStep => "no-first-step",
        }
    }
}
