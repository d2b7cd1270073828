//! What a report can end with, as forms say it and people read it.

use engine::incidents::Outcome;

/// In the order of the form.
pub(super) const OUTCOMES: [(&str, Outcome); 4] = [
    ("nothing-wrong", Outcome::NothingWrong),
    ("permit-revoked", Outcome::PermitRevoked),
    ("passed-to-police", Outcome::PassedToPolice),
    ("other", Outcome::Other),
];

/// The outcome that a form names.
pub(super) fn named(value: &str) -> Option<Outcome> {
    let mut outcomes = OUTCOMES.into_iter();
    outcomes
        .find(|(name, _)| *name == value)
        .map(|(_, outcome)| outcome)
}

/// The key of its words.
pub(super) fn key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NothingWrong => "incident-outcome-nothing-wrong",
        Outcome::PermitRevoked => "incident-outcome-permit-revoked",
        Outcome::PassedToPolice => "incident-outcome-passed-to-police",
        Outcome::Other => "incident-outcome-other",
    }
}
