use serde::{Deserialize, Serialize};

use crate::MaybeNewer;

/// The kind of an event, without its facts: what the history still tells of an erased one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "each is the event of the same name")]
pub enum EventKind {
    Submitted,
    Queued,
    Claimed,
    Released,
    Assigned,
    Asked,
    Answered,
    StepApproved,
    Consented,
    ConsentUnanswered,
    ConsentAwaited,
    ConsentRefused,
    OpinionsAsked,
    OpinionGiven,
    OpinionsClosed,
    InspectionSet,
    InspectionReported,
    Advanced,
    Approved,
    Rejected,
    Sampled,
    SampleUpheld,
    SampleOverturned,
    Withdrawn,
    Appealed,
    Escalated,
    Lapsed,
    MovedToVersion,
    AccessChanged,
    PermitSuspended,
    PermitReinstated,
    PermitRevoked,
    PermitSignedAnew,
    PermitReplaced,
}

impl EventKind {
    /// All that this release knows.
    pub const ALL: [Self; 34] = [
        Self::Submitted,
        Self::Queued,
        Self::Claimed,
        Self::Released,
        Self::Assigned,
        Self::Asked,
        Self::Answered,
        Self::StepApproved,
        Self::Consented,
        Self::ConsentUnanswered,
        Self::ConsentAwaited,
        Self::ConsentRefused,
        Self::OpinionsAsked,
        Self::OpinionGiven,
        Self::OpinionsClosed,
        Self::InspectionSet,
        Self::InspectionReported,
        Self::Advanced,
        Self::Approved,
        Self::Rejected,
        Self::Sampled,
        Self::SampleUpheld,
        Self::SampleOverturned,
        Self::Withdrawn,
        Self::Appealed,
        Self::Escalated,
        Self::Lapsed,
        Self::MovedToVersion,
        Self::AccessChanged,
        Self::PermitSuspended,
        Self::PermitReinstated,
        Self::PermitRevoked,
        Self::PermitSignedAnew,
        Self::PermitReplaced,
    ];

    /// The kind's word, stable for hashing, logs and translations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::Queued => "queued",
            Self::Claimed => "claimed",
            Self::Released => "released",
            Self::Assigned => "assigned",
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::StepApproved => "step-approved",
            Self::Consented => "consented",
            Self::ConsentUnanswered => "consent-unanswered",
            Self::ConsentAwaited => "consent-awaited",
            Self::ConsentRefused => "consent-refused",
            Self::OpinionsAsked => "opinions-asked",
            Self::OpinionGiven => "opinion-given",
            Self::OpinionsClosed => "opinions-closed",
            Self::InspectionSet => "inspection-set",
            Self::InspectionReported => "inspection-reported",
            Self::Advanced => "advanced",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Sampled => "sampled",
            Self::SampleUpheld => "sample-upheld",
            Self::SampleOverturned => "sample-overturned",
            Self::Withdrawn => "withdrawn",
            Self::Appealed => "appealed",
            Self::Escalated => "escalated",
            Self::Lapsed => "lapsed",
            Self::MovedToVersion => "moved-to-version",
            Self::AccessChanged => "access-changed",
            Self::PermitSuspended => "permit-suspended",
            Self::PermitReinstated => "permit-reinstated",
            Self::PermitRevoked => "permit-revoked",
            Self::PermitSignedAnew => "permit-signed-anew",
            Self::PermitReplaced => "permit-replaced",
        }
    }
}

impl MaybeNewer<EventKind> {
    /// The kind's word, also where only the release that wrote it knows what it means.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(kind) => kind.name(),
            Self::Newer(newer) => newer.name(),
        }
    }
}
