//! Questions as a page shows them: labels, what was typed, what is wrong with it.

use forms::{Kind, Question};

mod compound;
mod countries;
pub(crate) mod field;
pub(crate) mod group;
mod plain;

use self::field::{Control, Field, Filled, id_of};

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
                each: each.in_language(filled.spoken),
                at_least: *at_least,
                at_most: *at_most,
            };
            group::control(question, &asked, name, filled, field)
        }
        Kind::Region | Kind::Address | Kind::IdentityDocument { .. } => {
            compound::control(question, name, filled)
        }
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
        label: question.label.in_language(filled.spoken).to_owned(),
        hint: hint(question, filled),
        error: filled.error(name, &control),
        optional: question.optional,
        heading: false,
        control,
    }
}

fn hint(question: &Question, filled: Filled<'_>) -> Option<String> {
    let own = question
        .hint
        .as_ref()
        .map(|hint| hint.in_language(filled.spoken).to_owned());
    own.or_else(|| {
        let key = match question.kind {
            Kind::Date { .. } => "hint-date",
            Kind::Choices { .. } => "hint-choices",
            Kind::Time => "hint-time",
            _ => return None,
        };
        Some(filled.language.t(key).into_owned())
    })
}
