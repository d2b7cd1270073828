//! Evaluation of a checked expression: a walk over a small tree without loops, so its cost is bounded by
//! the expression's length. `None` is what cannot be computed, such as the age of someone without a date.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::civil::{Date, Time};
use jiff::{Span, Unit};
use regex::Regex;

use super::types::Part;
use crate::QuestionId;
use crate::answers::{Answer, Answers};

/// A checked expression. The checker sees to it that every node meets the types that it needs.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Text(String),
    Integer(i64),
    Decimal(f64),
    Date(Date),
    Time(Time),
    YesNo(bool),
    List(Vec<Node>),
    Today,
    Look(Look),
    Answered(Place),
    Not(Box<Node>),
    Negative(Box<Node>),
    And(Box<[Node; 2]>),
    Or(Box<[Node; 2]>),
    If(Box<[Node; 3]>),
    Compare(Comparison, Box<[Node; 2]>),
    Sum(Arithmetic, Box<[Node; 2]>),
    In(Box<[Node; 2]>),
    Size(Box<Node>),
    Find(Find, Box<[Node; 2]>),
    Matches(Box<Node>, Regex),
    Age(Box<Node>),
}

/// An answer, or an aspect of one, and what stands for it while there is none.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub(super) place: Place,
    pub(super) part: Part,
    pub(super) empty: Empty,
}

/// Whose answer.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Question(QuestionId),
    Own,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Empty {
    Text,
    Integer,
    Decimal,
    YesNo,
    List,
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Find {
    Contains,
    StartsWith,
    EndsWith,
}

/// What an expression is evaluated on.
pub(super) struct Facts<'a> {
    pub(super) answers: &'a Answers,
    pub(super) own: Option<&'a Answer>,
    pub(super) today: Option<Date>,
}

pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    Integer(i64),
    Decimal(f64),
    Date(Date),
    Time(Time),
    YesNo(bool),
    List(&'a [String]),
    Count(usize),
}

impl Node {
    /// Whether the expression holds; `None` if that cannot be told.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        match self.value(facts)? {
            Value::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

    fn value<'a>(&'a self, facts: &Facts<'a>) -> Option<Value<'a>> {
        Some(match self {
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Integer(number) => Value::Integer(*number),
            Self::Decimal(number) => Value::Decimal(*number),
            Self::Date(day) => Value::Date(*day),
            Self::Time(time) => Value::Time(*time),
            Self::YesNo(yes) => Value::YesNo(*yes),
            Self::List(items) => Value::Count(items.len()),
            Self::Today => Value::Date(facts.today?),
            Self::Look(look) => look.value(facts)?,
            Self::Answered(place) => Value::YesNo(place.answer(facts).is_some()),
            Self::Not(inner) => Value::YesNo(!inner.holds(facts)?),
            Self::Negative(inner) => negative(&inner.value(facts)?)?,
            Self::And(sides) => Value::YesNo(!either(sides, facts, false)?),
            Self::Or(sides) => Value::YesNo(either(sides, facts, true)?),
            Self::If(parts) => {
                let [condition, then, otherwise] = &**parts;
                return if condition.holds(facts)? {
                    then.value(facts)
                } else {
                    otherwise.value(facts)
                };
            }
            Self::Compare(how, sides) => {
                Value::YesNo(compare(*how, &sides[0].value(facts)?, &sides[1].value(facts)?)?)
            }
            Self::Sum(how, sides) => calculate(*how, &sides[0].value(facts)?, &sides[1].value(facts)?)?,
            Self::In(sides) => Value::YesNo(is_in(sides, facts)?),
            Self::Size(inner) => size(&inner.value(facts)?)?,
            Self::Find(how, sides) => {
                let (Value::Text(text), Value::Text(part)) = (sides[0].value(facts)?, sides[1].value(facts)?)
                else {
                    return None;
                };
                Value::YesNo(how.found(&text, &part))
            }
            Self::Matches(inner, pattern) => match inner.value(facts)? {
                Value::Text(text) => Value::YesNo(pattern.is_match(&text)),
                _ => return None,
            },
            Self::Age(inner) => match inner.value(facts)? {
                Value::Date(born) => Value::Integer(age(born, facts.today?)?),
                _ => return None,
            },
        })
    }
}

/// CEL's `&&` and `||`: one side that decides makes up for another that cannot be computed.
/// With `true`: whether any side is true. With `false`: whether any side is false.
fn either(sides: &[Node; 2], facts: &Facts<'_>, decisive: bool) -> Option<bool> {
    let first = sides[0].holds(facts);
    if first == Some(decisive) {
        return Some(true);
    }
    let second = sides[1].holds(facts);
    if second == Some(decisive) {
        return Some(true);
    }
    first.and(second).map(|_| false)
}

impl Place {
    fn answer<'a>(&self, facts: &Facts<'a>) -> Option<&'a Answer> {
        match self {
            Self::Question(id) => facts.answers.get(id),
            Self::Own => facts.own,
        }
    }
}

impl Look {
    fn value<'a>(&self, facts: &Facts<'a>) -> Option<Value<'a>> {
        match self
            .place
            .answer(facts)
            .and_then(|answer| aspect(answer, self.part))
        {
            Some(value) => Some(value),
            None => match self.empty {
                Empty::Text => Some(Value::Text(Cow::Borrowed(""))),
                Empty::Integer => Some(Value::Integer(0)),
                Empty::Decimal => Some(Value::Decimal(0.0)),
                Empty::YesNo => Some(Value::YesNo(false)),
                Empty::List => Some(Value::List(&[])),
                Empty::Nothing => None,
            },
        }
    }
}

