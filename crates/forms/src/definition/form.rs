//! Pages, questions and what may be answered.

use jiff::ToSpan;
use jiff::civil::Date;

use super::document_kind::DocumentKind;
use super::ids::{PageId, QuestionId};
use super::map::{Extent, MapShape};
use super::text::Text;
use crate::answers::{Answers, Format, longest};
use crate::condition::{Condition, Formula};
use crate::country_rules::CountryRules;

/// The pages in the order they are asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    /// At least one.
    pub pages: Vec<Page>,
}

/// One screen of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its name in addresses.
    pub id: PageId,
    /// Its heading.
    pub title: Text,
    /// Shown only if this holds on what was answered on earlier pages.
    pub when: Option<Condition>,
    /// What is asked, in order.
    pub questions: Vec<Question>,
    /// What is computed from the answers so far, in order, once the page is answered.
    pub computed: Vec<Computed>,
    /// Who is told here that the service is not for them.
    pub stop_if: Vec<Stop>,
}

/// A value that nobody types: it stands among the answers as if it had been answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    /// Its name, its words and the type of its value. It is asked of nobody.
    pub question: Question,
    /// What it comes to.
    pub is: Formula,
}

impl Page {
    /// The earlier answers with this page's in place of theirs: what was taken out on the page is gone.
    pub fn answered(&self, before: &Answers, given: Answers) -> Answers {
        let mut answers = before.clone();
        for question in &self.questions {
            answers.remove(&question.id);
        }
        answers.extend(given);
        answers
    }

    /// Puts what is computed on this page among the answers, in the place of what was computed before.
    pub(crate) fn compute(&self, answers: &mut Answers) {
        for computed in &self.computed {
            let value = computed.is.answer(answers);
            answers.insert(computed.question.id.clone(), value);
        }
    }

    /// What is asked on it, and then what is computed.
    pub fn all(&self) -> impl Iterator<Item = &Question> {
        let computed = self.computed.iter().map(|computed| &computed.question);
        self.questions.iter().chain(computed)
    }
}

/// An end of the journey: the permit is not for this person, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Holds for those who cannot go on; evaluate with [`Condition::holds_on`].
    pub when: Condition,
    /// What they are told.
    pub say: Text,
}

/// One question and what counts as an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its name, unique in the whole form.
    pub id: QuestionId,
    /// What is asked.
    pub label: Text,
    /// What tables, the paper and the scanner call it: a word or two. The label serves where it is omitted.
    pub short: Option<Text>,
    /// Help beside the field.
    pub hint: Option<Text>,
    /// More help, to be opened, in the markup of [`crate::help`].
    pub help: Option<Text>,
    /// May be left empty.
    pub optional: bool,
    /// Asked only if this holds on what was asked before.
    pub when: Option<Condition>,
    /// What must hold of the answer besides its kind.
    pub valid: Vec<Rule>,
    /// The type of the answer.
    pub kind: Kind,
}

impl Question {
    /// What tables, the paper and the scanner call it.
    pub fn name(&self) -> &Text {
        self.short.as_ref().unwrap_or(&self.label)
    }

    /// Whether it asks when somebody was born, as its id or its own rules tell.
    pub fn asks_birthday(&self) -> bool {
        let id = self.id.as_str();
        let is_named = ["born", "birth", "nacimiento"]
            .iter()
            .any(|word| id.contains(word));
        let counts_years = |rule: &Rule| rule.rule.source().contains("age(answer)");
        is_named || self.valid.iter().any(counts_years)
    }
}

/// A condition on one answer, with the sentence for who does not meet it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Must hold; `answer` in it is this question's value. Evaluate with [`Condition::holds_for`].
    pub rule: Condition,
    /// What is said beside the field when it does not.
    pub say: Text,
}

/// The type of a question with its bounds.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the bounds carry the names of the service file")]
pub enum Kind {
    /// One line.
    Text { max_length: Option<u32> },
    /// Several lines.
    LongText { max_length: Option<u32> },
    /// A whole number.
    Integer { min: Option<i64>, max: Option<i64> },
    /// A number with decimals, such as an amount of money.
    Decimal {
        min: Option<f64>,
        max: Option<f64>,
        /// Whose decimal sign it is written with.
        country: &'static CountryRules,
    },
    /// A day.
    Date {
        min: Option<DateBound>,
        max: Option<DateBound>,
    },
    /// A time of day.
    Time,
    /// Yes or no.
    YesNo,
    /// One of the options.
    Choice { options: Vec<ChoiceOption> },
    /// Any of the options.
    Choices { options: Vec<ChoiceOption> },
    /// A country, by its ISO 3166-1 code.
    Country,
    /// A department, province or district of the shipped hierarchy.
    Region,
    /// A region with street and reference.
    Address,
    /// An identity document of one of the kinds accepted.
    IdentityDocument { accepts: Vec<DocumentKind> },
    /// A text in a format of its own, such as a telephone number.
    Formatted {
        format: Format,
        /// By whose rules it is written.
        country: &'static CountryRules,
        /// vehicle-plate: whether those of other countries are taken, too.
        foreign: bool,
    },
    /// Some questions asked several times over, such as one block a passenger.
    Group {
        questions: Vec<Question>,
        /// What one of them is called, where that is not the label.
        each: Option<Text>,
        at_least: u32,
        at_most: u32,
    },
    /// Places on the earth, drawn or written.
    Map {
        draws: MapShape,
        /// Where they must lie.
        within: Option<Extent>,
    },
    /// A sworn statement to agree to.
    Declaration { say: Text },
}

impl Kind {
    /// How many letters a text of this type may have; nothing for other types.
    pub fn longest(&self) -> Option<u32> {
        match self {
            Self::Text { max_length } => Some(max_length.unwrap_or(longest::LINE)),
            Self::LongText { max_length } => Some(max_length.unwrap_or(longest::TEXT)),
            _ => None,
        }
    }

    /// Whether its answer is a text in that format.
    pub fn has_format(&self, format: Format) -> bool {
        matches!(self, Self::Formatted { format: own, .. } if *own == format)
    }

    /// The type's name in the service file.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::LongText { .. } => "long-text",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Date { .. } => "date",
            Self::Time => "time",
            Self::YesNo => "yes-no",
            Self::Choice { .. } => "choice",
            Self::Choices { .. } => "choices",
            Self::Country => "country",
            Self::Region => "region",
            Self::Address => "address",
            Self::IdentityDocument { .. } => "identity-document",
            Self::Formatted { format, .. } => format.name(),
            Self::Map { .. } => "map",
            Self::Group { .. } => "group",
            Self::Declaration { .. } => "declaration",
        }
    }
}

/// One option of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption {
    /// What is stored and compared.
    pub code: String,
    /// What is read.
    pub label: Text,
}

/// A bound of a date: fixed, or so far from the day of answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateBound {
    /// `2026-12-31`
    On(Date),
    /// `today`, `today+30d`, `today-18y`
    FromToday {
        /// Years after today, negative for before.
        years: i32,
        /// Days after today, negative for before.
        days: i32,
    },
}

impl DateBound {
    /// The day meant, for someone who answers today.
    pub fn day(&self, today: Date) -> Date {
        match *self {
            Self::On(day) => day,
            Self::FromToday { years, days } => {
                let span = years.years().days(days);
                today.saturating_add(span)
            }
        }
    }
}
