//! The types of questions with their bounds, and keys that mean nothing for a type.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Check;
use crate::country_rules::CountryRules;
use crate::read::field::At;
use crate::read::raw::RawQuestion;
use crate::read::words::QuestionType;
use crate::{ChoiceOption, DocumentKind, Format, Kind, Question};

const MOST_ENTRIES: u8 = 50;

/// A key, where it stands if it is there, and the types that it is for.
type StrangeKey<'k> = (&'k str, Option<Range<usize>>, &'k [QuestionType]);

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
            QuestionType::Region => {
                self.has_regions(raw);
                Kind::Region
            }
            QuestionType::Address => {
                self.has_regions(raw);
                Kind::Address
            }
            QuestionType::IdentityDocument => Kind::IdentityDocument {
                accepts: self.accepts(raw),
            },
            QuestionType::Formatted(format) => Kind::Formatted {
                format,
                country: self.country,
                foreign: raw.foreign.as_ref().is_some_and(|at| at.value),
            },
            QuestionType::Map => self.map(raw),
            QuestionType::Group => self.group(raw, inner),
            QuestionType::Declaration => self.declaration(raw),
        }
    }

    /// A bound on a name, or options on a date: the author meant something that would not happen. In a kept version it
    /// is like an unknown key: what the program that published it made of the key is not known here.
    fn strange_keys(&mut self, raw: &RawQuestion) {
        use QuestionType as T;
        let kind = raw.r#type.value;
        let keys: [StrangeKey<'_>; 13] = [
            (
                "foreign",
                raw.foreign.as_ref().map(|at| at.span.clone()),
                &[T::Formatted(Format::VehiclePlate)],
            ),
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
            ("draws", raw.draws.as_ref().map(|at| at.span.clone()), &[T::Map]),
            (
                "within",
                raw.within.as_ref().map(|within| within.north.span.clone()),
                &[T::Map],
            ),
            (
                "questions",
                raw.questions.as_ref().map(|_| raw.id.span.clone()),
                &[T::Group],
            ),
            (
                "each",
                raw.each.as_ref().map(|_| raw.id.span.clone()),
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
            self.unreadable(
                &span,
                format!("`{key}` means nothing for a question of type `{}`", kind.name()),
            )
            .help(format!("it is for: {}", names.join(", ")));
        }
    }

    /// Advises a document that is none of the service's own country: `dni` is Peru's.
    fn of_another_country(&mut self, kinds: &[At<DocumentKind>]) {
        let own: Vec<DocumentKind> = self.country.documents().map(DocumentKind::from).collect();
        let Some(kind) = kinds.iter().find(|kind| !own.contains(&kind.value)) else {
            return;
        };
        let codes: Vec<&str> = own.iter().map(|kind| kind.code()).collect();
        let message = format!(
            "`{}` is another country’s document, and this service is of `{}`",
            kind.value.code(),
            self.country.code
        );
        self.advise(&kind.span, message).help(format!(
            "its own are: {}; keep the other if its people apply here",
            codes.join(", ")
        ));
    }

    /// Departments, provinces and districts are shipped of the usual country alone.
    fn has_regions(&mut self, raw: &RawQuestion) {
        let (country, usual) = (self.country, CountryRules::usual());
        if country == usual {
            return;
        }
        let message = format!(
            "the places of `{}` are not shipped: only those of `{}` are",
            country.code, usual.code
        );
        self.unpublishable(&raw.r#type.span, message).help(
            "ask for the street and the town by two questions of type `text`, and for the region by a `choice`",
        );
    }

    fn options(&mut self, raw: &RawQuestion, least: usize) -> Vec<ChoiceOption> {
        let codes = raw
            .options
            .as_ref()
            .map(|codes| codes.0.as_slice())
            .unwrap_or_default();
        if codes.len() < least {
            let name = raw.r#type.value.name();
            self.unpublishable(
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
                self.unpublishable(
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
            None => self.country.documents().map(DocumentKind::from).collect(),
            Some(kinds) => {
                if kinds.is_empty() {
                    self.unpublishable(&raw.r#type.span, "this question accepts no document at all");
                }
                self.of_another_country(kinds);
                kinds.iter().map(|kind| kind.value).collect()
            }
        }
    }

    fn group(&mut self, raw: &RawQuestion, questions: Vec<Question>) -> Kind {
        if questions.is_empty() {
            self.unpublishable(&raw.r#type.span, "a group needs `questions`");
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
            each: raw.each.as_ref().map(|each| self.text(each)),
            at_least: at_least.into(),
            at_most: at_most.into(),
        }
    }

    fn declaration(&mut self, raw: &RawQuestion) -> Kind {
        if let Some(say) = raw.say.as_ref().or(raw.label.as_ref()) {
            return Kind::Declaration { say: self.text(say) };
        }
        self.unreadable(
            &raw.r#type.span,
            "a declaration needs `say`: the text one swears to",
        );
        Kind::Declaration {
            say: crate::Text::new("es".into(), ""),
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
