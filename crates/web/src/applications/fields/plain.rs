//! Questions that one control answers.

use forms::{ChoiceOption, CountryRules, Format, Kind, Question, answers::ASKED, countries::Country};

use super::{
    countries::in_order,
    field::{Choice, Control, Filled, Input, Part, id_of},
};

pub(super) fn control(question: &Question, name: &str, filled: Filled<'_>) -> Control {
    let value = filled.value(name);
    let input = |input: Input| {
        Control::Input(Input {
            value: filled.value(name),
            ..input
        })
    };
    match &question.kind {
        Kind::Text { .. } => input(line("")),
        Kind::LongText { .. } => Control::Area { value },
        Kind::Integer { .. } => input(Input {
            mode: "numeric",
            ..line("input--10")
        }),
        Kind::Decimal { .. } => input(Input {
            mode: "decimal",
            ..line("input--10")
        }),
        Kind::Time => input(Input {
            kind: "time",
            ..line("input--10")
        }),
        Kind::Formatted {
            format: Format::Email,
            country,
            ..
        } => input(Input {
            asked: asked(name, filled),
            ..formatted(Format::Email, country, name, filled)
        }),
        Kind::Formatted { format, country, .. } => input(formatted(*format, country, name, filled)),
        Kind::Date { .. } => Control::Date(date(question, name, filled)),
        Kind::YesNo => Control::Choices {
            several: false,
            inline: true,
            options: yes_no(name, filled),
        },
        Kind::Choice { options } => Control::Choices {
            several: false,
            inline: false,
            options: choices(options, name, filled),
        },
        Kind::Choices { options } => Control::Choices {
            several: true,
            inline: false,
            options: choices(options, name, filled),
        },
        Kind::Country => Control::Select {
            options: countries(name, filled),
            autocomplete: "off",
        },
        Kind::Declaration { say } => Control::Declaration {
            say: filled.voice.say(say),
            agreed: !value.is_empty(),
        },
        Kind::Region
        | Kind::Address
        | Kind::IdentityDocument { .. }
        | Kind::Map { .. }
        | Kind::Group { .. } => Control::Fields(Vec::new()),
    }
}

fn formatted(format: Format, country: &CountryRules, name: &str, filled: Filled<'_>) -> Input {
    match format {
        Format::FullName => Input {
            autocomplete: own(name, "name", filled),
            ..line("")
        },
        Format::Email => Input {
            kind: "email",
            autocomplete: own(name, "email", filled),
            ..line("")
        },
        Format::Phone => Input {
            kind: "tel",
            autocomplete: own(name, "tel", filled),
            ..line("input--20")
        },
        Format::TaxNumber => Input {
            mode: if country.has_numeric_tax_numbers() {
                "numeric"
            } else {
                ""
            },
            ..line("input--20")
        },
        Format::Number(_) => Input {
            capitals: true,
            ..line("input--code")
        },
        Format::VehiclePlate => Input {
            capitals: true,
            ..line("input--10 input--code")
        },
    }
}

/// An address that the page shows with what is wrong with it, or that was taken before, is not asked about again.
fn asked(name: &str, filled: Filled<'_>) -> Option<(String, String)> {
    let part = format!("{name}.{ASKED}");
    let is_wrong = filled.errors.iter().any(|error| error.field == name);
    let known = filled.value(if is_wrong { name } else { &part });
    (!known.is_empty()).then_some((part, known))
}

pub(super) fn line(class: &'static str) -> Input {
    Input {
        kind: "text",
        autocomplete: "off",
        class,
        ..Input::default()
    }
}

/// A browser may fill in the applicant's own data; inside a group, and in a second question of a kind, somebody else is meant.
pub(super) fn own(name: &str, token: &'static str, filled: Filled<'_>) -> &'static str {
    if filled.is_own(name) { token } else { "off" }
}

fn date(question: &Question, name: &str, filled: Filled<'_>) -> Vec<Part> {
    let is_birth = question.asks_birthday();
    [
        ("day", "input--2", "bday-day"),
        ("month", "input--9", "bday-month"),
        ("year", "input--4", "bday-year"),
    ]
    .map(|(part, class, birth)| {
        let name = format!("{name}.{part}");
        Part {
            id: id_of(&name),
            label: filled.language.t(&format!("date-{part}")).into_owned(),
            class,
            autocomplete: if is_birth {
                own(question.id.as_str(), birth, filled)
            } else {
                "off"
            },
            value: filled.value(&name),
            name,
        }
    })
    .into()
}

fn yes_no(name: &str, filled: Filled<'_>) -> Vec<Choice> {
    let option = |(index, value): (usize, &str)| Choice {
        id: nth(name, index),
        label: filled.t(value),
        chosen: filled.has(name, value),
        value: value.to_owned(),
    };
    ["yes", "no"].into_iter().enumerate().map(option).collect()
}

fn choices(options: &[ChoiceOption], name: &str, filled: Filled<'_>) -> Vec<Choice> {
    let option = |(index, option): (usize, &ChoiceOption)| Choice {
        id: nth(name, index),
        value: option.code.clone(),
        label: filled.voice.say(&option.label),
        chosen: filled.has(name, &option.code),
    };
    options.iter().enumerate().map(option).collect()
}

fn countries(name: &str, filled: Filled<'_>) -> Vec<Choice> {
    let choice = |country: &&Country| Choice {
        id: String::new(),
        value: country.code.to_owned(),
        label: filled.voice.said(country.name(&filled.voice.spoken)),
        chosen: filled.has(name, country.code),
    };
    in_order(&filled.voice.spoken).iter().map(choice).collect()
}

/// The first option bears the question's own id, since the error summary leads there.
pub(super) fn nth(name: &str, index: usize) -> String {
    let id = id_of(name);
    if index == 0 {
        id
    } else {
        format!("{id}-{}", index + 1)
    }
}
