//! Evaluation of a checked expression: a walk over a small tree without loops, so its cost is bounded by
//! the expression's length. `None` is what cannot be computed, such as the age of someone without a date.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use regex::Regex;

use super::types::Part;
use super::values::{
    Arithmetic, Comparison, Find, Value, age, aspect, calculate, compare, negative, size, total,
};
use crate::QuestionId;
use crate::answers::{Answer, Answers};
use crate::parties::told_by;

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
    /// The code of what the application asks for.
    Purpose,
    Look(Look),
    Answered(Place),
    SamePerson(Box<[Place; 2]>),
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
    /// Of one question over the entries of a group, which are added as decimals or as integers.
    SumOf(Place, QuestionId, bool),
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

/// What an expression is evaluated on.
pub(super) struct Facts<'a> {
    pub(super) answers: &'a Answers,
    pub(super) own: Option<&'a Answer>,
    pub(super) today: Option<Date>,
}

impl Node {
    /// What it is made of.
    pub(super) fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Text(_)
            | Self::Integer(_)
            | Self::Decimal(_)
            | Self::Date(_)
            | Self::Time(_)
            | Self::YesNo(_)
            | Self::Today
            | Self::Purpose
            | Self::Look(_)
            | Self::Answered(_)
            | Self::SamePerson(_)
            | Self::SumOf(..) => Vec::new(),
            Self::List(items) => items.iter().collect(),
            Self::Not(inner)
            | Self::Negative(inner)
            | Self::Size(inner)
            | Self::Matches(inner, _)
            | Self::Age(inner) => vec![inner],
            Self::And(both)
            | Self::Or(both)
            | Self::Compare(_, both)
            | Self::Sum(_, both)
            | Self::In(both)
            | Self::Find(_, both) => both.iter().collect(),
            Self::If(parts) => parts.iter().collect(),
        }
    }

    /// Whose answers it looks at itself, apart from its parts.
    fn places(&self) -> &[Place] {
        match self {
            Self::Look(Look { place, .. }) | Self::Answered(place) | Self::SumOf(place, ..) => {
                std::slice::from_ref(place)
            }
            Self::SamePerson(both) => &both[..],
            _ => &[],
        }
    }

    /// Adds the questions whose answers it and its parts look at.
    pub(super) fn add_questions(&self, found: &mut BTreeSet<QuestionId>) {
        for place in self.places() {
            if let Place::Question(id) = place {
                found.insert(id.clone());
            }
        }
        for part in self.parts() {
            part.add_questions(found);
        }
    }

    /// Whether it or a part of it asks what the application is for.
    pub(super) fn names_purpose(&self) -> bool {
        matches!(self, Self::Purpose) || self.parts().into_iter().any(Self::names_purpose)
    }

    /// Whether it or a part of it asks what day it is.
    pub(super) fn names_day(&self) -> bool {
        matches!(self, Self::Today | Self::Age(_)) || self.parts().into_iter().any(Self::names_day)
    }

    /// Whether it is the same whatever was answered and asked for.
    pub(super) fn is_constant(&self) -> bool {
        !matches!(self, Self::Purpose)
            && self.places().is_empty()
            && self.parts().into_iter().all(Self::is_constant)
    }

    /// Whether the expression holds; `None` if that cannot be told.
    pub(super) fn holds(&self, facts: &Facts<'_>) -> Option<bool> {
        match self.value(facts)? {
            Value::YesNo(yes) => Some(yes),
            _ => None,
        }
    }

    pub(super) fn value<'a>(&'a self, facts: &Facts<'a>) -> Option<Value<'a>> {
        Some(match self {
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Integer(number) => Value::Integer(*number),
            Self::Decimal(number) => Value::Decimal(*number),
            Self::Date(day) => Value::Date(*day),
            Self::Time(time) => Value::Time(*time),
            Self::YesNo(yes) => Value::YesNo(*yes),
            Self::List(items) => Value::Count(items.len()),
            Self::Today => Value::Date(facts.today?),
            Self::Purpose => Value::Text(Cow::Borrowed(facts.answers.purpose().code())),
            Self::Look(look) => look.value(facts)?,
            Self::Answered(place) => Value::YesNo(place.answer(facts).is_some()),
            Self::SamePerson(both) => {
                let [one, other] = both.each_ref().map(|place| place.answer(facts).map(told_by));
                let both = one.zip(other);
                Value::YesNo(both.is_some_and(|(one, other)| one.iter().any(|told| other.contains(told))))
            }
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
            Self::SumOf(group, inner, decimal) => {
                let entries = match group.answer(facts) {
                    Some(Answer::Group(entries)) => entries.as_slice(),
                    _ => &[],
                };
                total(entries.iter().filter_map(|entry| entry.get(inner)), *decimal)?
            }
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
