//! What an enrolled phone says: the sentences of `verify/device.html`, which its script puts where they belong.

/// Why a phone is not enrolled, or no more.
pub(super) const PROBLEMS: [&str; 8] = [
    "token-used",
    "token-expired",
    "token-unknown",
    "no-network",
    "no-storage",
    "enrolled-already",
    "gone",
    "lost",
];
/// What it answers to a look-up, to its switch and to a report.
pub(super) const SAID: [&str; 12] = [
    "find-working",
    "find-neither",
    "find-none",
    "find-no-network",
    "find-too-many",
    "find-refused",
    "find-unknown",
    "place-refused",
    "report-sending",
    "report-failed",
    "report-broken",
    "report-no-reasons",
];
/// What a report can be of.
pub(super) const REPORT_KINDS: [&str; 3] = ["fake", "seized", "question"];
