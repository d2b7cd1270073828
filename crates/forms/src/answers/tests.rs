//! What people write, what is kept of it and what they are told.

use jiff::civil::{Date, date};

use super::{Around, Raw, Reading, parse};
use crate::country_rules::NumberType;
use crate::{
    Answer, Answers, ChoiceOption, CountryRules, DocumentKind, Format, Kind, Language, MapShape, Question,
    Text,
};

mod every;
mod properties;
mod right;
mod wrong;

const TODAY: Date = date(2026, 11, 21);

/// By Peru's rules.
fn formatted(format: Format) -> Kind {
    Kind::Formatted {
        format,
        country: CountryRules::usual(),
        foreign: false,
    }
}

fn question(kind: Kind) -> Question {
    let label = Text::new("es".into(), "Tu dato").and("en".into(), "Your fact");
    Question {
        id: "q".into(),
        label,
        short: None,
        hint: None,
        help: None,
        optional: false,
        when: None,
        valid: vec![],
        kind,
    }
}

fn raw(fields: &[(&str, &str)]) -> Raw {
    let mut raw = Raw::new();
    for (name, value) in fields {
        raw.entry((*name).to_owned())
            .or_default()
            .push((*value).to_owned());
    }
    raw
}

/// What is read of the question's fields; wrong answers as `field: sentence` in that language.
fn read(question: &Question, raw: &Raw, language: &str) -> Result<Reading, String> {
    let before = Answers::default();
    parse(question, "q", raw, Around::right(&before, TODAY)).map_err(|flaws| {
        let lines = flaws
            .iter()
            .map(|flaw| format!("{}: {}", flaw.field, flaw.say(&Language::from(language))));
        lines.collect::<Vec<_>>().join("\n")
    })
}

fn given(question: &Question, fields: &[(&str, &str)]) -> Answer {
    match read(question, &raw(fields), "es") {
        Ok(Reading::Given(answer)) => answer,
        other => panic!("{fields:?} gave {other:?}"),
    }
}

fn options() -> Vec<ChoiceOption> {
    let option = |code: &str, es: &str, en: &str| ChoiceOption {
        code: code.to_owned(),
        label: Text::new("es".into(), es).and("en".into(), en),
    };
    vec![
        option("food", "Alimentos", "Food"),
        option("health", "Salud", "Health"),
        option("other", "Otro", "Other"),
    ]
}

fn any_document() -> Kind {
    Kind::IdentityDocument {
        accepts: CountryRules::usual()
            .documents()
            .map(DocumentKind::from)
            .collect(),
    }
}

fn adult_birthday() -> Kind {
    let years = |years| Some(crate::DateBound::FromToday { years, days: 0 });
    Kind::Date {
        min: years(-120),
        max: years(-18),
    }
}

/// A stop on a trip: a place, and perhaps a time.
fn trip() -> Kind {
    let place = Question {
        id: "place".into(),
        ..question(Kind::Text { max_length: Some(20) })
    };
    let at = Question {
        id: "at".into(),
        optional: true,
        ..question(Kind::Time)
    };
    Kind::Group {
        questions: vec![place, at],
        each: None,
        at_least: 1,
        at_most: 3,
    }
}

/// One question of each type.
fn every_kind() -> Vec<Kind> {
    let numbers = NumberType::all().map(|number| formatted(Format::Number(number)));
    let others = vec![
        Kind::Text { max_length: None },
        Kind::LongText { max_length: None },
        formatted(Format::FullName),
        Kind::Integer {
            min: Some(-5),
            max: Some(100_000),
        },
        Kind::Decimal {
            min: None,
            max: None,
            country: CountryRules::usual(),
        },
        Kind::Date { min: None, max: None },
        adult_birthday(),
        Kind::Time,
        Kind::YesNo,
        Kind::Choice { options: options() },
        Kind::Choices { options: options() },
        Kind::Country,
        Kind::Region,
        Kind::Address,
        formatted(Format::Email),
        formatted(Format::Phone),
        any_document(),
        formatted(Format::TaxNumber),
        formatted(Format::VehiclePlate),
        Kind::Map {
            draws: MapShape::Point,
            within: None,
        },
        trip(),
        Kind::Declaration {
            say: Text::new("es".into(), "Declaro que es cierto."),
        },
    ];
    others.into_iter().chain(numbers).collect()
}
