//! Consent of somebody outside the office: whose, to what, and what if none comes.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::{Date, date};

use super::Check;
use super::proof::{is_looked_at_after, may_stop_at, next_of, unapproved_consents, way};
use crate::read::raw::{RawConsent, RawReview, RawStep, Word};
use crate::{
    Answer, Answers, Consent, DeadlineAction, Format, Kind, Question, QuestionId, Reason, ReasonFor, Ruling,
    Step, Workflow,
};

/// An address that two people cannot both have.
const ADDRESS: &str = "somebody@example.org";
/// Rules on an address say the same on every day.
const ANY_DAY: Date = date(2026, 1, 1);

impl Check<'_> {
    pub(super) fn consent(
        &mut self,
        raw: &RawConsent,
        reasons: &[Reason],
        questions: &[&Question],
    ) -> Option<Consent> {
        let of = self.question(&raw.of, questions);
        if let Some(of) = of {
            self.asks_for_somebody_else(&raw.of, of, questions);
        }
        if raw.shows.is_empty() {
            self.unpublishable(
                &raw.span,
                "whoever is asked is shown nothing, and nobody consents to that",
            )
            .help("name the questions whose answers they must know: `shows: [leaves, returns]`");
        }
        let shows = self.shown_to_others(&raw.shows, questions, reaches_a_person);
        let asked_by = self.asked_by(raw, questions);
        let asks = self.told(
            &raw.asks,
            "whoever is asked reads the answers that `shows` names below it",
        );
        let because = self.reason(&raw.because, reasons, ReasonFor::Rejection)?;
        Some(Consent {
            of: of?.id.clone(),
            asked_if: of?.when.iter().cloned().collect(),
            asked_by,
            asks,
            shows,
            because,
        })
    }

    /// The questions whose answers somebody is shown who sees nothing else of the application; it is advised against those that are
    /// `of_a_person`.
    pub(super) fn shown_to_others(
        &mut self,
        words: &[Word],
        questions: &[&Question],
        of_a_person: fn(&Kind) -> bool,
    ) -> Vec<QuestionId> {
        let mut seen = BTreeSet::new();
        let mut shows = Vec::new();
        for word in words {
            self.unique(word, &mut seen, "the question");
            let Some(question) = self.question(word, questions) else {
                continue;
            };
            if let Some(kind) = kind_within(&question.kind, of_a_person) {
                let message = format!("whoever is asked would read the `{}` of somebody", kind.name());
                self.advise(&word.span, message)
                    .help("show what they must know to decide, and no more");
            }
            shows.push(question.id.clone());
        }
        shows
    }

    /// Who asks: where a form asks for several names, the file should say.
    fn asked_by(&mut self, raw: &RawConsent, questions: &[&Question]) -> Option<QuestionId> {
        let is_name = |question: &&&Question| question.kind.has_format(Format::FullName);
        let Some(word) = &raw.asked_by else {
            if questions.iter().filter(is_name).count() > 1 {
                self.advise(
                    &raw.span,
                    "the form asks for several names, and whoever is asked will read that the permit's holder asks them",
                )
                .help("if somebody else applies, name the question with their name: `asked_by: name`");
            }
            return None;
        };
        let question = self.question(word, questions)?;
        if !is_name(&&question) {
            let message = format!("a `{}` is no name of a person", question.kind.name());
            self.unpublishable(&word.span, message)
                .help("name a question of the type `full-name`");
        }
        Some(question.id.clone())
    }

    /// The address must be asked of everybody who is asked at all, after the applicant's own, and be another one.
    fn asks_for_somebody_else(&mut self, word: &Word, of: &Question, questions: &[&Question]) {
        let is_address = |question: &&&Question| question.kind.has_format(Format::Email);
        if !is_address(&&of) {
            let message = format!("a `{}` is no address to which a mail could go", of.kind.name());
            self.unpublishable(&word.span, message)
                .help("name a question of the type `e-mail`");
            return;
        }
        if of.optional {
            self.unpublishable(
                &word.span,
                "whoever leaves this question empty would need nobody's consent",
            )
            .help("leave `optional` out of it; where only some need it, give it or its page a `when`");
        }
        let earlier: Vec<&Question> = questions
            .iter()
            .take_while(|question| question.id != of.id)
            .filter(is_address)
            .copied()
            .collect();
        if earlier.is_empty() {
            self.unpublishable(
                &word.span,
                "letters to whoever applies would go to this address, since the form asks for no other before it",
            )
            .help("ask for the applicant's own e-mail address on an earlier page, or above it");
        }
        for other in earlier {
            if !refuses_the_same(of, other) {
                let message = format!(
                    "whoever applies could give the same address as in `{}`, and consent in somebody's place",
                    other.id
                );
                let rule = format!(
                    "{{rule: \"not same_person(answer, {})\", say: Write the address of the other person}}",
                    other.id
                );
                let help = if of.valid.is_empty() {
                    format!("give `{}` a rule: `rules: [{rule}]`", of.id)
                } else {
                    format!("add to the `rules` of `{}`: `{rule}`", of.id)
                };
                self.unpublishable(&word.span, message).help(help);
            }
        }
    }

    /// Without an answer a case would wait for ever; without a look, somebody outside the office would grant a permit.
    pub(super) fn consents_end(&mut self, raw: &RawReview, workflow: &Workflow, first: &Step) {
        let unapproved = unapproved_consents(workflow, first);
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            if step.consent().is_some() {
                self.consent_ends(workflow, step, written, unapproved.contains(&step.id));
            }
        }
    }

    /// Advises where a permit is granted without a consent that lies on the way; refuses a consent after silence, which nobody of the
    /// office would have seen.
    pub(super) fn past_consents(&mut self, raw: &RawReview, workflow: &Workflow, first: &Step) {
        for (rule, written) in workflow.rules.iter().zip(&raw.rules) {
            if let Ruling::Approve { .. } = &rule.then {
                let passed = consent_after(workflow, Some(first));
                self.advise_of_passing(passed, &written.then.span, "a case that this rule approves");
            }
        }
        for (step, written) in workflow.steps.iter().zip(&raw.steps) {
            let then = step.deadline.as_ref().and_then(|deadline| deadline.then.as_ref());
            let late = written.deadline.as_ref();
            match (then, late) {
                (Some(DeadlineAction::Approve { .. }), Some(late)) => {
                    let next = next_of(step).and_then(|next| workflow.step(next));
                    let span = late.then.as_ref().map_or(&written.id.span, |then| &then.span);
                    let passed = consent_after(workflow, next);
                    self.advise_of_passing(passed, span, "a case that silence approves");
                }
                (Some(DeadlineAction::Escalate { to }), Some(late)) => {
                    let span = late.to.as_ref().map_or(&written.id.span, |to| &to.span);
                    let stops = may_stop_at(workflow, to).into_iter();
                    let mut stops = stops.filter_map(|stop| workflow.step(stop));
                    if let Some(consent) = stops.find(|step| step.consent().is_some()) {
                        let message = format!(
                            "a case that was not decided in time cannot go on to `{}`, where somebody outside the office consents",
                            consent.id
                        );
                        self.unpublishable(span, message)
                            .help("pass it on to a step of the office that takes every case: consents are asked for before the permit");
                    }
                }
                _ => {}
            }
        }
    }

    fn advise_of_passing(&mut self, passed: Option<&Step>, span: &Range<usize>, what: &str) {
        if let Some(passed) = passed {
            let message = format!(
                "{what} goes past the step `{}`, so nobody is asked for that consent",
                passed.id
            );
            self.advise(span, message)
                .help("if that is not meant, let people decide there");
        }
    }

    fn consent_ends(&mut self, workflow: &Workflow, step: &Step, written: &RawStep, is_unapproved: bool) {
        if workflow.is_aside(&step.id) {
            self.unpublishable(
                &written.id.span,
                "appeals and samples are looked at by people of the office",
            )
            .help("give this step a `role` in the place of `consent`");
            return;
        }
        if is_unapproved && !is_looked_at_after(workflow, step) {
            let word = written.next.as_ref().unwrap_or(&written.id);
            self.unpublishable(
                &word.span,
                "nobody of the office need look at the case before or after this consent, so somebody outside it would grant the permit",
            )
            .help("put a step for the office without `when` in front of it or behind it");
        }
        let then = step.deadline.as_ref().and_then(|deadline| deadline.then.as_ref());
        match then {
            Some(DeadlineAction::Escalate { .. } | DeadlineAction::Reject { .. } | DeadlineAction::Lapse) => {
            }
            Some(DeadlineAction::Approve { .. }) => {
                let then = written
                    .deadline
                    .as_ref()
                    .and_then(|deadline| deadline.then.as_ref());
                let span = then.map_or(&written.id.span, |then| &then.span);
                self.unpublishable(span, "who does not answer has not consented, so no permit comes of that")
                    .help("let it end: `then: reject` with `because`, or `then: lapse`; or let the office see to it: `then: escalate` with `to`");
            }
            None => {
                self.unpublishable(
                    &written.id.span,
                    "a case would wait here for ever if whoever is asked does not answer",
                )
                .help("say how long they have, and what then: `deadline: {after: 5 days, then: reject, because: no-consent}`");
            }
        }
    }
}

