//! Where cases are read.

use engine::applications::Case;

/// The page of a case.
pub(crate) fn of_case(case: &Case) -> String {
    format!("/o/cases/{}", case.reference)
}
