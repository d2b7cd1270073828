//! Answers as people read them: on the page that checks them, in an officer's case, on the permit.

use super::to_raw::decimal;
use super::words::{Words, words};
use super::{Address, Answer, Answers, IdentityDocument, map};
use crate::{ChoiceOption, DocumentKind, Format, Kind, Language, MapShape, Question, countries, regions};

impl Answer {
    /// The answer in words, on one line but for the lines of a long text.
    pub fn show(&self, question: &Question, language: &Language) -> String {
        let words = words(language);
        match self {
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => decimal(number, &question.kind),
            Self::Date(date) => words.date(*date),
            Self::Time(time) => words.time(*time),
            Self::YesNo(yes) => words.get(if *yes { "yes" } else { "no" }).to_owned(),
            Self::Choice(code) => label(&question.kind, code, language),
            Self::Choices(codes) => {
                let labels: Vec<String> = codes
                    .iter()
                    .map(|code| label(&question.kind, code, language))
                    .collect();
                labels.join(", ")
            }
            Self::Country(code) => countries::find(code)
                .map_or(code.as_str(), |country| country.name(language))
                .to_owned(),
            Self::Region(region) => regions::path(region.as_str()),
            Self::Address(address) => show_address(address),
            Self::Phone(number) => show_phone(number, &question.kind),
            Self::IdentityDocument(document) => show_document(document, words),
            Self::Group(blocks) => show_group(blocks, &question.kind, language),
            Self::Map(places) => match question.kind {
                Kind::Map { draws, .. } => map::shown(places, draws),
                _ => map::shown(places, MapShape::Point),
            },
            Self::Declaration => words.get("accepted").to_owned(),
            text => show_text(text.text().unwrap_or_default(), &question.kind),
        }
    }
}

/// As it is kept; a number that is read out in groups, in groups.
fn show_text(text: &str, kind: &Kind) -> String {
    match kind {
        Kind::Formatted {
            format: Format::Number(number),
            ..
        } => number.identifier().shown(text),
        _ => text.to_owned(),
    }
}

fn label(kind: &Kind, code: &str, language: &Language) -> String {
    let options: &[ChoiceOption] = match kind {
        Kind::Choice { options } | Kind::Choices { options } => options,
        _ => &[],
    };
    let option = options.iter().find(|option| option.code == code);
    option
        .map_or(code, |option| option.label.in_language(language))
        .to_owned()
}

fn show_address(address: &Address) -> String {
    let Address {
        region,
        street,
        reference,
    } = address;
    let place = regions::path(region.as_str());
    if reference.is_empty() {
        format!("{street}, {place}")
    } else {
        format!("{street} ({reference}), {place}")
    }
}

/// `+51 987 654 321`, `+51 1 234 5678`; numbers of other countries as they are.
fn show_phone(number: &str, kind: &Kind) -> String {
    let shown = match kind {
        Kind::Formatted { country, .. } => country.phone.shown(number),
        _ => None,
    };
    shown.unwrap_or_else(|| number.to_owned())
}

fn show_document(document: &IdentityDocument, words: &Words) -> String {
    format!("{} {}", name_of(document.kind, words), document.number)
}

fn name_of(kind: DocumentKind, words: &Words) -> &'static str {
    words.get(&format!("{}-name", kind.code()))
}

impl DocumentKind {
    /// What people call it.
    pub fn name(self, language: &Language) -> &'static str {
        name_of(self, words(language))
    }
}

fn show_group(blocks: &[Answers], kind: &Kind, language: &Language) -> String {
    let Kind::Group { questions, .. } = kind else {
        return String::new();
    };
    let show_block = |block: &Answers| {
        let shown = questions
            .iter()
            .filter_map(|inner| Some(block.get(&inner.id)?.show(inner, language)));
        shown.collect::<Vec<_>>().join(", ")
    };
    blocks.iter().map(show_block).collect::<Vec<_>>().join("; ")
}