/// The first consent on the way from a step to the permit.
fn consent_after<'w>(workflow: &'w Workflow, from: Option<&'w Step>) -> Option<&'w Step> {
    let way = way(workflow, from?, next_of);
    way.into_iter().find(|step| step.consent().is_some())
}

/// The first kind of answer for which that holds: its own, or that of a question in each row of it.
fn kind_within(kind: &Kind, holds: fn(&Kind) -> bool) -> Option<&Kind> {
    match kind {
        Kind::Group { questions, .. } => questions
            .iter()
            .map(|question| &question.kind)
            .find(|kind| holds(kind)),
        kind => Some(kind).filter(|kind| holds(kind)),
    }
}

/// Whether its answer is by what a person is known or reached.
pub(super) fn reaches_a_person(kind: &Kind) -> bool {
    match kind {
        Kind::IdentityDocument { .. } | Kind::Address => true,
        Kind::Formatted { format, .. } => format.names_a_person(),
        _ => false,
    }
}

/// Whether a rule of the question refuses the address that was given to another one.
fn refuses_the_same(question: &Question, other: &Question) -> bool {
    let answer = Answer::Email(ADDRESS.to_owned());
    let mut answers = Answers::default();
    answers.insert(other.id.clone(), answer.clone());
    let refuses =
        |rule: &crate::Rule| rule.rule.names(&other.id) && !rule.rule.holds_for(&answer, &answers, ANY_DAY);
    question.valid.iter().any(refuses)
}