fn aspect(answer: &Answer, part: Part) -> Option<Value<'_>> {
    Some(match (answer, part) {
        (Answer::IdentityDocument(document), Part::Kind) => text(document.kind.code()),
        (Answer::IdentityDocument(document), Part::Number) => text(&document.number),
        (Answer::Region(region), Part::Whole) => text(region.as_str()),
        (Answer::Region(region), Part::Department) => text(leading(region.as_str(), 2)),
        (Answer::Region(region), Part::Province) => text(leading(region.as_str(), 4)),
        (Answer::Address(home), Part::Region) => text(home.region.as_str()),
        (Answer::Address(home), Part::Department) => text(leading(home.region.as_str(), 2)),
        (Answer::Address(home), Part::Province) => text(leading(home.region.as_str(), 4)),
        (Answer::Address(home), Part::Street) => text(&home.street),
        (Answer::Address(home), Part::Reference) => text(&home.reference),
        (answer, Part::Whole) => return whole(answer),
        _ => return None,
    })
}

fn whole(answer: &Answer) -> Option<Value<'_>> {
    Some(match answer {
        Answer::Text(words)
        | Answer::FullName(words)
        | Answer::Choice(words)
        | Answer::Country(words)
        | Answer::Email(words)
        | Answer::Phone(words)
        | Answer::TaxNumber(words)
        | Answer::VehiclePlate(words) => text(words),
        Answer::Integer(number) => Value::Integer(*number),
        Answer::Decimal(number) => Value::Decimal(number.parse().ok()?),
        Answer::Date(day) => Value::Date(*day),
        Answer::Time(time) => Value::Time(*time),
        Answer::YesNo(yes) => Value::YesNo(*yes),
        Answer::Choices(codes) => Value::List(codes),
        Answer::Group(items) => Value::Count(items.len()),
        Answer::Declaration => Value::YesNo(true),
        _ => return None,
    })
}

fn text(words: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(words))
}

/// A code of a region begins with its province's four digits and its department's two.
fn leading(code: &str, digits: usize) -> &str {
    code.get(..digits).unwrap_or("")
}

#[allow(clippy::cast_precision_loss, reason = "amounts in forms are far below 2^53")]
fn compare(how: Comparison, left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
    let order = match (left, right) {
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.partial_cmp(b)?,
        (Value::Integer(a), Value::Decimal(b)) => (*a as f64).partial_cmp(b)?,
        (Value::Decimal(a), Value::Integer(b)) => a.partial_cmp(&(*b as f64))?,
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::YesNo(a), Value::YesNo(b)) => a.cmp(b),
        _ => return None,
    };
    Some(match how {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::Unequal => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::LessOrEqual => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::GreaterOrEqual => order != Ordering::Less,
    })
}

#[allow(clippy::cast_precision_loss, reason = "amounts in forms are far below 2^53")]
fn calculate<'a>(how: Arithmetic, left: &Value<'_>, right: &Value<'_>) -> Option<Value<'a>> {
    match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => {
            let result = match how {
                Arithmetic::Add => a.checked_add(*b),
                Arithmetic::Subtract => a.checked_sub(*b),
                Arithmetic::Multiply => a.checked_mul(*b),
                Arithmetic::Divide => a.checked_div(*b),
                Arithmetic::Remainder => a.checked_rem(*b),
            };
            result.map(Value::Integer)
        }
        (Value::Integer(a), Value::Decimal(b)) => decimals(how, *a as f64, *b),
        (Value::Decimal(a), Value::Integer(b)) => decimals(how, *a, *b as f64),
        (Value::Decimal(a), Value::Decimal(b)) => decimals(how, *a, *b),
        (Value::Date(day), Value::Integer(days)) => {
            let days = if how == Arithmetic::Subtract {
                days.checked_neg()?
            } else {
                *days
            };
            day.checked_add(Span::new().try_days(days).ok()?)
                .ok()
                .map(Value::Date)
        }
        (Value::Date(a), Value::Date(b)) => b
            .until((Unit::Day, *a))
            .ok()
            .map(|span| Value::Integer(span.get_days().into())),
        _ => None,
    }
}

fn decimals<'a>(how: Arithmetic, a: f64, b: f64) -> Option<Value<'a>> {
    let result = match how {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::Remainder => return None,
    };
    result.is_finite().then_some(Value::Decimal(result))
}

fn negative<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    match value {
        Value::Integer(number) => number.checked_neg().map(Value::Integer),
        Value::Decimal(number) => Some(Value::Decimal(-number)),
        _ => None,
    }
}

fn is_in(sides: &[Node; 2], facts: &Facts<'_>) -> Option<bool> {
    let value = sides[0].value(facts)?;
    if let Node::List(items) = &sides[1] {
        let mut known = true;
        for item in items {
            match item
                .value(facts)
                .and_then(|item| compare(Comparison::Equal, &value, &item))
            {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = false,
            }
        }
        return known.then_some(false);
    }
    match (value, sides[1].value(facts)?) {
        (Value::Text(code), Value::List(codes)) => Some(codes.iter().any(|one| *one == code)),
        _ => None,
    }
}

fn size<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    let size = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(codes) => codes.len(),
        Value::Count(count) => *count,
        _ => return None,
    };
    i64::try_from(size).ok().map(Value::Integer)
}

fn age(born: Date, today: Date) -> Option<i64> {
    born.until((Unit::Year, today))
        .ok()
        .map(|span| span.get_years().into())
}

impl Find {
    fn found(self, text: &str, part: &str) -> bool {
        match self {
            Self::Contains => text.contains(part),
            Self::StartsWith => text.starts_with(part),
            Self::EndsWith => text.ends_with(part),
        }
    }
}
