//! Questions that several controls answer under one legend: documents, regions, addresses.

use forms::{
    DocumentKind, Kind, Question,
    regions::{self, Region},
};

use locale::collation::sort_by_name;

use super::{
    field::{Choice, Control, Field, Filled, Input},
    plain,
};

pub(super) fn control(question: &Question, name: &str, filled: Filled<'_>) -> Control {
    Control::Fields(match &question.kind {
        Kind::IdentityDocument { accepts } => document(accepts, name, filled),
        Kind::Address => address(name, filled),
        _ => region(name, filled),
    })
}

fn document(accepts: &[DocumentKind], name: &str, filled: Filled<'_>) -> Vec<Field> {
    let part = format!("{name}.kind");
    let is_numeric = matches!(accepts, [only] if only.is_numeric());
    let kind = match accepts {
        [only] => Control::Hidden {
            value: only.code().to_owned(),
        },
        several => Control::Select {
            options: several
                .iter()
                .map(|kind| document_kind(*kind, &part, filled))
                .collect(),
            autocomplete: "off",
        },
    };
    let number = Control::Input(Input {
        mode: if is_numeric { "numeric" } else { "" },
        value: filled.value(&format!("{name}.number")),
        capitals: !is_numeric,
        ..plain::line("input--20 input--code")
    });
    vec![
        Field::part(part, "document-kind", kind, filled),
        Field::part(format!("{name}.number"), "document-number", number, filled),
    ]
}

fn document_kind(kind: DocumentKind, name: &str, filled: Filled<'_>) -> Choice {
    Choice {
        id: String::new(),
        value: kind.code().to_owned(),
        label: kind.name(&filled.language.code().into()).to_owned().into(),
        chosen: filled.has(name, kind.code()),
    }
}

/// More than these are told apart sooner by another word than by reading all.
const LISTED: usize = 40;

/// A district is found by its name: what matches stands below it, to choose from, once the name was sent.
fn region(name: &str, filled: Filled<'_>) -> Vec<Field> {
    let part = |part: &str| format!("{name}.{part}");
    let sought = filled.value(&part("find"));
    let mut find = Field::part(
        part("find"),
        "district",
        Control::Input(Input {
            value: sought.clone(),
            ..plain::line("")
        }),
        filled,
    );
    find.hint = Some(filled.t("region-find-hint"));
    let mut found = regions::search(&sought);
    sort_by_name(&mut found, filled.language, |found| found.region.name);
    found.sort_by_key(|found| found.rank);
    // Choosing from a list of one would ask the same twice.
    if found.len() < 2 {
        return vec![find];
    }
    let choices = found.iter().take(LISTED).enumerate();
    let options = choices.map(|(index, found)| choice(found.region, index, &part("region"), filled));
    let control = Control::Choices {
        several: false,
        inline: false,
        options: options.collect(),
    };
    let mut list = Field::part(part("region"), "region-choose", control, filled);
    if found.len() > LISTED {
        list.hint = Some(filled.language.tn("region-more", found.len() as u64).into());
    }
    let listed = Control::Hidden { value: sought };
    vec![find, Field::part(part("found"), "district", listed, filled), list]
}

fn choice(region: &Region, index: usize, name: &str, filled: Filled<'_>) -> Choice {
    let code = region.code.as_str();
    Choice {
        id: plain::nth(name, index),
        value: code.to_owned(),
        label: regions::path(code).into(),
        chosen: filled.has(name, code),
    }
}

fn address(name: &str, filled: Filled<'_>) -> Vec<Field> {
    let mut fields = region(name, filled);
    for (part, token) in [("street", "street-address"), ("reference", "off")] {
        let part_name = format!("{name}.{part}");
        let input = Input {
            value: filled.value(&part_name),
            autocomplete: plain::own(name, token, filled),
            ..plain::line("")
        };
        let mut field = Field::part(
            part_name,
            &format!("address-{part}"),
            Control::Input(input),
            filled,
        );
        field.optional = part == "reference";
        fields.push(field);
    }
    fields
}
