//! What differs between two versions of a service, as rows of a table.

use forms::{FileChange, Service, differences};

/// A difference. Places and values are written as in the file.
pub(super) struct Row {
    pub(super) place: String,
    /// Empty where it is new.
    pub(super) before: String,
    /// Empty where it is not there any more.
    pub(super) after: String,
    /// Whether only the order is another: `after` tells it.
    pub(super) is_order: bool,
}

/// What changes from one to the other.
pub(super) fn rows(before: &Service, after: &Service) -> Vec<Row> {
    let rows = differences(before, after).into_iter().map(|difference| {
        let place = difference.path.join(" › ");
        let (before, after, is_order) = match difference.what {
            FileChange::Added(after) => (String::new(), after, false),
            FileChange::Removed(before) => (before, String::new(), false),
            FileChange::Changed { before, after } => (before, after, false),
            FileChange::Reordered(order) => (String::new(), order.join(", "), true),
        };
        Row {
            place,
            before,
            after,
            is_order,
        }
    });
    rows.collect()
}
