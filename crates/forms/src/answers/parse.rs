//! One question's raw fields to its typed answer.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::fields::{Fields, LARGEST_PAGE};
use super::format::Countries;
use super::group::parse_group;
use super::wrong::{About, Cause, Flaw, Wrong};
use super::{Answer, Answers, Raw, dates, documents, map, names, numbers, options, places};
use crate::definition::size::MOST_SENT;
use crate::{Kind, Page, Question, QuestionId};

/// What came of one question's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// A right answer.
    Given(Answer),
    /// Left empty, as an optional question may be.
    Blank,
    /// Not down to the district yet: the next list is to be shown.
    Narrow,
}

/// What surrounds a question while it is read.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    /// The right answers before it.
    pub(crate) before: &'a Answers,
    /// Those before it that were answered, and not so that it could be taken: rules that speak of one are judged once it is right.
    pub(crate) wrong: &'a BTreeSet<QuestionId>,
    /// The day of answering.
    pub(crate) today: Date,
}

static NONE: BTreeSet<QuestionId> = BTreeSet::new();

impl<'a> Around<'a> {
    /// After these answers, all of which are right.
    pub(crate) fn right(before: &'a Answers, today: Date) -> Self {
        let wrong = &NONE;
        Self { before, wrong, today }
    }
}

/// Reads the fields named `name` as the answer to the question. Never more than one flaw for each field.
pub(crate) fn parse(
    question: &Question,
    name: &str,
    raw: &Raw,
    around: Around<'_>,
) -> Result<Reading, Vec<Flaw>> {
    let fields = Fields::new(raw, name);
    if question.optional && is_blank(&question.kind, fields) {
        return Ok(Reading::Blank);
    }
    if let Kind::Group {
        questions,
        at_least,
        at_most,
        ..
    } = &question.kind
    {
        return parse_group(
            question,
            questions,
            (count(*at_least), count(*at_most)),
            fields,
            around,
        );
    }
    let reading =
        leaf(&question.kind, fields, around.today).map_err(|wrong| vec![flaw(question, name, wrong)])?;
    match &reading {
        Reading::Given(answer) => obeys(question, name, answer, around).map(|()| reading),
        Reading::Blank | Reading::Narrow => Ok(reading),
    }
}

/// Whether the raw input is too large to be read at all, for a page that asks these questions.
pub(super) fn too_big(page: &Page, raw: &Raw) -> bool {
    let size: usize = raw
        .iter()
        .map(|(key, values)| key.len() + values.iter().map(String::len).sum::<usize>())
        .sum();
    size > LARGEST_PAGE + page.most_sent().min(MOST_SENT)
}

pub(super) fn flaw(question: &Question, name: &str, wrong: Wrong) -> Flaw {
    let field = match wrong.part {
        "" => first_field(question, name),
        part => format!("{name}.{part}"),
    };
    let about = About::Wrong {
        wrong,
        label: question.label.clone(),
    };
    Flaw {
        question: question.id.clone(),
        field,
        about,
    }
}

/// The service's own rules on an answer that is right by its type.
pub(super) fn obeys(
    question: &Question,
    name: &str,
    answer: &Answer,
    around: Around<'_>,
) -> Result<(), Vec<Flaw>> {
    let broken = question
        .valid
        .iter()
        .filter(|rule| rule.rule.questions().is_disjoint(around.wrong))
        .find(|rule| !rule.rule.holds_for(answer, around.before, around.today));
    let Some(broken) = broken else { return Ok(()) };
    Err(vec![Flaw {
        question: question.id.clone(),
        field: first_field(question, name),
        about: About::Rule(broken.say.clone()),
    }])
}

/// The name of the field that an error about the whole question points to.
pub(super) fn first_field(question: &Question, name: &str) -> String {
    let part = match &question.kind {
        Kind::Date { .. } => "day",
        Kind::Region => "find",
        Kind::Address => "street",
        Kind::IdentityDocument { .. } => "number",
        Kind::Group { questions, .. } => {
            let first = questions
                .first()
                .map(|inner| first_field(inner, &format!("{name}.0.{}", inner.id)));
            return first.unwrap_or_else(|| name.to_owned());
        }
        _ => return name.to_owned(),
    };
    format!("{name}.{part}")
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Whether an optional question counts as left empty. A kind of document or a department that a page preselects
/// is no answer yet.
fn is_blank(kind: &Kind, fields: Fields<'_>) -> bool {
    match kind {
        Kind::IdentityDocument { .. } => fields.line("number").is_empty() && fields.line("").is_empty(),
        _ => fields.blank(),
    }
}

fn leaf(kind: &Kind, fields: Fields<'_>, today: Date) -> Result<Reading, Wrong> {
    let answer = match kind {
        Kind::Text { max_length } => names::text(fields, *max_length),
        Kind::LongText { max_length } => names::long_text(fields, *max_length),
        Kind::Integer { min, max } => numbers::integer(fields, *min, *max),
        Kind::Decimal { min, max, country } => numbers::decimal(fields, (*min, *max), country),
        Kind::Date { min, max } => dates::date(fields, min.map(|b| b.day(today)), max.map(|b| b.day(today))),
        Kind::Time => dates::time(fields),
        Kind::YesNo => options::yes_no(fields),
        Kind::Choice { options } => options::choice(fields, options),
        Kind::Choices { options } => options::choices(fields, options),
        Kind::Country => places::country(fields),
        Kind::Region => return places::region(fields),
        Kind::Address => return places::address(fields),
        Kind::IdentityDocument { accepts } => documents::identity(fields, accepts),
        Kind::Formatted {
            format,
            country,
            foreign,
        } => {
            let countries = Countries {
                own: country,
                foreign: *foreign,
            };
            format.read(fields, countries)
        }
        Kind::Map { draws, within } => map::map(fields, *draws, *within),
        Kind::Declaration { .. } => options::declaration(fields),
        Kind::Group { .. } => Err(Cause::TextMissing.into()),
    };
    answer.map(Reading::Given)
}
