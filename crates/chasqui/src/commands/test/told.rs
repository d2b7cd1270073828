//! What came out, in words for whoever wrote the scenario.

use std::fmt::Display;

use forms::{ReasonCode, scenarios::Standing};
use review::{Decider, Status};

/// Where an application stands, as a scenario writes it.
pub(in crate::commands) fn standing(status: &Status) -> Standing {
    match status {
        Status::Queued { step, .. } | Status::Claimed { step, .. } | Status::Waiting { step, .. } => {
            Standing::At(step.clone())
        }
        Status::Approved { .. } => Standing::Approved,
        Status::Rejected { .. } => Standing::Rejected,
        Status::Withdrawn { .. } => Standing::Withdrawn,
        Status::Lapsed { .. } => Standing::Lapsed,
    }
}

/// Several names, as a scenario writes them.
pub(super) fn list<T: Display>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| name.to_string()).collect();
    format!("[{}]", names.join(", "))
}

/// Why it was decided so; people who approve give no reason.
pub(in crate::commands) fn reason(status: &Status) -> Option<&ReasonCode> {
    match status {
        Status::Approved { by, .. } => match by {
            Decider::Rule(reason) | Decider::Deadline { because: reason, .. } => Some(reason),
            Decider::People(_) => None,
            Decider::Consent { because, .. } => Some(because),
        },
        Status::Rejected { reason, .. } => Some(reason),
        _ => None,
    }
}
