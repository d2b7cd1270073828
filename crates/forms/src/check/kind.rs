//! The types of questions with their bounds, and keys that mean nothing for a type.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Check;
use crate::read::raw::{RawBound, RawBoundValue, RawQuestion};
use crate::read::words::QuestionType;
use crate::{ChoiceOption, DateBound, DocumentKind, Kind, Question};

const MOST_LETTERS: u32 = 10_000;
const MOST_ENTRIES: u32 = 50;

impl Check<'_> {
    pub(super) fn kind(&mut self, raw: &RawQuestion, inner: Vec<Question>) -> Kind {
        self.strange_keys(raw);
        match raw.r#type.value {
            QuestionType::Text => Kind::Text {
                max_length: self.max_length(raw),
            },
            QuestionType::LongText => Kind::LongText {
                max_length: self.max_length(raw),
            },
            QuestionType::FullName => Kind::FullName,
            QuestionType::Integer => self.integer(raw),
            QuestionType::Decimal => self.decimal(raw),
            QuestionType::Date => self.date(raw),
            QuestionType::Time => Kind::Time,
            QuestionType::YesNo => Kind::YesNo,
            QuestionType::Choice => Kind::Choice {
                options: self.options(raw, 2),
            },
            QuestionType::Choices => Kind::Choices {
                options: self.options(raw, 1),
            },
            QuestionType::Country => Kind::Country,
            QuestionType::Region => Kind::Region,
            QuestionType::Address => Kind::Address,
            QuestionType::Email => Kind::Email,
            QuestionType::Phone => Kind::Phone,
            QuestionType::IdentityDocument => Kind::IdentityDocument {
                accepts: self.accepts(raw),
            },
            QuestionType::TaxNumber => Kind::TaxNumber,
            QuestionType::VehiclePlate => Kind::VehiclePlate,
            QuestionType::Group => self.group(raw, inner),
            QuestionType::Declaration => self.declaration(raw),
        }
    }

    /// A bound on a name, or options on a date: the author meant something that would not happen.
    fn strange_keys(&mut self, raw: &RawQuestion) {
        use QuestionType as T;
        let kind = raw.r#type.value;
        let keys: [(&str, Option<Range<usize>>, &[T]); 9] = [
            (
                "accepts",
                raw.accepts.as_ref().map(|list| first(list, raw)),
                &[T::IdentityDocument],
            ),
            (
                "options",
                raw.options.as_ref().map(|codes| code(codes, raw)),
                &[T::Choice, T::Choices],
            ),
            (
                "min",
                raw.min.as_ref().map(|at| at.span.clone()),
                &[T::Integer, T::Decimal, T::Date],
            ),
            (
                "max",
                raw.max.as_ref().map(|at| at.span.clone()),
                &[T::Integer, T::Decimal, T::Date],
            ),
            (
                "max_length",
                raw.max_length.as_ref().map(|at| at.span.clone()),
                &[T::Text, T::LongText],
            ),
            (
                "questions",
                raw.questions.as_ref().map(|_| raw.id.span.clone()),
                &[T::Group],
            ),
            (
                "at_least",
                raw.at_least.as_ref().map(|at| at.span.clone()),
                &[T::Group],
            ),
            (
                "at_most",
                raw.at_most.as_ref().map(|at| at.span.clone()),
                &[T::Group],
            ),
            (
                "say",
                raw.say.as_ref().map(|_| raw.id.span.clone()),
                &[T::Declaration],
            ),
        ];
        for (key, span, kinds) in keys {
            let Some(span) = span.filter(|_| !kinds.contains(&kind)) else {
                continue;
            };
            let names: Vec<_> = kinds.iter().map(|kind| kind.name()).collect();
            self.problem(
                &span,
                format!("`{key}` means nothing for a question of type `{}`", kind.name()),
            )
            .help(format!("it is for: {}", names.join(", ")));
        }
    }

    fn max_length(&mut self, raw: &RawQuestion) -> Option<u32> {
        raw.max_length
            .as_ref()
            .map(|length| self.number(length, 1, MOST_LETTERS, "`max_length`"))
    }

    fn integer(&mut self, raw: &RawQuestion) -> Kind {
        let mut bound = |bound: &RawBound| match bound.value {
            RawBoundValue::Integer(number) => Some(number),
            _ => self.bound(bound, "a whole number"),
        };
        let (min, max) = (
            raw.min.as_ref().and_then(&mut bound),
            raw.max.as_ref().and_then(&mut bound),
        );
        self.in_order_of(raw, min.zip(max).is_some_and(|(min, max)| min > max));
        Kind::Integer { min, max }
    }

    #[allow(clippy::cast_precision_loss, reason = "bounds of amounts are far below 2^53")]
    fn decimal(&mut self, raw: &RawQuestion) -> Kind {
        let mut bound = |bound: &RawBound| match bound.value {
            RawBoundValue::Integer(number) => Some(number as f64),
            RawBoundValue::Decimal(number) => Some(number),
            RawBoundValue::Day(_) => self.bound(bound, "a number"),
        };
        let (min, max) = (
            raw.min.as_ref().and_then(&mut bound),
            raw.max.as_ref().and_then(&mut bound),
        );
        self.in_order_of(raw, min.zip(max).is_some_and(|(min, max)| min > max));
        Kind::Decimal { min, max }
    }

    fn date(&mut self, raw: &RawQuestion) -> Kind {
        let mut bound = |bound: &RawBound| match &bound.value {
            RawBoundValue::Day(day) => day_bound(day).or_else(|| self.day_bound_problem(bound)),
            _ => self.day_bound_problem(bound),
        };
        let (min, max) = (
            raw.min.as_ref().and_then(&mut bound),
            raw.max.as_ref().and_then(&mut bound),
        );
        let crossed = match (min, max) {
            (Some(DateBound::On(min)), Some(DateBound::On(max))) => min > max,
            (
                Some(DateBound::FromToday { years, days }),
                Some(DateBound::FromToday {
                    years: more_years,
                    days: more_days,
                }),
            ) => years * 365 + days > more_years * 365 + more_days,
            _ => false,
        };
        self.in_order_of(raw, crossed);
        Kind::Date { min, max }
    }

    fn bound<T>(&mut self, bound: &RawBound, expected: &str) -> Option<T> {
        self.problem(&bound.span, format!("this bound must be {expected}"));
        None
    }

    fn day_bound_problem<T>(&mut self, bound: &RawBound) -> Option<T> {
        self.problem(&bound.span, "this bound must be a day")
            .help("write a day as \"2026-12-31\", or count from today: today, today+30d, today-18y");
        None
    }

    fn in_order_of(&mut self, raw: &RawQuestion, crossed: bool) {
        if let Some(min) = raw.min.as_ref().filter(|_| crossed) {
            self.problem(&min.span, "`min` is above `max`, so no answer would do");
        }
    }

    fn options(&mut self, raw: &RawQuestion, least: usize) -> Vec<ChoiceOption> {
        let codes = raw
            .options
            .as_ref()
            .map(|codes| codes.0.as_slice())
            .unwrap_or_default();
        if codes.len() < least {
            let name = raw.r#type.value.name();
            self.problem(
                &raw.r#type.span,
                format!("a `{name}` needs at least {least} options"),
            )
            .help("write `options: {car: By car, bus: By bus}`");
        }
        let mut seen = BTreeSet::new();
        let mut options = Vec::new();
        for (code, label) in codes {
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if code.value.is_empty() || code.value.len() > 40 || !code.value.chars().all(fits) {
                self.problem(
                    &code.span,
                    format!("`{}` is not spelled like an option's code", code.value),
                )
                .help("at most 40 letters without accents, digits, `-` and `_`; the text beside it is free");
            }
            self.unique(code, &mut seen, "the option");
            options.push(ChoiceOption {
                code: code.value.clone(),
                label: self.text(label),
            });
        }
        options
    }

    fn accepts(&mut self, raw: &RawQuestion) -> Vec<DocumentKind> {
        match &raw.accepts {
            None => DocumentKind::ALL.to_vec(),
            Some(kinds) => {
                if kinds.is_empty() {
                    self.problem(&raw.r#type.span, "this question accepts no document at all");
                }
                kinds.iter().map(|kind| kind.value).collect()
            }
        }
    }

    fn group(&mut self, raw: &RawQuestion, questions: Vec<Question>) -> Kind {
        if questions.is_empty() {
            self.problem(&raw.r#type.span, "a group needs `questions`");
        }
        let at_most = raw
            .at_most
            .as_ref()
            .map_or(10, |most| self.number(most, 1, MOST_ENTRIES, "`at_most`"));
        let at_least = raw
            .at_least
            .as_ref()
            .map_or(1, |least| self.number(least, 0, at_most, "`at_least`"));
        Kind::Group {
            questions,
            at_least,
            at_most,
        }
    }

    fn declaration(&mut self, raw: &RawQuestion) -> Kind {
        match raw.say.as_ref().or(raw.label.as_ref()) {
            Some(say) => Kind::Declaration { say: self.text(say) },
            None => {
                self.problem(
                    &raw.r#type.span,
                    "a declaration needs `say`: the text one swears to",
                );
                Kind::Declaration {
                    say: crate::Text::new("es".into(), ""),
                }
            }
        }
    }
}

fn first<T>(list: &[crate::read::field::At<T>], raw: &RawQuestion) -> Range<usize> {
    list.first().map_or(raw.id.span.clone(), |at| at.span.clone())
}

fn code(codes: &crate::read::raw::RawCodes, raw: &RawQuestion) -> Range<usize> {
    codes
        .0
        .first()
        .map_or(raw.id.span.clone(), |(code, _)| code.span.clone())
}

/// `2026-12-31`, `today`, `today+30d`, `today-18y`
fn day_bound(text: &str) -> Option<DateBound> {
    let Some(rest) = text.strip_prefix("today") else {
        return text.parse().ok().map(DateBound::On);
    };
    if rest.is_empty() {
        return Some(DateBound::FromToday { years: 0, days: 0 });
    }
    let sign = match rest.as_bytes()[0] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (digits, unit) = rest[1..].split_at_checked(rest.len().checked_sub(2)?)?;
    let amount: i32 = digits
        .parse()
        .ok()
        .filter(|amount| (0..=4_000).contains(amount))?;
    match unit {
        "d" => Some(DateBound::FromToday {
            years: 0,
            days: sign * amount,
        }),
        "y" if amount <= 150 => Some(DateBound::FromToday {
            years: sign * amount,
            days: 0,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_fixed_or_counted_from_today() {
        let from_today = |years, days| Some(DateBound::FromToday { years, days });
        let today = "2026-11-21".parse().unwrap();
        for (text, bound, day) in [
            ("today", from_today(0, 0), "2026-11-21"),
            ("today+30d", from_today(0, 30), "2026-12-21"),
            ("today-18y", from_today(-18, 0), "2008-11-21"),
        ] {
            assert_eq!(day_bound(text), bound, "{text}");
            assert_eq!(bound.unwrap().day(today).to_string(), day, "{text}");
        }
        for text in [
            "",
            "tomorrow",
            "today+",
            "today+d",
            "today+30",
            "today+30w",
            "today+-3d",
            "2026-02-30",
            "today+9ñ",
        ] {
            assert_eq!(day_bound(text), None, "{text}");
        }
    }
}
