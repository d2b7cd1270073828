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
    let only_dni = accepts == [DocumentKind::Dni];
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
        mode: if only_dni { "numeric" } else { "" },
        value: filled.value(&format!("{name}.number")),
        capitals: !only_dni,
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
        label: filled
            .language
            .t(&format!("document-{}", kind.code()))
            .into_owned(),
        chosen: filled.has(name, kind.code()),
    }
}

/// The next list is shown once the one above it is chosen and sent: no script narrows it.
fn region(name: &str, filled: Filled<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    let mut above = String::new();
    for (level, part) in ["department", "province", "district"].into_iter().enumerate() {
        let part_name = format!("{name}.{part}");
        let mut list: Vec<&Region> = regions::children(&above).iter().collect();
        sort_by_name(&mut list, filled.language, |region| region.name);
        let chosen = Some(filled.value(&part_name))
            .filter(|code| list.iter().any(|region| region.code.as_str() == code));
        let options = list
            .iter()
            .map(|region| choice(region, chosen.as_deref()))
            .collect();
        let autocomplete = if level == 0 {
            plain::own(name, "address-level1")
        } else {
            "off"
        };
        fields.push(Field::part(
            part_name,
            part,
            Control::Select {
                options,
                autocomplete,
            },
            filled,
        ));
        match chosen {
            Some(code) => above = code,
            None => break,
        }
    }
    fields
}

fn choice(region: &Region, chosen: Option<&str>) -> Choice {
    let code = region.code.as_str();
    Choice {
        id: String::new(),
        value: code.to_owned(),
        label: region.name.to_string(),
        chosen: chosen == Some(code),
    }
}

fn address(name: &str, filled: Filled<'_>) -> Vec<Field> {
    let mut fields = region(name, filled);
    for (part, token) in [("street", "street-address"), ("reference", "off")] {
        let part_name = format!("{name}.{part}");
        let input = Input {
            value: filled.value(&part_name),
            autocomplete: plain::own(name, token),
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
