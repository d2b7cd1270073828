//! Questions as a page shows them: labels, what was typed, what is wrong with it.

use forms::{HelpBlock, HelpWords, Kind, MapShape, Question, QuestionId, Service, answers::Raw};
use locale::Language;

mod compound;
mod countries;
pub(crate) mod field;
pub(crate) mod group;
pub(crate) mod map;
mod plain;

use self::field::{Control, Field, Filled, Help, id_of};
use crate::said::Said;

/// The field of a question that is named `name` on the page.
pub(crate) fn field(question: &Question, name: &str, filled: Filled<'_>) -> Field {
    let control = match &question.kind {
        Kind::Group {
            questions,
            each,
            at_least,
            at_most,
        } => {
            let each = each.as_ref().unwrap_or(&question.label);
            let asked = group::Asked {
                questions,
                each,
                at_least: *at_least,
                at_most: *at_most,
            };
            group::control(question, &asked, name, filled, field)
        }
        Kind::Region | Kind::Address | Kind::IdentityDocument { .. } => {
            compound::control(question, name, filled)
        }
        Kind::Map { .. } => map::control(question, name, filled),
        _ => plain::control(question, name, filled),
    };
    let id = match &control {
        Control::Date(_) => id_of(&format!("{name}.day")),
        Control::Fields(fields) => fields
            .iter()
            .find(|field| !field.is_hidden())
            .map_or_else(|| id_of(name), |first| first.id.clone()),
        _ => id_of(name),
    };
    Field {
        language: filled.language,
        id,
        name: name.to_owned(),
        label: filled.voice.say(&question.label),
        hint: hint(question, filled),
        help: help(question, filled),
        error: filled.error(name, &control),
        optional: question.optional,
        heading: false,
        control,
    }
}

/// The questions about whoever fills the form in: the first of each kind that browsers know of. The service writes to the first address
/// too.
pub(crate) fn own(service: &Service) -> Vec<QuestionId> {
    let mut kinds = Vec::new();
    let mut own = Vec::new();
    for question in service.form.pages.iter().flat_map(|page| &page.questions) {
        let kind = std::mem::discriminant(&question.kind);
        let format = match question.kind {
            Kind::Formatted { format, .. } => Some(format),
            Kind::Date { .. } | Kind::Address => None,
            _ => continue,
        };
        if !kinds.contains(&(kind, format)) {
            kinds.push((kind, format));
            own.push(question.id.clone());
        }
    }
    own
}

/// The `id` of the first control of a question on the page of a form: where links to it lead.
pub(crate) fn anchor(question: &Question) -> String {
    let name = question.id.as_str();
    match &question.kind {
        Kind::Date { .. } => id_of(&format!("{name}.day")),
        Kind::Region | Kind::Address => id_of(&format!("{name}.find")),
        Kind::IdentityDocument { accepts } if accepts.len() == 1 => id_of(&format!("{name}.number")),
        Kind::IdentityDocument { .. } => id_of(&format!("{name}.kind")),
        _ => id_of(name),
    }
}

/// The same for what a question asks next, once something was typed: a district is chosen from those of its name.
pub(crate) fn next_anchor(question: &Question, raw: &Raw) -> String {
    let name = question.id.as_str();
    let is_place = matches!(question.kind, Kind::Region | Kind::Address);
    if is_place && raw.contains_key(&format!("{name}.find")) {
        return id_of(&format!("{name}.region"));
    }
    anchor(question)
}

/// A hint with a sentence after it: one that ends in something to copy has no full stop of its own.
fn followed(hint: &str, sentence: &str) -> String {
    let stop = if hint.ends_with(['.', '?', '!', '…', ':']) {
        ""
    } else {
        "."
    };
    format!("{hint}{stop} {sentence}")
}

fn help(question: &Question, filled: Filled<'_>) -> Option<Help> {
    let said = filled.voice.say(question.help.as_ref()?);
    // A version of before may have what is refused by now.
    let plain = || {
        vec![HelpBlock::Paragraph(vec![HelpWords::Plain(
            said.text().to_owned(),
        )])]
    };
    Some(Help {
        blocks: forms::help(said.text()).unwrap_or_else(|_| plain()),
        lang: said.lang(),
    })
}

/// What to do, by what is drawn and whether there is a grid to press on.
fn hint_of_map(draws: MapShape, has_grid: bool) -> &'static str {
    match (draws, has_grid) {
        (MapShape::Point, true) => "hint-map-point",
        (MapShape::Line, true) => "hint-map-line",
        (MapShape::Area, true) => "hint-map-area",
        (MapShape::Point, false) => "hint-coordinates",
        (MapShape::Line, false) => "hint-coordinates-line",
        (MapShape::Area, false) => "hint-coordinates-area",
    }
}

fn hint(question: &Question, filled: Filled<'_>) -> Option<Said> {
    let own = question.hint.as_ref().map(|hint| filled.voice.say(hint));
    // A browser that stops taking letters says nothing of it: the page says how many there may be, and counts when they are sent.
    let longest = match question.kind {
        Kind::Text { max_length } | Kind::LongText { max_length } => max_length,
        _ => None,
    };
    if let Some(longest) = longest {
        let longest = |language: Language| language.tn("hint-longest", u64::from(longest));
        return Some(match own {
            Some(own) => {
                let spoken = Language::of(filled.voice.spoken.as_str()).unwrap_or(filled.language);
                filled.voice.said(followed(own.text(), &longest(spoken)))
            }
            None => longest(filled.language).into(),
        });
    }
    own.or_else(|| {
        let key = match question.kind {
            Kind::Date { .. } if question.asks_birthday() => "hint-date",
            Kind::Date { .. } => "hint-day",
            Kind::Choices { .. } => "hint-choices",
            Kind::Time => "hint-time",
            Kind::Map { draws, within } => hint_of_map(draws, within.is_some()),
            _ => return None,
        };
        Some(filled.t(key))
    })
}
