//! Values of expressions: taken from answers, compared, calculated with. `None` is what cannot be computed.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::civil::{Date, Time};
use jiff::{Span, Unit};

use super::types::Part;
use crate::Position;
use crate::answers::{Answer, map};

/// What an expression yields for certain answers.
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

pub(super) fn aspect(answer: &Answer, part: Part) -> Option<Value<'_>> {
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
        (Answer::Map(places), part) => Value::Decimal(of_map(places, part)?),
        (answer, Part::Whole) => return whole(answer),
        _ => return None,
    })
}

/// A measure of what is drawn: a single place has its degrees, three places or more an area.
fn of_map(places: &[Position], part: Part) -> Option<f64> {
    match part {
        Part::Latitude => places.first().map(|place| place.latitude()),
        Part::Longitude => places.first().map(|place| place.longitude()),
        Part::Length => Some(map::length(places)),
        Part::Around => Some(map::around_and_area(places).0),
        Part::Area => Some(map::around_and_area(places).1),
        _ => None,
    }
}

fn whole(answer: &Answer) -> Option<Value<'_>> {
    Some(match answer {
        Answer::Integer(number) => Value::Integer(*number),
        Answer::Decimal(number) => Value::Decimal(number.parse().ok()?),
        Answer::Date(day) => Value::Date(*day),
        Answer::Time(time) => Value::Time(*time),
        Answer::YesNo(yes) => Value::YesNo(*yes),
        Answer::Choices(codes) => Value::List(codes),
        Answer::Group(items) => Value::Count(items.len()),
        Answer::Declaration => Value::YesNo(true),
        other => text(other.text()?),
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
pub(super) fn compare(how: Comparison, left: &Value<'_>, right: &Value<'_>) -> Option<bool> {
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
pub(super) fn calculate<'a>(how: Arithmetic, left: &Value<'_>, right: &Value<'_>) -> Option<Value<'a>> {
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

/// All of them added up.
pub(super) fn total<'a, 'b>(answers: impl Iterator<Item = &'b Answer>, decimal: bool) -> Option<Value<'a>> {
    let zero = if decimal {
        Value::Decimal(0.0)
    } else {
        Value::Integer(0)
    };
    answers
        .map(|answer| aspect(answer, Part::Whole))
        .try_fold(zero, |sum, next| calculate(Arithmetic::Add, &sum, &next?))
}

/// A value as an answer.
pub(super) fn answer(value: Value<'_>) -> Option<Answer> {
    Some(match value {
        Value::Text(words) => Answer::Text(words.into_owned()),
        Value::Integer(number) => Answer::Integer(number),
        Value::Decimal(number) => Answer::Decimal(rounded(number)),
        Value::YesNo(yes) => Answer::YesNo(yes),
        Value::Count(count) => Answer::Integer(i64::try_from(count).ok()?),
        Value::Date(_) | Value::Time(_) | Value::List(_) => return None,
    })
}

/// Without the dust of binary fractions: at most four decimals, and no zeros at their end.
fn rounded(number: f64) -> String {
    let digits = format!("{number:.4}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    match digits {
        "-0" => "0".to_owned(),
        digits => digits.to_owned(),
    }
}

pub(super) fn negative<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    match value {
        Value::Integer(number) => number.checked_neg().map(Value::Integer),
        Value::Decimal(number) => Some(Value::Decimal(-number)),
        _ => None,
    }
}

pub(super) fn size<'a>(value: &Value<'_>) -> Option<Value<'a>> {
    let size = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(codes) => codes.len(),
        Value::Count(count) => *count,
        _ => return None,
    };
    i64::try_from(size).ok().map(Value::Integer)
}

pub(super) fn age(born: Date, today: Date) -> Option<i64> {
    born.until((Unit::Year, today))
        .ok()
        .map(|span| span.get_years().into())
}

impl Find {
    pub(super) fn found(self, text: &str, part: &str) -> bool {
        match self {
            Self::Contains => text.contains(part),
            Self::StartsWith => text.starts_with(part),
            Self::EndsWith => text.ends_with(part),
        }
    }
}
