//! Inspections: who goes where, and who decides by what they report.

use super::Check;
use super::proof::is_looked_at_after;
use crate::read::raw::{RawInspection, RawReview, RawStep, Word};
use crate::{InspectionRequest, Question, Taker, Workflow};

impl Check<'_> {
    /// The inspection of a step, and who of the office makes it.
    pub(super) fn inspection(
        &mut self,
        step: &RawStep,
        raw: &RawInspection,
        role: &Word,
        questions: &[&Question],
    ) -> Taker {
        if let Some(people) = &step.people {
            self.unreadable(
                &people.span,
                "one person writes the report, so `people` means nothing beside `inspection`",
            );
        }
        let place = raw.place.as_ref().and_then(|word| self.question(word, questions));
        Taker::Inspection(InspectionRequest {
            role: self.kebab(role, "a role").into(),
            place: place.map(|question| question.id.clone()),
            prepare: self.told(
                &raw.prepare,
                "whoever applied reads the day, the hour and the place beside it",
            ),
        })
    }

    /// Somebody decides by what was found.
    pub(super) fn inspections_lead_on(&mut self, raw: &RawReview, workflow: &Workflow) {
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            if written.inspection.is_none() {
                continue;
            }
            if workflow.is_aside(&step.id) {
                self.unpublishable(
                    &written.id.span,
                    "appeals and samples are decided, and an inspection decides nothing",
                )
                .help("leave `inspection` out; whoever decides here can ask for what they need");
            } else if !is_looked_at_after(workflow, step) {
                let word = written.next.as_ref().unwrap_or(&written.id);
                self.unpublishable(
                    &word.span,
                    "nobody decides by this inspection: a case may come to its permit from here without anybody of the office",
                )
                .help("put a step for the office without `when` behind it");
            }
        }
    }
}
