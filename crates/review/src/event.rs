use forms::{
    Answers, Charge, ContentHash, InspectionOutcome, OfficeId, OpinionId, OpinionOutcome, QuestionId,
    ReasonCode, ServiceId, StepId,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    AccessChange, ApplicationId, AskedOpinion, Conditions, Decider, EventKind, PermitReason, PermitRef,
    PersonId, ReplacementReason, Replaces, SilentOpinion,
};

/// What happened to an application, with its facts. This is the payload that can be erased by law.
///
/// Each kind carries its version in the stored tag. A field added later is optional and skipped when absent,
/// or the commitments of the events stored before would no longer hold; anything else is a new tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event")]
pub enum Event {
    /// Handed in. What the rules made of it is always the next event: queued, approved or rejected.
    #[serde(rename = "submitted.1")]
    Submitted {
        /// The service applied for.
        service: ServiceId,
        /// The version of its file.
        version: ContentHash,
        /// The office it is routed to.
        office: Option<OfficeId>,
        /// The answers.
        answers: Answers,
        /// The permit in whose place its own is to stand, if it is a correction or a loss.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        replaces: Option<Replaces>,
        /// The application whose answers it was begun with, if it is to follow that one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        begun_from: Option<ApplicationId>,
        /// What it costs by these answers, as it was computed then; none where the service's file has no fee. Releases before this
        /// was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fee: Option<Charge>,
    },
    /// The rules left it to the people of a step.
    #[serde(rename = "queued.1")]
    Queued {
        /// The step.
        step: StepId,
        /// When the office's time at the step ends, as it was computed then; none where the step has no deadline. Releases before
        /// this was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    /// An officer took it in hand.
    #[serde(rename = "claimed.1")]
    Claimed {
        /// Who.
        by: PersonId,
    },
    /// The officer put it back.
    #[serde(rename = "released.1")]
    Released,
    /// It was put in an officer's hands by another.
    #[serde(rename = "assigned.1")]
    Assigned {
        /// Who has it now.
        to: PersonId,
    },
    /// The applicant was asked.
    #[serde(rename = "asked.1")]
    Asked {
        /// What.
        questions: Vec<QuestionId>,
        /// In which words.
        message: String,
        /// The first instant at which an answer is too late.
        until: Timestamp,
    },
    /// The applicant answered; the step begins anew with the new answers.
    #[serde(rename = "answered.1")]
    Answered {
        /// Only what was answered anew.
        answers: Answers,
        /// The office it is routed to now.
        office: Option<OfficeId>,
        /// When the office's time at the step ends, as it was computed then; none where the step has no deadline. Releases before
        /// this was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
        /// What it costs by these answers, as it was computed then; none where the service's file has no fee. Releases before this
        /// was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fee: Option<Charge>,
    },
    /// One person said yes at a step; more may be needed.
    #[serde(rename = "step-approved.1")]
    StepApproved {
        /// Where.
        step: StepId,
        /// Who.
        by: PersonId,
        /// For the file.
        note: Option<String>,
        /// What the holder must keep to beside what all must. Releases before this was kept left it out.
        #[serde(default, skip_serializing_if = "Conditions::are_none")]
        conditions: Conditions,
    },
    /// Whoever was asked to at a step consented.
    #[serde(rename = "consented.1")]
    Consented {
        /// Where.
        step: StepId,
        /// The name that they signed with.
        name: String,
        /// What they consented to: the answers that they were shown, and their address.
        to: Answers,
    },
    /// Whoever was asked to at a step did not answer in time, and the office sees to it without them.
    #[serde(rename = "consent-unanswered.1")]
    ConsentUnanswered {
        /// Where.
        step: StepId,
    },
    /// All of the office that had to approve have, and a consent is missing before the permit.
    #[serde(rename = "consent-awaited.1")]
    ConsentAwaited {
        /// The step that was passed.
        from: StepId,
        /// The step at which somebody is asked.
        to: StepId,
        /// When their time ends.
        due: Option<Timestamp>,
    },
    /// Whoever was asked to at a step did not consent.
    #[serde(rename = "consent-refused.1")]
    ConsentRefused {
        /// Where.
        step: StepId,
        /// The name that they signed with.
        name: String,
    },
    /// Others are asked for their opinions at a step, all at once.
    #[serde(rename = "opinions-asked.1")]
    OpinionsAsked {
        /// Where.
        step: StepId,
        /// Which, and what each is shown.
        of: Vec<AskedOpinion>,
    },
    /// One of them gave their opinion.
    #[serde(rename = "opinion-given.1")]
    OpinionGiven {
        /// Where.
        step: StepId,
        /// Which.
        opinion: OpinionId,
        /// Who.
        by: PersonId,
        /// What it comes to.
        outcome: OpinionOutcome,
        /// In which words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
    },
    /// The time for opinions at a step was over before all were there.
    #[serde(rename = "opinions-closed.1")]
    OpinionsClosed {
        /// Where.
        step: StepId,
        /// Those that were not given, and what that means.
        silent: Vec<SilentOpinion>,
    },
    /// A day and an hour were set for an inspection; where some were set before, it is put off.
    #[serde(rename = "inspection-set.1")]
    InspectionSet {
        /// Where in the workflow.
        step: StepId,
        /// When it is to be.
        at: Timestamp,
        /// Who set it.
        by: PersonId,
    },
    /// Somebody says what an inspection found.
    #[serde(rename = "inspection-reported.1")]
    InspectionReported {
        /// Where in the workflow.
        step: StepId,
        /// Who.
        by: PersonId,
        /// The day on which they were there.
        on: Date,
        /// What was found.
        outcome: InspectionOutcome,
        /// In which words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<String>,
    },
    /// A step was passed and the next one has it.
    #[serde(rename = "advanced.1")]
    Advanced {
        /// The step that was passed.
        from: StepId,
        /// The step that has it now.
        to: StepId,
        /// When the office's time at the step ends, as it was computed then; none where the step has no deadline. Releases before
        /// this was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    /// Approved for good: a permit is due.
    #[serde(rename = "approved.1")]
    Approved {
        /// By whom or what.
        by: Decider,
        /// The permit; releases before permits were part of the history left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        permit: Option<PermitRef>,
    },
    /// Rejected.
    #[serde(rename = "rejected.1")]
    Rejected {
        /// By whom or what.
        by: Decider,
        /// The canned reason.
        reason: ReasonCode,
        /// Words to the applicant.
        note: Option<String>,
        /// The first instant at which an appeal is too late, as it was computed then; none where the service offers no appeal.
        /// Releases before this was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appeal_until: Option<Timestamp>,
    },
    /// An automatic approval was picked for a person to look at.
    #[serde(rename = "sampled.1")]
    Sampled {
        /// The step whose people look.
        step: StepId,
    },
    /// A person found the sampled approval right.
    #[serde(rename = "sample-upheld.1")]
    SampleUpheld {
        /// The step whose people look.
        step: StepId,
        /// Who.
        by: PersonId,
        /// For the file.
        note: Option<String>,
    },
    /// A person found the sampled approval wrong: it counts as rejected, its permit is revoked.
    #[serde(rename = "sample-overturned.1")]
    SampleOverturned {
        /// The step whose people look.
        step: StepId,
        /// Who.
        by: PersonId,
        /// The canned reason.
        reason: ReasonCode,
        /// Words to the applicant.
        note: Option<String>,
        /// The first instant at which an appeal is too late, as it was computed then; none where the service offers no appeal.
        /// Releases before this was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        appeal_until: Option<Timestamp>,
    },
    /// The applicant took it back.
    #[serde(rename = "withdrawn.1")]
    Withdrawn,
    /// The applicant appealed against a rejection.
    #[serde(rename = "appealed.1")]
    Appealed {
        /// The appeal step.
        step: StepId,
        /// Why.
        message: String,
        /// When the office's time at the step ends, as it was computed then; none where the step has no deadline. Releases before
        /// this was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    /// It was passed on without a decision.
    #[serde(rename = "escalated.1")]
    Escalated {
        /// The step it left.
        from: StepId,
        /// The step that has it now.
        to: StepId,
        /// When the office's time at the step ends, as it was computed then; none where the step has no deadline. Releases before
        /// this was kept left it out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
    },
    /// Time ran out.
    #[serde(rename = "lapsed.1")]
    Lapsed {
        /// The step it was at.
        step: StepId,
    },
    /// The office moved it to another version of its service, by whose rules its step begins anew.
    #[serde(rename = "moved-to-version.1")]
    MovedToVersion {
        /// The version that it is on now.
        version: ContentHash,
        /// The step that it left.
        from: StepId,
        /// The step of the new version that has it now.
        to: StepId,
        /// The office it is routed to now.
        office: Option<OfficeId>,
        /// When the office's time at the step ends; none where the step has no deadline, or the applicant is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Timestamp>,
        /// When silence was to approve it at the latest, by the versions that it was on at this step, if silence does not approve it there now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        silence: Option<Timestamp>,
        /// The answers that read otherwise by the new version: what is computed, mostly.
        #[serde(default, skip_serializing_if = "Answers::is_empty")]
        answers: Answers,
        /// The questions whose answers fall away, since the new version does not ask them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        dropped: Vec<QuestionId>,
        /// The revisions of the visits whose yeses had taken it through their step, by the rules of then. Another version may ask for
        /// more people at a step, or for fewer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        passed: Vec<u64>,
        /// The opinions that count no more, since what was asked reads otherwise now, or of another body.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        opinions_gone: Vec<OpinionId>,
        /// The steps whose consents count no more, since what was asked there reads otherwise now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        consents_gone: Vec<StepId>,
    },
    /// The applicant changed what opens the application, which stays as it is.
    #[serde(rename = "access-changed.1")]
    AccessChanged {
        /// How.
        change: AccessChange,
    },
    /// The permit does not hold for now. The application stays as it is.
    #[serde(rename = "permit-suspended.1")]
    PermitSuspended {
        /// Which.
        permit: PermitRef,
        /// Why.
        reason: PermitReason,
        /// The office's words.
        note: Option<String>,
    },
    /// The permit holds again.
    #[serde(rename = "permit-reinstated.1")]
    PermitReinstated {
        /// Which.
        permit: PermitRef,
        /// Why.
        reason: PermitReason,
        /// The office's words.
        note: Option<String>,
    },
    /// The key of the permit's signature is void, and it has another signature over the same claims.
    #[serde(rename = "permit-signed-anew.1")]
    PermitSignedAnew {
        /// Which.
        permit: PermitRef,
    },
    /// A newer permit is in force, and this one never holds again.
    #[serde(rename = "permit-replaced.1")]
    PermitReplaced {
        /// Which.
        permit: PermitRef,
        /// The permit that stands in its place; it may be of another application.
        by: PermitRef,
        /// Why.
        reason: ReplacementReason,
    },
    /// The permit never holds again.
    #[serde(rename = "permit-revoked.1")]
    PermitRevoked {
        /// Which.
        permit: PermitRef,
        /// Why.
        reason: PermitReason,
        /// The office's words.
        note: Option<String>,
    },
}

impl Event {
    /// Its kind.
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Submitted { .. } => EventKind::Submitted,
            Self::Queued { .. } => EventKind::Queued,
            Self::Claimed { .. } => EventKind::Claimed,
            Self::Released => EventKind::Released,
            Self::Assigned { .. } => EventKind::Assigned,
            Self::Asked { .. } => EventKind::Asked,
            Self::Answered { .. } => EventKind::Answered,
            Self::StepApproved { .. } => EventKind::StepApproved,
            Self::Consented { .. } => EventKind::Consented,
            Self::ConsentUnanswered { .. } => EventKind::ConsentUnanswered,
            Self::ConsentAwaited { .. } => EventKind::ConsentAwaited,
            Self::ConsentRefused { .. } => EventKind::ConsentRefused,
            Self::OpinionsAsked { .. } => EventKind::OpinionsAsked,
            Self::OpinionGiven { .. } => EventKind::OpinionGiven,
            Self::OpinionsClosed { .. } => EventKind::OpinionsClosed,
            Self::InspectionSet { .. } => EventKind::InspectionSet,
            Self::InspectionReported { .. } => EventKind::InspectionReported,
            Self::Advanced { .. } => EventKind::Advanced,
            Self::Approved { .. } => EventKind::Approved,
            Self::Rejected { .. } => EventKind::Rejected,
            Self::Sampled { .. } => EventKind::Sampled,
            Self::SampleUpheld { .. } => EventKind::SampleUpheld,
            Self::SampleOverturned { .. } => EventKind::SampleOverturned,
            Self::Withdrawn => EventKind::Withdrawn,
            Self::Appealed { .. } => EventKind::Appealed,
            Self::Escalated { .. } => EventKind::Escalated,
            Self::Lapsed { .. } => EventKind::Lapsed,
            Self::MovedToVersion { .. } => EventKind::MovedToVersion,
            Self::AccessChanged { .. } => EventKind::AccessChanged,
            Self::PermitSuspended { .. } => EventKind::PermitSuspended,
            Self::PermitReinstated { .. } => EventKind::PermitReinstated,
            Self::PermitRevoked { .. } => EventKind::PermitRevoked,
            Self::PermitSignedAnew { .. } => EventKind::PermitSignedAnew,
            Self::PermitReplaced { .. } => EventKind::PermitReplaced,
        }
    }
}
