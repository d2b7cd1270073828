//! What other bodies are asked about an application before the office decides.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ids::{OpinionId, QuestionId, Role};
use super::text::Text;
use crate::answers::Answers;
use crate::condition::Condition;

/// An opinion that is asked for at a step, beside others of the same step and at the same time.
#[derive(Debug, Clone, PartialEq)]
pub struct OpinionRequest {
    /// Its name within the service.
    pub id: OpinionId,
    /// What people call the body that gives it.
    pub name: Text,
    /// Who gives it: whoever holds this role sees what `shows` names, and nothing else of the application.
    pub role: Role,
    /// What is asked.
    pub asks: Text,
    /// The answers that are shown.
    pub shows: Vec<QuestionId>,
    /// Which cases it is asked of; all that come to the step where there is none. Evaluate with [`OpinionRequest::is_wanted`].
    pub when: Option<Condition>,
    /// What it means if it is not given in time.
    pub silence: Silence,
}

impl OpinionRequest {
    /// Whether it is asked of a case with these answers that comes to its step.
    pub fn is_wanted(&self, answers: &Answers, today: Date) -> bool {
        self.when
            .as_ref()
            .is_none_or(|when| when.holds_on(answers, today))
    }

    /// What is shown of these answers. An opinion is about these.
    pub fn shown(&self, answers: &Answers) -> Answers {
        let shown = self.shows.iter();
        let shown = shown.filter_map(|id| Some((id.clone(), answers.get(id)?.clone())));
        Answers(shown.collect())
    }
}

/// What the law, or the service, makes of an opinion that was not given in time. The office decides all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Silence {
    /// It counts as favourable.
    Favourable,
    /// It counts as unfavourable.
    Unfavourable,
    /// The office goes on without it.
    Without,
}

impl Silence {
    /// Its word, stable for translations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Favourable => "favourable",
            Self::Unfavourable => "unfavourable",
            Self::Without => "without",
        }
    }
}

/// What an opinion comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OpinionOutcome {
    /// Nothing stands against it.
    Favourable,
    /// Nothing stands against it, if what the opinion's words say is kept to.
    WithConditions,
    /// Something stands against it.
    Unfavourable,
}

impl OpinionOutcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Favourable, Self::WithConditions, Self::Unfavourable];

    /// Its word, stable for translations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Favourable => "favourable",
            Self::WithConditions => "with-conditions",
            Self::Unfavourable => "unfavourable",
        }
    }

    /// Whether it says nothing without words: which conditions, or what stands against it.
    pub fn needs_words(self) -> bool {
        self != Self::Favourable
    }
}
