//! What a move to another version makes of an application, out of its event alone.

use crate::{Application, Event, Moved, Recorded};

impl Application {
    /// What was decided stays decided by the rules of then. A yes at the step that it left counts no more; of four eyes it was one at the
    /// step that it came to.
    pub(crate) fn move_to_version(&mut self, recorded: &Recorded) {
        let Event::MovedToVersion {
            version,
            from,
            to,
            office,
            answers,
            dropped,
            passed,
            silence,
            opinions_gone,
            consents_gone,
            ..
        } = &recorded.event
        else {
            return;
        };
        self.moved = Some(Box::new(Moved {
            visit: recorded.sequence,
            passed: passed.clone(),
            charged_by: self.fee.as_ref().map(|_| self.charged_by()),
            silence: *silence,
        }));
        for decision in &mut self.decisions {
            if decision.step == *from && !passed.contains(&decision.visit) {
                decision.step.clone_from(to);
            }
        }
        self.consents.retain(|given| !consents_gone.contains(&given.step));
        self.move_opinions(from, to, opinions_gone);
        self.move_inspections(from, to, recorded.sequence);
        self.version = *version;
        self.office.clone_from(office);
        let mut now = self.answers.clone();
        now.0.retain(|question, _| !dropped.contains(question));
        now.0.extend(answers.0.clone());
        self.answered(now);
        let came_at = self.visit.at;
        self.begin_visit(recorded);
        self.visit.at = came_at;
    }
}
