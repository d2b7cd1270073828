use forms::{QuestionId, ReasonCode, StepId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::PersonId;

/// Where an application stands, with the facts of it. The seven names are common to all services.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", deny_unknown_fields)]
pub enum Status {
    /// Waits at a step for somebody to take it.
    Queued {
        /// The step.
        step: StepId,
        /// When it came to the step. Being claimed and released again does not cost it its place.
        since: Timestamp,
    },
    /// One officer has it in hand.
    Claimed {
        /// The step.
        step: StepId,
        /// Who has it.
        by: PersonId,
        /// When they took it.
        since: Timestamp,
    },
    /// The applicant was asked for something.
    Waiting {
        /// The step that asked, and to which the answer goes back.
        step: StepId,
        /// What the applicant may answer anew.
        questions: Vec<QuestionId>,
        /// The officer's words to the applicant.
        message: String,
        /// When it was asked.
        since: Timestamp,
        /// The first instant at which an answer is too late.
        until: Timestamp,
    },
    /// A permit is due. If sampled, a person still looks at it afterwards.
    Approved {
        /// When.
        at: Timestamp,
        /// By whom or what.
        by: Decider,
    },
    /// No permit; the applicant may appeal where the service offers it.
    Rejected {
        /// When.
        at: Timestamp,
        /// By whom or what.
        by: Decider,
        /// The canned reason, told to the applicant in the service's words.
        reason: ReasonCode,
        /// What the officer added for the applicant.
        note: Option<String>,
    },
    /// The applicant took it back.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// Time ran out.
    Lapsed {
        /// When.
        at: Timestamp,
    },
}

/// Who or what made the final decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "who")]
pub enum Decider {
    /// An automatic rule, named by its reason.
    Rule(ReasonCode),
    /// These persons, each of whom had to agree (or the one who rejected).
    People(Vec<PersonId>),
    /// The office was silent until the deadline of this step, and the service file says what that means.
    Deadline {
        /// The step.
        step: StepId,
        /// The reason that the file gives.
        because: ReasonCode,
    },
    /// Whoever was asked to consent at this step refused.
    Consent {
        /// The step.
        step: StepId,
        /// The reason that the file gives.
        because: ReasonCode,
    },
}

impl Status {
    /// The status in the fixed vocabulary.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Queued { .. } => "Queued",
            Self::Claimed { .. } => "Claimed",
            Self::Waiting { .. } => "Waiting",
            Self::Approved { .. } => "Approved",
            Self::Rejected { .. } => "Rejected",
            Self::Withdrawn { .. } => "Withdrawn",
            Self::Lapsed { .. } => "Lapsed",
        }
    }

    /// The step it is at, while it is under way.
    pub fn step(&self) -> Option<&StepId> {
        match self {
            Self::Queued { step, .. } | Self::Claimed { step, .. } | Self::Waiting { step, .. } => Some(step),
            Self::Approved { .. } | Self::Rejected { .. } | Self::Withdrawn { .. } | Self::Lapsed { .. } => {
                None
            }
        }
    }

    /// Whether people decided it, not a rule or a deadline.
    pub fn is_decided_by_people(&self) -> bool {
        matches!(
            self,
            Self::Approved {
                by: Decider::People(_),
                ..
            } | Self::Rejected {
                by: Decider::People(_),
                ..
            }
        )
    }

    /// Whether the case is closed. A rejection may still be appealed against, a sampled approval overturned.
    pub fn is_final(&self) -> bool {
        self.step().is_none()
    }
}
