//! How much time is left at a step.

use jiff::Timestamp;
use locale::dates;

use crate::page::Page;

/// How much time is left at the step.
pub(crate) struct Due {
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

impl Due {
    /// What is left until then of a time that began at `since`.
    pub(crate) fn of(due_at: Timestamp, since: Timestamp, now: Timestamp, page: &Page) -> Self {
        let left = due_at.duration_since(now);
        let length = dates::length(left.abs(), page.language);
        let soon = due_at.duration_since(since) / 4;
        let (class, key) = match left {
            left if left.is_negative() => ("due--late", "office-due-late"),
            left if left < soon => ("due--soon", "office-due-in"),
            _ => ("", "office-due-in"),
        };
        Self {
            class,
            text: page.t1(key, "length", length),
        }
    }
}
