use forms::{Answers, InspectionOutcome, OpinionId, OpinionOutcome, QuestionId, ReasonCode, StepId};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{AccessChange, Conditions, Officer, PermitReason, PermitRef, PermitStatus, ReplacementReason};

/// What somebody wants done with an application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "command")]
pub enum Command {
    /// Hand in the application. Done by [`submit`](crate::submit); refused for one that exists.
    Submit {
        /// The complete, checked answers.
        answers: Answers,
    },
    /// Take it in hand.
    Claim,
    /// Put it back in the queue.
    Release,
    /// Put it in the hands of a colleague. The engine decides who may assign. No timer does, so it is never stored: it holds
    /// what names the colleague.
    #[serde(skip)]
    Assign {
        /// The colleague, as they stand to this application now.
        to: Officer,
    },
    /// Ask the applicant to answer some questions anew.
    Ask {
        /// Which, of those that the service allows to be asked.
        questions: Vec<QuestionId>,
        /// What is wrong or missing, in words to the applicant.
        message: String,
    },
    /// The applicant's answers to what was asked.
    Answer {
        /// Only questions that were asked, or further ones. What was asked and is not here was left blank.
        answers: Answers,
        /// Questions that the form asks because of these answers; its reader vouches for that.
        further: Vec<QuestionId>,
    },
    /// Say yes at this step; of a sampled approval: it was right.
    Approve {
        /// For the file, not for the applicant.
        note: Option<String>,
        /// What the holder must keep to beside what all must; nothing of a sampled approval, whose permit is out.
        #[serde(default, skip_serializing_if = "Conditions::are_none")]
        conditions: Conditions,
    },
    /// Say no, which ends the case; of a sampled approval: it was wrong.
    Reject {
        /// One of the service's reasons.
        reason: ReasonCode,
        /// Words to the applicant.
        note: Option<String>,
    },
    /// Whoever is asked for it consents. No timer does, so it is never stored, and neither is a refusal.
    #[serde(skip)]
    Consent {
        /// The name that they sign with.
        name: String,
    },
    /// They refuse, which ends the case.
    #[serde(skip)]
    RefuseConsent {
        /// The name that they sign with.
        name: String,
    },
    /// Give an opinion that is asked for at the step. No timer does, so it is never stored.
    #[serde(skip)]
    GiveOpinion {
        /// Which.
        opinion: OpinionId,
        /// What it comes to.
        outcome: OpinionOutcome,
        /// In which words; needed for all that is not plainly favourable.
        words: Option<String>,
    },
    /// Go on without the opinions that are not there, since their time is over.
    CloseOpinions,
    /// Set the day and the hour of an inspection, or put it off. No timer does, so it is never stored, and neither is a report.
    #[serde(skip)]
    SetInspection {
        /// When it is to be.
        at: Timestamp,
    },
    /// Say what an inspection found.
    #[serde(skip)]
    ReportInspection {
        /// The day on which they were there.
        on: Date,
        /// What was found.
        outcome: InspectionOutcome,
        /// In which words; needed where something is not in order.
        words: Option<String>,
    },
    /// The applicant takes it back.
    Withdraw,
    /// The applicant asks that another person look at a rejection.
    Appeal {
        /// Why.
        message: String,
    },
    /// Pass it on to where the step's deadline would escalate it.
    Escalate {
        /// Must be that step where it is named.
        to: Option<StepId>,
    },
    /// Close it because time ran out.
    Lapse,
    /// Change what opens the application; possible in any status, and only by the applicant.
    ChangeAccess(AccessChange),
    /// Let a permit not hold for now; possible in any status of the application, as are those below.
    SuspendPermit(PermitRequest),
    /// Let a suspended permit hold again.
    ReinstatePermit(PermitRequest),
    /// Let a permit never hold again.
    RevokePermit(PermitRequest),
    /// Let a permit never hold again, since a newer one is in force in its place.
    ReplacePermit {
        /// Which.
        permit: PermitRef,
        /// The status that it was seen in.
        seen: PermitStatus,
        /// The permit that stands in its place.
        by: PermitRef,
        /// Why.
        reason: ReplacementReason,
    },
    /// Give a permit another signature over the same claims, since its key is void.
    SignPermitAnew {
        /// Which.
        permit: PermitRef,
        /// The status that it was seen in.
        seen: PermitStatus,
    },
}

/// What is asked for a permit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermitRequest {
    /// Which.
    pub permit: PermitRef,
    /// The status that it was seen in.
    pub seen: PermitStatus,
    /// Why.
    pub reason: PermitReason,
    /// The office's words.
    pub note: Option<String>,
}

impl Command {
    /// Yes, without a word and without conditions.
    pub const APPROVE: Self = Self::Approve {
        note: None,
        conditions: Conditions::NONE,
    };

    /// The words of all commands that this release reads where they are stored.
    pub const NAMES: [&str; 18] = [
        "submit",
        "claim",
        "release",
        "ask",
        "answer",
        "approve",
        "reject",
        "close-opinions",
        "withdraw",
        "appeal",
        "escalate",
        "lapse",
        "change-access",
        "suspend-permit",
        "reinstate-permit",
        "revoke-permit",
        "replace-permit",
        "sign-permit-anew",
    ];

    /// The command's word, stable for logs and translations.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Submit { .. } => "submit",
            Self::Claim => "claim",
            Self::Release => "release",
            Self::Assign { .. } => "assign",
            Self::Ask { .. } => "ask",
            Self::Answer { .. } => "answer",
            Self::Approve { .. } => "approve",
            Self::Reject { .. } => "reject",
            Self::Consent { .. } => "consent",
            Self::RefuseConsent { .. } => "refuse-consent",
            Self::GiveOpinion { .. } => "give-opinion",
            Self::CloseOpinions => "close-opinions",
            Self::SetInspection { .. } => "set-inspection",
            Self::ReportInspection { .. } => "report-inspection",
            Self::Withdraw => "withdraw",
            Self::Appeal { .. } => "appeal",
            Self::Escalate { .. } => "escalate",
            Self::Lapse => "lapse",
            Self::ChangeAccess(_) => "change-access",
            Self::SuspendPermit(_) => "suspend-permit",
            Self::ReinstatePermit(_) => "reinstate-permit",
            Self::RevokePermit(_) => "revoke-permit",
            Self::ReplacePermit { .. } => "replace-permit",
            Self::SignPermitAnew { .. } => "sign-permit-anew",
        }
    }
}
