use forms::{OfficeId, QuestionId, StepId};

/// Why an application is not moved to another version. It stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum MoveHindrance {
    /// It is finished.
    #[error("it is finished")]
    Finished,
    /// It is on that version already.
    #[error("it is on that version already")]
    AlreadyThere,
    /// The version that it is on cannot be read here. The engine finds that out.
    #[error("the version that it is on cannot be read")]
    Unreadable,
    /// A newer release of the program keeps something of it that this one does not know.
    #[error("a newer release of the program keeps something of it")]
    NewerRelease,
    /// Whoever moves it is party to it.
    #[error("whoever moves it is party to it")]
    OwnAffair,
    /// The office has approved it, and it waits for one consent before its permit.
    #[error("it waits for a consent alone before its permit")]
    PermitAwaitsConsent,
    /// Its time at the step is over: what happens then is about to.
    #[error("its time is over, and what happens then is about to")]
    TimeIsUp,
    /// The office has approved it, and no step of the new version has anything to do with it but to see to its permit.
    #[error("the new version has no step left for it: what is missing is its permit")]
    NothingLeft,
    /// A rule of the new version would reject it.
    #[error("a rule of the new version would reject it")]
    RulesReject,
    /// It would come to this step of the new version past others that nobody has decided at.
    #[error(
        "it would come to the step {0} past steps at which nobody has decided: send it to an earlier one"
    )]
    TooFar(StepId),
    /// Letters would go to another address than the applicant gave, or to none; or another document would open it.
    #[error("letters would go to another address or to none, or another document would open it")]
    ContactChanges,
    /// Its step has no other in the new version.
    #[error("nothing says where cases at the step {0} go")]
    NoStep(StepId),
    /// Its step hears appeals, looks at samples, or has an inspection with a day, and the one that it would go to does not; or the other way
    /// round.
    #[error("the step {0} and the one that it would go to serve different purposes")]
    OtherPurpose(StepId),
    /// The new version asks this, and there is no answer.
    #[error("there is no answer to the question {0}")]
    AnswerMissing(QuestionId),
    /// The new version does not take the answer to this, or has another text sworn here, or its form ends on the page that begins with it.
    #[error("the answer to the question {0} is not taken")]
    AnswerWrong(QuestionId),
    /// The new version does not offer what it asks for of an earlier permit.
    #[error("what it asks for is not offered")]
    NotOffered,
    /// The new version does not route to its office.
    #[error("the office {0} is gone")]
    OfficeGone(OfficeId),
    /// The applicant is asked this, and the new version does not ask it of them.
    #[error("the applicant is asked the question {0}, which the new version does not ask of them")]
    AskedGone(QuestionId),
    /// Conditions were set for the holder that the new version does not offer.
    #[error("a condition was set that is gone")]
    ConditionGone,
}

impl MoveHindrance {
    /// Its word, stable for translations.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::AlreadyThere => "already-there",
            Self::Unreadable => "unreadable",
            Self::NewerRelease => "newer-release",
            Self::OwnAffair => "own-affair",
            Self::PermitAwaitsConsent => "permit-awaits",
            Self::TimeIsUp => "time-is-up",
            Self::NothingLeft => "nothing-left",
            Self::RulesReject => "rules-reject",
            Self::TooFar(_) => "too-far",
            Self::ContactChanges => "contact-changes",
            Self::NoStep(_) => "no-step",
            Self::OtherPurpose(_) => "other-purpose",
            Self::AnswerMissing(_) => "answer-missing",
            Self::AnswerWrong(_) => "answer-wrong",
            Self::NotOffered => "not-offered",
            Self::OfficeGone(_) => "office-gone",
            Self::AskedGone(_) => "asked-gone",
            Self::ConditionGone => "condition-gone",
        }
    }
}
