//! How much time is left at a step.

use forms::Step;
use jiff::Timestamp;
use locale::dates;

use crate::page::Page;

/// How much time is left at the step.
pub(crate) struct Due {
    pub(crate) class: &'static str,
    pub(crate) text: String,
}

impl Due {
    /// The deadline of a step that was reached then; `kept` is what was computed at that time, unless a release before that did so
    /// took it there.
    pub(crate) fn of(
        step: &Step,
        kept: Option<Timestamp>,
        since: Timestamp,
        now: Timestamp,
        page: &Page,
    ) -> Option<Self> {
        let deadline = step.deadline.as_ref()?;
        let due_at = kept.unwrap_or_else(|| deadline.after.after(since));
        let left = due_at.duration_since(now);
        let length = dates::length(left.abs(), page.language);
        let soon = deadline.after.duration() / 4;
        let (class, key) = match left {
            left if left.is_negative() => ("due--late", "office-due-late"),
            left if left < soon => ("due--soon", "office-due-in"),
            _ => ("", "office-due-in"),
        };
        Some(Self {
            class,
            text: page.t1(key, "length", length),
        })
    }
}
