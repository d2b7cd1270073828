//! Answers as people read them: on the page that checks them, in an officer's case, on the permit.

use super::words::{Words, words};
use super::{Address, Answer, Answers, IdentityDocument};
use crate::{ChoiceOption, Kind, Language, Question, countries, regions};

impl Answer {
    /// The answer in words, on one line but for the lines of a long text.
    pub fn show(&self, question: &Question, language: &Language) -> String {
        let words = words(language);
        match self {
            Self::Integer(number) => number.to_string(),
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
            Self::Phone(number) => show_phone(number),
            Self::IdentityDocument(document) => show_document(document, words),
            Self::Group(blocks) => show_group(blocks, &question.kind, language),
            Self::Declaration => words.get("accepted").to_owned(),
            text => text.text().unwrap_or_default().to_owned(),
        }
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
fn show_phone(number: &str) -> String {
    let Some(national) = number.strip_prefix("+51").filter(|n| n.is_ascii()) else {
        return number.to_owned();
    };
    let widths: &[usize] = match (national.len(), national.starts_with('1')) {
        (9, _) => &[3, 3, 3],
        (8, true) => &[1, 3, 4],
        (8, false) => &[2, 3, 3],
        _ => return number.to_owned(),
    };
    let mut shown = "+51".to_owned();
    let mut at = 0;
    for width in widths {
        shown.push(' ');
        shown.push_str(&national[at..at + width]);
        at += width;
    }
    shown
}

fn show_document(document: &IdentityDocument, words: &Words) -> String {
    format!(
        "{} {}",
        words.get(&format!("{}-name", document.kind.code())),
        document.number
    )
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
