//! A transit permit in Spanish and English, as the service file would lay it out.

use permit::pdf::{Accent, Layout, Metadata, Paper, Section, Slot, SlotSize, Words};

pub(crate) fn layout() -> Layout {
    Layout {
        title: Words::two("Permiso de tránsito", "Transit permit"),
        authority: Words::two("Ministerio del Interior", "Ministry of the Interior"),
        office: Words::two(
            "Dirección General de Gobierno Interior · Oficina de Permisos",
            "Directorate of Internal Government · Permit Office",
        ),
        number_label: Words::two("Permiso n.º", "Permit number"),
        valid_from_label: Words::two("Válido desde", "Valid from"),
        valid_until_label: Words::two("Válido hasta", "Valid until"),
        slots: slots(),
        conditions: conditions(),
        checking: checking(),
        address_label: Words::two("Dirección oficial", "Official address"),
        legal_basis: Words::two(
            "Base legal: Decreto Supremo n.º 044-2020-PCM, artículo 4, y sus modificatorias.",
            "Legal basis: Supreme Decree 044-2020-PCM, article 4, as amended.",
        ),
        accent: Accent(122, 24, 40),
        specimen: None,
        metadata: Metadata {
            title: "Permiso de tránsito".to_owned(),
            author: "Ministerio del Interior".to_owned(),
            language: "es-PE".to_owned(),
        },
    }
}

fn slots() -> Vec<Slot> {
    let slot = |size, first: &str, second: &str| Slot {
        label: Words::two(first, second),
        size,
    };
    vec![
        slot(SlotSize::Lead, "Nombre", "Name"),
        slot(
            SlotSize::Half,
            "Documento (últimos cuatro)",
            "Document (last four)",
        ),
        slot(SlotSize::Half, "Placa del vehículo", "Vehicle plate"),
        slot(SlotSize::Half, "Motivo", "Reason"),
        slot(SlotSize::Half, "Horario", "Hours"),
        slot(SlotSize::Whole, "Zonas", "Zones"),
    ]
}

fn conditions() -> Section {
    Section {
        heading: Words::two("Condiciones", "Conditions"),
        lines: vec![
            Words::two(
                "Lleva este permiso, en papel o en tu teléfono, junto con tu documento de identidad.",
                "Carry this permit, on paper or on your phone, together with your identity document.",
            ),
            Words::two(
                "Solo vale para la persona, el motivo, el horario y las zonas que dice.",
                "It holds only for the person, the reason, the hours and the zones it names.",
            ),
            Words::two(
                "Usa mascarilla y mantén un metro de distancia con otras personas.",
                "Wear a mask and keep one metre away from other people.",
            ),
        ],
    }
}

fn checking() -> Section {
    Section {
        heading: Words::two("Cómo comprobar este permiso", "How to check this permit"),
        lines: vec![
            Words::two(
                "Abre la aplicación oficial y escanea el código. Funciona sin señal.",
                "Open the official app and scan the code. It works without signal.",
            ),
            Words::two(
                "Compara el nombre y el documento de la pantalla con los de la persona.",
                "Compare the name and document on the screen with the person’s.",
            ),
            Words::two(
                "Sin cámara: escribe el número del permiso en la dirección oficial.",
                "No camera: type the permit number at the official address.",
            ),
        ],
    }
}

pub(crate) fn paper() -> Paper {
    Paper {
        number: "7K2QM-X9T4B-H".to_owned(),
        valid_from: "3 de abril de 2020, 05:00".to_owned(),
        valid_until: "4 de abril de 2020, 17:00".to_owned(),
        address: "https://permisos.gob.pe".to_owned(),
        values: [
            "María José Ñahui Atoqʼ",
            "•••• 4821",
            "ABC-123",
            "Abastecimiento de mercados",
            "De 05:00 a 17:00, de lunes a sábado",
            "Lima Metropolitana · Callao",
        ]
        .map(str::to_owned)
        .to_vec(),
        qr_text: format!("https://permisos.gob.pe/v#{}", digits(498)),
        issued_at: "2020-04-02T21:14:09Z".parse().unwrap(),
    }
}

/// As many digits as a permit of 205 bytes has, by default.
pub(crate) fn digits(count: u32) -> String {
    (0..count)
        .map(|at| char::from_digit((at * at + at / 7 + 3) % 10, 10).unwrap())
        .collect()
}
