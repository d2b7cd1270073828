//! What came out otherwise than a scenario says.

/// One thing of it.
pub(in crate::commands) struct Mismatch {
    /// Where the scenario says it.
    pub(in crate::commands) line: usize,
    /// What came out, and what it says.
    pub(in crate::commands) told: String,
}

/// All of it, so far.
#[derive(Default)]
pub(super) struct Played(pub(super) Vec<Mismatch>);

impl Played {
    pub(super) fn note(&mut self, line: usize, told: String) {
        self.0.push(Mismatch { line, told });
    }

    /// Notes what is not the same.
    pub(super) fn same(&mut self, line: usize, what: &str, came: &str, expected: &str) {
        if came != expected {
            self.note(line, format!("{what} {came}, and {expected} is expected"));
        }
    }
}
