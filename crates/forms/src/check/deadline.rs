//! What happens if nobody decides in time.

use super::Check;
use crate::read::raw::{RawDeadline, RawReview};
use crate::read::words::Late;
use crate::{Deadline, DeadlineAction, Reason, ReasonFor};

impl Check<'_> {
    pub(super) fn deadline(
        &mut self,
        raw: &RawDeadline,
        review: &RawReview,
        reasons: &[Reason],
    ) -> Option<Deadline> {
        let after = self.term(&raw.after);
        let Some(then) = &raw.then else {
            for (key, word) in [("to", &raw.to), ("because", &raw.because)] {
                if let Some(word) = word {
                    self.unreadable(
                        &word.span,
                        format!("`{key}` means nothing in a deadline without `then`"),
                    );
                }
            }
            return Some(Deadline {
                after: after?,
                then: None,
            });
        };
        let late = then.value;
        let decides = matches!(late, Late::Approve | Late::Reject);
        self.belongs(
            raw.to.as_ref().map(|to| &to.span),
            late == Late::Escalate,
            "to",
            "approve, reject or lapse",
        );
        self.belongs(
            raw.because.as_ref().map(|word| &word.span),
            decides,
            "because",
            "escalate or lapse",
        );
        let action = match (late, &raw.to, &raw.because) {
            (Late::Lapse, ..) => DeadlineAction::Lapse,
            (Late::Escalate, Some(to), _) => DeadlineAction::Escalate {
                to: self.step(to, review)?,
            },
            (Late::Approve, _, Some(because)) => DeadlineAction::Approve {
                because: self.reason(because, reasons, ReasonFor::Approval)?,
            },
            (Late::Reject, _, Some(because)) => DeadlineAction::Reject {
                because: self.reason(because, reasons, ReasonFor::Rejection)?,
            },
            (Late::Escalate, None, _) => {
                self.unreadable(
                    &then.span,
                    "an escalation lacks the key `to`: the step that takes over",
                );
                return None;
            }
            (_, _, None) => {
                self.unreadable(&then.span, "a deadline that decides lacks the key `because`")
                    .help("name one of the `reasons`");
                return None;
            }
        };
        Some(Deadline {
            after: after?,
            then: Some(action),
        })
    }
}
