//! A scenario as it is written beside a service file, made from what happened.

use std::fmt::{self, Display};

use jiff::civil::DateTime;
use serde_json::{Map, Value, json};

use super::Standing;
use crate::flow::flow;
use crate::{
    ApplicationPurpose, ConditionCode, InspectionOutcome, MessageEvent, OpinionId, OpinionOutcome, PageId,
    QuestionId, ReasonCode, StepId,
};

/// What happened, to be written down: shown, it is YAML for a file of scenarios.
#[derive(Debug, Clone)]
pub struct WrittenScenario {
    /// What happens, in a sentence.
    pub name: String,
    /// When it was sent, on the office's clock.
    pub sent: DateTime,
    /// What was asked for.
    pub purpose: ApplicationPurpose,
    /// The permit of which it was asked.
    pub earlier: Option<WrittenEarlier>,
    /// The answers that matter, by question.
    pub answers: Map<String, Value>,
    /// The pages that were seen.
    pub pages: Vec<PageId>,
    /// What it cost, in hundredths of the country's money; none where the service has no fee.
    pub cents: Option<i64>,
    /// Where it stood when it was sent.
    pub comes_to: Standing,
    /// What happened next, in order.
    pub then: Vec<WrittenAct>,
    /// Where it stood at last.
    pub ends: Standing,
    /// Why.
    pub because: Option<ReasonCode>,
    /// The letters that were written, in order; nothing where it is not told to its end.
    pub letters: Option<Vec<MessageEvent>>,
}

/// A permit that was out.
#[derive(Debug, Clone)]
pub struct WrittenEarlier {
    /// When it was granted, on the office's clock.
    pub sent: DateTime,
    /// The answers that matter, by question.
    pub answers: Map<String, Value>,
}

/// What happened to it.
#[derive(Debug, Clone)]
pub enum WrittenAct {
    /// Somebody said yes at this step, and set these conditions.
    Approve(StepId, Vec<ConditionCode>),
    /// Somebody said no at this step, for this reason.
    Reject(StepId, ReasonCode),
    /// Whoever was asked to consented at this step.
    Consent(StepId),
    /// They refused.
    RefuseConsent(StepId),
    /// The body that was asked for this opinion gave it.
    Opinion(OpinionId, OpinionOutcome),
    /// Somebody of the office inspected at that step, and found this.
    Inspect(StepId, InspectionOutcome),
    /// The office asked for these questions anew, and the applicant answered so, or not at all.
    Ask(Vec<QuestionId>, Option<Map<String, Value>>),
    /// So much time passed, as a service file writes it.
    Wait(String),
    /// The applicant took it back.
    Withdraw,
    /// The applicant appealed, in these words.
    Appeal(String),
}

/// Hundredths as money is written.
pub fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

impl WrittenAct {
    fn value(&self) -> Value {
        match self {
            Self::Approve(step, conditions) if conditions.is_empty() => json!({"approve": step.as_str()}),
            Self::Approve(step, conditions) => {
                let codes: Vec<&str> = conditions.iter().map(ConditionCode::as_str).collect();
                json!({"approve": step.as_str(), "conditions": codes})
            }
            Self::Reject(step, reason) => json!({"reject": step.as_str(), "because": reason.as_str()}),
            Self::Consent(step) => json!({"consent": step.as_str()}),
            Self::RefuseConsent(step) => json!({"refuse": step.as_str()}),
            Self::Opinion(opinion, outcome) => {
                json!({"opinion": opinion.as_str(), "says": outcome.name()})
            }
            Self::Inspect(step, outcome) => {
                json!({"inspect": step.as_str(), "found": outcome.name()})
            }
            Self::Ask(questions, answer) => {
                let questions: Vec<&str> = questions.iter().map(QuestionId::as_str).collect();
                match answer {
                    Some(answer) => json!({"ask": questions, "answer": answer}),
                    None => json!({"ask": questions}),
                }
            }
            Self::Wait(term) => json!({"wait": term}),
            Self::Withdraw => json!({"withdraw": true}),
            Self::Appeal(words) => json!({"appeal": words}),
        }
    }
}

impl Display for WrittenScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "- scenario: {}", flow(&json!(self.name)))?;
        writeln!(f, "  sent: {}", self.sent.strftime("%Y-%m-%d %H:%M"))?;
        if let Some(earlier) = &self.earlier {
            writeln!(f, "  purpose: {}", self.purpose.code())?;
            writeln!(f, "  earlier:")?;
            writeln!(f, "    sent: {}", earlier.sent.strftime("%Y-%m-%d %H:%M"))?;
            answers(f, "    ", &earlier.answers)?;
        }
        answers(f, "  ", &self.answers)?;
        let pages: Vec<&str> = self.pages.iter().map(PageId::as_str).collect();
        writeln!(f, "  pages: {}", flow(&json!(pages)))?;
        if let Some(cents) = self.cents {
            writeln!(f, "  fee: {}", amount(cents))?;
        }
        writeln!(f, "  comes_to: {}", self.comes_to)?;
        if !self.then.is_empty() {
            writeln!(f, "  then:")?;
            for act in &self.then {
                writeln!(f, "    - {}", flow(&act.value()))?;
            }
            writeln!(f, "  ends: {}", self.ends)?;
        }
        if let Some(because) = &self.because {
            writeln!(f, "  because: {because}")?;
        }
        if let Some(letters) = &self.letters {
            let letters: Vec<&str> = letters.iter().map(|event| event.name()).collect();
            writeln!(f, "  letters: {}", flow(&json!(letters)))?;
        }
        Ok(())
    }
}

fn answers(f: &mut fmt::Formatter<'_>, before: &str, given: &Map<String, Value>) -> fmt::Result {
    if given.is_empty() {
        return Ok(());
    }
    writeln!(f, "{before}answers:")?;
    given
        .iter()
        .try_for_each(|(question, value)| writeln!(f, "{before}  {question}: {}", flow(value)))
}
