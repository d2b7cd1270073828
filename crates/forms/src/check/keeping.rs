//! How long what an application tells of people is kept: at least as long as somebody may still need it.

use super::Check;
use crate::read::raw::Word;
use crate::{PermitDefinition, Span, Term, Workflow};

impl Check<'_> {
    /// It counts from the application's end or the permit's, whichever is later, so that a permit that holds is never without its
    /// application. After that end a rejection may still be appealed against, and scans of the permit are still kept.
    pub(super) fn kept_for(
        &mut self,
        written: Option<&Word>,
        review: &Workflow,
        permit: Option<&PermitDefinition>,
    ) -> Option<Span> {
        let written = written?;
        let kept_for = self.span(written)?;
        let appeal = review.appeal.as_ref().map(|appeal| appeal.within);
        let needed = [
            (appeal, "in which an appeal is possible"),
            (
                permit.map(|permit| Term::Span(permit.scans.kept_for)),
                "for which scans of its permits are kept",
            ),
        ];
        for (span, why) in needed {
            let Some(span) = span.filter(|span| kept_for.most_seconds() < span.most_seconds()) else {
                continue;
            };
            let message = format!(
                "what an application tells would be erased {kept_for} after its end, within the {span} {why}"
            );
            self.unpublishable(&written.span, message)
                .help("a law usually wants years, such as `kept_for: 5 years`; it counts from the decision or the permit's end");
            break;
        }
        Some(kept_for)
    }
}
