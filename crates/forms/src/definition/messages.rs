//! The service's own mails, and what happens to drafts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::Text;

/// The mails that a service words itself; for every other event the engine has plain words of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Messages(pub BTreeMap<MessageEvent, MessageTemplate>);

impl Messages {
    /// The service's own words for that event, if it has any.
    pub fn on(&self, event: MessageEvent) -> Option<&MessageTemplate> {
        self.0.get(&event)
    }
}

/// A mail with `{name}`-like places to fill; only those of [`MessageEvent::placeholders`] may be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageTemplate {
    /// The mail's subject.
    pub subject: Text,
    /// The mail's words.
    pub body: Text,
}

/// What an applicant is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageEvent {
    /// The application has arrived.
    Received,
    /// It has come to a step that tells something (`tell`).
    Advanced,
    /// Something is asked back.
    Asked,
    /// The permit is attached.
    Approved,
    /// It was refused.
    Rejected,
    /// It ended because time ran out.
    Lapsed,
    /// The applicant took it back.
    Withdrawn,
    /// A permit in hand holds no more.
    Revoked,
    /// A permit was signed again, since the key of before is void; the new paper is attached.
    Reissued,
    /// A newer permit stands in the place of one in hand.
    Replaced,
    /// The office does not erase what the application tells, though its applicant asked for it.
    Kept,
}

impl MessageEvent {
    /// Every event.
    pub const ALL: [Self; 11] = [
        Self::Received,
        Self::Advanced,
        Self::Asked,
        Self::Approved,
        Self::Rejected,
        Self::Lapsed,
        Self::Withdrawn,
        Self::Revoked,
        Self::Reissued,
        Self::Replaced,
        Self::Kept,
    ];

    /// The event's name in the service file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Advanced => "advanced",
            Self::Asked => "asked",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
            Self::Reissued => "reissued",
            Self::Replaced => "replaced",
            Self::Kept => "kept",
        }
    }

    /// What a mail on this event may name in braces.
    pub fn placeholders(self) -> &'static [&'static str] {
        match self {
            Self::Received => &["name", "service", "reference", "link", "told", "expected", "fee"],
            Self::Advanced => &["name", "service", "reference", "link", "step", "told", "expected"],
            Self::Lapsed | Self::Withdrawn => &["name", "service", "reference", "link"],
            Self::Asked => &["name", "service", "reference", "link", "message", "until"],
            Self::Approved | Self::Reissued => &[
                "name",
                "service",
                "reference",
                "link",
                "permit",
                "from",
                "until",
                "fee",
                "conditions",
            ],
            Self::Rejected => &["name", "service", "reference", "link", "reason", "note"],
            Self::Kept => &["name", "service", "reference", "link", "reason"],
            Self::Replaced => &["name", "service", "reference", "link", "permit"],
            Self::Revoked => &["name", "service", "reference", "link", "permit", "reason"],
        }
    }
}

/// What happens to drafts when a new version is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DraftPolicy {
    /// They go on under the version they began with.
    #[default]
    Pin,
    /// They move to the new version and are asked what it adds.
    FastForward,
    /// They end; the person is told and begins anew.
    Cutoff,
}
