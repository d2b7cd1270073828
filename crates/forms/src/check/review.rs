//! Rules, steps and reasons: each reference is resolved, then the workflow is proved as a whole.

use std::collections::BTreeSet;

use super::Check;
use crate::condition::types::Scope;
use crate::parties::PartyQuestion;
use crate::read::raw::{RawAppeal, RawAutomaticRule, RawReasons, RawReview, RawStep, RawText, Word};
use crate::read::words::{GivenFor, Then};
use crate::{
    Appeal, AutomaticRule, Kind, Next, OfficeConditions, Question, QuestionId, Reason, ReasonCode, ReasonFor,
    Ruling, Span, Step, StepId, Term, Text, Workflow,
};

/// How long an applicant has when asked back, where the file does not say.
const ANSWER_WITHIN: Term = Term::Span(Span::hours(72));

impl Check<'_> {
    /// `asked` are the questions without what is computed.
    pub(super) fn review(
        &mut self,
        raw: &RawReview,
        questions: &[&Question],
        asked: &[&Question],
    ) -> Workflow {
        let reasons = self.reasons(raw.reasons.as_ref());
        let steps = self.steps(raw, &reasons, questions);
        let first = raw
            .steps
            .iter()
            .find(|step| !raw.is_aside(&step.id.value))
            .map(|step| &step.id);
        let office = raw
            .routed_by
            .as_ref()
            .and_then(|office| self.office(office, questions));
        let workflow = Workflow {
            calendar: self.calendar(raw.calendar.as_ref(), office),
            office: office.map(|question| question.id.clone()),
            four_eyes: raw.four_eyes.as_ref().is_none_or(|four_eyes| four_eyes.value),
            rules: self.automatic_rules(raw, questions, &reasons, first),
            steps,
            answer_within: raw
                .answer_within
                .as_ref()
                .and_then(|within| self.term(within))
                .unwrap_or(ANSWER_WITHIN),
            may_ask: self.may_ask(raw.may_ask.as_deref(), asked),
            appeal: raw.appeal.as_ref().and_then(|appeal| self.appeal(appeal, raw)),
            sample_step: raw.sample_step.as_ref().and_then(|step| self.step(step, raw)),
            conditions: OfficeConditions::default(),
            fee: None,
            party_questions: PartyQuestion::among(questions.iter().copied()),
            reasons,
        };
        if !workflow
            .reasons
            .iter()
            .any(|reason| reason.is_for(ReasonFor::Rejection))
        {
            self.unpublishable(
                &raw.span,
                "`review` has no `reasons` for rejecting, so nobody could refuse an application",
            )
            .help("write `reasons: {not-covered: {for: [reject], text: Your work is not on the list}}`");
        }
        if self.problems.is_empty() {
            self.prove(raw, &workflow);
        }
        workflow
    }

    fn office<'q>(&mut self, office: &Word, questions: &[&'q Question]) -> Option<&'q Question> {
        let question = self.question(office, questions)?;
        if !matches!(question.kind, Kind::Region | Kind::Address | Kind::Choice { .. }) {
            let message = format!("a `{}` cannot route a case to an office", question.kind.name());
            self.unpublishable(&office.span, message)
                .help("name a region, address or choice question");
        } else if question.optional {
            self.unpublishable(
                &office.span,
                "the question that routes a case to an office cannot be optional",
            );
        }
        Some(question)
    }

    fn may_ask(&mut self, listed: Option<&[Word]>, questions: &[&Question]) -> Vec<QuestionId> {
        let Some(listed) = listed else {
            return questions.iter().map(|question| question.id.clone()).collect();
        };
        let mut seen = BTreeSet::new();
        let mut may_ask = Vec::new();
        for word in listed {
            self.unique(word, &mut seen, "the question");
            may_ask.extend(self.question(word, questions).map(|question| question.id.clone()));
        }
        may_ask
    }

    fn reasons(&mut self, raw: Option<&RawReasons>) -> Vec<Reason> {
        let mut seen = BTreeSet::new();
        let mut reasons = Vec::new();
        for reason in raw.map(|reasons| reasons.0.as_slice()).unwrap_or_default() {
            self.unique(&reason.code, &mut seen, "the reason");
            if reason.r#for.is_none() {
                let message = format!(
                    "the reason `{}` does not say what it is for, so it is offered for rejecting",
                    reason.code.value
                );
                self.advise(&reason.code.span, message)
                    .help("write what it is for: `{for: [approve], text: …}` or `{for: [reject], text: …}`");
            }
            let given_for = reason.r#for.as_deref().unwrap_or_default();
            reasons.push(Reason {
                code: self.kebab(&reason.code, "a reason's code").into(),
                purposes: given_for.iter().map(|given_for| given_for.value.into()).collect(),
                text: self.text(&reason.text),
            });
        }
        reasons
    }

    pub(super) fn reason(
        &mut self,
        word: &Word,
        reasons: &[Reason],
        purpose: ReasonFor,
    ) -> Option<ReasonCode> {
        let named = reasons.iter().find(|reason| reason.code.as_str() == word.value);
        if named.is_some_and(|reason| !reason.is_for(purpose)) {
            let wanted = match purpose {
                ReasonFor::Approval => "approve",
                ReasonFor::Rejection => "reject",
            };
            let message = format!("the reason `{}` is not for what is decided here", word.value);
            self.unpublishable(&word.span, message)
                .help(format!("name one that is, or add `{wanted}` to its `for`"));
        }
        if !reasons.iter().any(|reason| reason.code.as_str() == word.value) {
            self.unreadable(&word.span, format!("no reason is called `{}`", word.value))
                .did_you_mean(&word.value, reasons.iter().map(|reason| reason.code.as_str()));
            return None;
        }
        Some(ReasonCode::new(word.value.clone()))
    }

    pub(super) fn step(&mut self, word: &Word, raw: &RawReview) -> Option<StepId> {
        self.step_or(word, raw, None)
    }

    /// The same where another word stands beside the steps.
    fn step_or(&mut self, word: &Word, raw: &RawReview, other: Option<&str>) -> Option<StepId> {
        if !raw.steps.iter().any(|step| step.id.value == word.value) {
            self.unreadable(&word.span, format!("no step is called `{}`", word.value))
                .did_you_mean(
                    &word.value,
                    raw.steps.iter().map(|step| step.id.value.as_str()).chain(other),
                );
            return None;
        }
        Some(StepId::new(word.value.clone()))
    }

    fn appeal(&mut self, raw: &RawAppeal, review: &RawReview) -> Option<Appeal> {
        let within = self.term(&raw.within);
        let step = self.step(&raw.step, review)?;
        Some(Appeal {
            within: within?,
            step,
        })
    }

    fn automatic_rules(
        &mut self,
        raw: &RawReview,
        questions: &[&Question],
        reasons: &[Reason],
        first: Option<&Word>,
    ) -> Vec<AutomaticRule> {
        let scope = Scope::new(questions.iter().copied(), []).with_today();
        let mut rules = Vec::new();
        for rule in &raw.rules {
            let when = self.condition(&rule.when, &scope);
            let then = self.ruling(rule, raw, reasons, first);
            rules.extend(when.zip(then).map(|(when, then)| AutomaticRule { when, then }));
        }
        rules
    }

    fn ruling(
        &mut self,
        rule: &RawAutomaticRule,
        raw: &RawReview,
        reasons: &[Reason],
        first: Option<&Word>,
    ) -> Option<Ruling> {
        let then = rule.then.value;
        self.belongs(
            rule.because.as_ref().map(|word| &word.span),
            then != Then::Refer,
            "because",
            "refer",
        );
        self.belongs(
            rule.sample.as_ref().map(|at| &at.span),
            then == Then::Approve,
            "sample",
            "reject or refer",
        );
        self.belongs(
            rule.to.as_ref().map(|word| &word.span),
            then == Then::Refer,
            "to",
            "approve or reject",
        );
        if then == Then::Refer {
            let Some(to) = rule.to.as_ref().or(first) else {
                self.unreadable(
                    &rule.then.span,
                    "there is no step that this rule could refer a case to",
                )
                .help("list at least one of the `steps` that is neither for appeals nor for samples");
                return None;
            };
            return self.step(to, raw).map(|to| Ruling::Refer { to });
        }
        let Some(because) = &rule.because else {
            self.unreadable(&rule.then.span, "a rule that decides lacks the key `because`")
                .help("name one of the `reasons`, which the applicant is told and the figures count");
            return None;
        };
        let purpose = match then {
            Then::Approve => ReasonFor::Approval,
            Then::Reject | Then::Refer => ReasonFor::Rejection,
        };
        let because = self.reason(because, reasons, purpose);
        let sample = rule
            .sample
            .as_ref()
            .map_or(0, |share| self.number::<u8>(share, 0, 100, "`sample`"));
        if let Some(share) = rule
            .sample
            .as_ref()
            .filter(|_| sample > 0 && raw.sample_step.is_none())
        {
            self.unpublishable(&share.span, "nobody would look at this sample")
                .help("name the step that does under `review`: `sample_step: sample`");
        }
        let because = because?;
        Some(if then == Then::Approve {
            Ruling::Approve { because, sample }
        } else {
            Ruling::Reject { because }
        })
    }

    /// Notes a key that means nothing beside what the rule or deadline does: like an unknown one.
    pub(super) fn belongs(
        &mut self,
        span: Option<&std::ops::Range<usize>>,
        fits: bool,
        key: &str,
        then: &str,
    ) {
        if let Some(span) = span.filter(|_| !fits) {
            self.unreadable(span, format!("`{key}` means nothing with `then: {then}`"));
        }
    }

    fn steps(&mut self, raw: &RawReview, reasons: &[Reason], questions: &[&Question]) -> Vec<Step> {
        let scope = Scope::new(questions.iter().copied(), []).with_today();
        let mut seen = BTreeSet::new();
        let mut steps = Vec::new();
        for (at, step) in raw.steps.iter().enumerate() {
            self.unique(&step.id, &mut seen, "the step");
            if step.id.value == "permit" {
                self.unpublishable(
                    &step.id.span,
                    "`permit` is where the last step leads, so no step is called so",
                );
            }
            let taker = self.taker(step, &raw.steps[..at], reasons, questions);
            steps.extend(taker.map(|taker| {
                Step {
                    id: self.kebab(&step.id, "a step's id").into(),
                    name: self.text(&step.name),
                    tell: step.tell.as_ref().map(|tell| {
                        self.told(tell, "letters have places to fill: `messages: {advanced: …}`")
                    }),
                    when: step.when.as_ref().and_then(|when| self.condition(when, &scope)),
                    taker,
                    deadline: step
                        .deadline
                        .as_ref()
                        .and_then(|late| self.deadline(late, raw, reasons)),
                    next: self.next(step, &raw.steps[at + 1..], raw),
                }
            }));
        }
        steps
    }

    /// What people are told of a step: the same to everybody, so nothing is filled in. `instead` says what is.
    pub(super) fn told(&mut self, tell: &RawText, instead: &str) -> Text {
        let words = match tell {
            RawText::Plain(words) => vec![words],
            RawText::Languages { by, .. } => by.iter().map(|(_, words)| words).collect(),
        };
        for words in words.into_iter().filter(|words| words.value.contains('{')) {
            self.unpublishable(
                &words.span,
                "nothing is filled in here: everybody reads these very words",
            )
            .help(instead);
        }
        self.text(tell)
    }

    /// The step named; else the next ordinary one in the list; else the permit.
    fn next(&mut self, step: &RawStep, after: &[RawStep], raw: &RawReview) -> Next {
        match &step.next {
            Some(word) if word.value == "permit" => Next::Permit,
            Some(word) => self
                .step_or(word, raw, Some("permit"))
                .map_or(Next::Permit, Next::Step),
            None if raw.is_aside(&step.id.value) => Next::Permit,
            None => after
                .iter()
                .find(|later| !raw.is_aside(&later.id.value))
                .map_or(Next::Permit, |later| {
                    Next::Step(StepId::new(later.id.value.clone()))
                }),
        }
    }
}

impl From<GivenFor> for ReasonFor {
    fn from(given_for: GivenFor) -> Self {
        match given_for {
            GivenFor::Approve => Self::Approval,
            GivenFor::Reject => Self::Rejection,
        }
    }
}

impl RawReview {
    /// Whether a step stands beside the ordinary chain: for appeals or for samples.
    pub(super) fn is_aside(&self, id: &str) -> bool {
        self.appeal.as_ref().is_some_and(|appeal| appeal.step.value == id)
            || self.sample_step.as_ref().is_some_and(|step| step.value == id)
    }
}
