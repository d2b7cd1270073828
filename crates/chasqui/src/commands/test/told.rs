//! What came out, in words for whoever wrote the scenario.

use std::fmt::Display;

use forms::scenarios::Standing;
use review::Status;

/// Where an application stands, as a scenario writes it.
pub(super) fn standing(status: &Status) -> Standing {
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

/// Hundredths as money is written.
pub(super) fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}
