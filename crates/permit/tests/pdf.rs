//! The permit on paper, read back by the programs that people have.

// What clippy lets tests do it does not see in their helpers; pixels and millimetres are small numbers.
#![allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]

#[path = "pdf/names.rs"]
mod names;
#[path = "pdf/sample.rs"]
mod sample;
#[path = "pdf/tools.rs"]
mod tools;

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use permit::pdf::{Layout, PdfError, Skeleton, Slot, SlotSize, Words};
use permit::qr_text;
use proptest::prelude::*;
use sample::{layout, paper};

const LIMIT: usize = 25_000;

fn skeleton() -> Skeleton {
    Skeleton::draw(&layout()).unwrap()
}

/// The same words on every machine and in every process: a change of this value changes every permit's file.
#[test]
fn the_same_permit_is_the_same_bytes_everywhere() {
    let first = skeleton().fill(&paper()).unwrap();
    skeleton().fill(&long_paper()).unwrap();
    assert_eq!(first, skeleton().fill(&paper()).unwrap());
    let elsewhere = std::thread::spawn(|| skeleton().fill(&paper()).unwrap());
    assert_eq!(first, elsewhere.join().unwrap());
    insta::assert_snapshot!(
        hex::encode(digest(&SHA256, &first)),
        @"cb3ebb5b7e5f0c5522080361223b890ad559a1508d326315a95c5095eabcb3b6"
    );
}

#[test]
fn a_kept_skeleton_fills_as_the_drawn_one() {
    let drawn = skeleton();
    let kept = Skeleton::from_bytes(&drawn.to_bytes()).unwrap();
    assert_eq!(kept, drawn);
    assert_eq!(kept.fill(&paper()).unwrap(), drawn.fill(&paper()).unwrap());
}

#[test]
fn a_damaged_skeleton_is_refused() {
    let bytes = skeleton().to_bytes();
    for length in [0, 1, 100, bytes.len() - 1] {
        let refused = Skeleton::from_bytes(&bytes[..length]);
        assert!(matches!(refused, Err(PdfError::Damaged(_))), "{length}");
    }
    let older = [&[1], &bytes[1..]].concat();
    assert!(matches!(Skeleton::from_bytes(&older), Err(PdfError::Damaged(_))));
    let longer = [bytes.as_slice(), &[0]].concat();
    assert!(matches!(Skeleton::from_bytes(&longer), Err(PdfError::Damaged(_))));
}

#[test]
fn the_file_is_small_and_sound() {
    let pdf = specimen().fill(&long_paper()).unwrap();
    assert!(pdf.len() < LIMIT, "{} bytes", pdf.len());
    for (name, pdf) in [("sound", skeleton().fill(&paper()).unwrap()), ("sound-long", pdf)] {
        assert!(pdf.len() < LIMIT, "{} bytes", pdf.len());
        let path = tools::keep(name, &pdf);
        let output = tools::run("qpdf", "qpdf", &["--check", path.to_str().unwrap()]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}

#[test]
fn a_full_page_is_small_and_legible_too() {
    let mut full = Layout {
        specimen: Some("MUESTRA / SPECIMEN".to_owned()),
        ..layout()
    };
    for slot in &mut full.slots[1..] {
        slot.size = SlotSize::Half;
    }
    full.slots.extend_from_within(1..5);
    full.conditions.lines.extend_from_within(0..2);
    let mut paper = paper();
    paper.values.extend_from_within(1..5);
    paper.values[7] = long_paper().values[3].clone();
    let pdf = Skeleton::draw(&full).unwrap().fill(&paper).unwrap();
    assert!(pdf.len() < LIMIT, "{} bytes", pdf.len());
    assert_eq!(tools::picture("full", &pdf, 150).qr_text(), paper.qr_text);
}

#[test]
fn the_text_can_be_copied_out_exactly() {
    let mut paper = paper();
    paper.values[0] = "Zoë Łukašz-Ñuñez Atoqʼ Ch’aska Ẽxỹ ɨʉ Őrs Șțefan".to_owned();
    let text = tools::text("text", &skeleton().fill(&paper).unwrap());
    let fixed = [
        "Permiso de tránsito",
        "Válido hasta",
        "Cómo comprobar este permiso",
    ];
    let own = [
        &paper.number,
        &paper.valid_from,
        &paper.valid_until,
        &paper.address,
    ];
    for words in fixed
        .into_iter()
        .chain(own.map(String::as_str))
        .chain(paper.values.iter().map(String::as_str))
    {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
}

/// The skeleton outlives the address that a site had when it was drawn.
#[test]
fn a_kept_skeleton_prints_the_address_of_today() {
    let kept = Skeleton::from_bytes(&skeleton().to_bytes()).unwrap();
    let moved = permit::pdf::Paper {
        address: "https://tramites.gob.pe:8443".to_owned(),
        ..paper()
    };
    let text = tools::text("moved", &kept.fill(&moved).unwrap());
    assert!(text.contains(&moved.address), "{text}");
    assert!(!text.contains(&paper().address), "{text}");
}

#[test]
fn every_letter_comes_back_as_itself() {
    let letters = shipped_letters();
    assert_eq!(letters.len(), 343);
    for row in letters.chunks(40) {
        let mut paper = paper();
        // Letters stand apart, for a reader joins a letter and a spacing accent beside it.
        paper.values[5] = row.iter().map(char::to_string).collect::<Vec<_>>().join("x");
        let text = tools::text("letters", &skeleton().fill(&paper).unwrap());
        let whole: String = text.chars().filter(|one| !one.is_whitespace()).collect();
        let sought: String = paper.values[5]
            .chars()
            .filter(|one| !one.is_whitespace())
            .collect();
        assert!(whole.contains(&sought), "{sought}\n{text}");
    }
}

#[test]
fn metadata_names_the_document_its_issuer_and_its_language() {
    let path = tools::keep("metadata", &skeleton().fill(&paper()).unwrap());
    let info = tools::run("pdfinfo", "poppler-utils", &["-isodates", path.to_str().unwrap()]);
    let info = String::from_utf8(info.stdout).unwrap();
    for (name, value) in [
        ("Title:", "Permiso de tránsito 7K2QM-X9T4B-H"),
        ("Author:", "Ministerio del Interior"),
        ("CreationDate:", "2020-04-02T21:14:09Z"),
        ("Pages:", "1"),
        ("Tagged:", "no"),
    ] {
        let line = info
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap_or_default();
        assert!(line.ends_with(value), "{name} {value} is not in\n{info}");
    }
    let plain = tools::run(
        "qpdf",
        "qpdf",
        &["--qdf", "--object-streams=disable", path.to_str().unwrap(), "-"],
    );
    assert!(String::from_utf8_lossy(&plain.stdout).contains("/Lang (es-PE)"));
}

/// Brackets and backslashes in Latin-1, and letters beyond it.
#[test]
fn metadata_may_hold_any_letter() {
    for name in [r"Oficina (Lima) \ 1) «Ñ» ÿ", "Direcţia – Ʉ (Ẽ) ’"] {
        let mut named = layout();
        named.metadata.author = name.to_owned();
        let path = tools::keep("author", &Skeleton::draw(&named).unwrap().fill(&paper()).unwrap());
        let info = tools::run(
            "pdfinfo",
            "poppler-utils",
            &["-enc", "UTF-8", path.to_str().unwrap()],
        );
        let info = String::from_utf8(info.stdout).unwrap();
        assert!(
            info.lines()
                .any(|line| line.starts_with("Author:") && line.ends_with(name)),
            "{info}"
        );
    }
}

/// Paper comes out of printers a little smaller or larger: 96 % and 103 % are what people have met.
#[test]
fn the_code_is_read_from_the_page_at_every_scale() {
    let pdf = specimen().fill(&paper()).unwrap();
    for dpi in [144, 150, 155] {
        assert_eq!(
            tools::picture("scale", &pdf, dpi).qr_text(),
            paper().qr_text,
            "{dpi} dpi"
        );
    }
}

#[test]
fn the_code_is_wide_in_a_white_frame_and_far_from_the_edge() {
    let pdf = specimen().fill(&paper()).unwrap();
    let page = tools::picture("frame", &pdf, 150);
    let [left, top, right, bottom] = page.code_corners();
    let side = right - left;
    assert!(
        side >= 30.0 && (bottom - top - side).abs() < 1.0,
        "{side} mm wide"
    );
    assert!(left >= 15.0 && top >= 15.0 && 210.0 - right >= 15.0 && 297.0 - bottom >= 15.0);
    let quiet = side / 61.0 * 4.0 - 0.2;
    for (l, t, r, b) in [
        (left - quiet, top - quiet, left - 0.2, bottom + quiet),
        (right + 0.2, top - quiet, right + quiet, bottom + quiet),
        (left, top - quiet, right, top - 0.2),
        (left, bottom + 0.2, right, bottom + quiet),
    ] {
        assert_eq!(
            page.darkest(150.0, l, t, r, b),
            255,
            "quiet zone from {l} {t} to {r} {b} mm"
        );
    }
}

#[test]
fn long_values_wrap_or_shrink_and_lose_no_letter() {
    let paper = long_paper();
    let text = tools::text("long", &skeleton().fill(&paper).unwrap());
    let words: Vec<&str> = text.split_whitespace().collect();
    for value in &paper.values {
        for word in value.split_whitespace() {
            assert!(words.contains(&word), "{word} is not in\n{text}");
        }
    }
}

#[test]
fn what_cannot_be_printed_is_refused_with_its_cause() {
    let skeleton = skeleton();
    let refusal = |change: fn(&mut permit::pdf::Paper)| {
        let mut paper = paper();
        change(&mut paper);
        skeleton.fill(&paper).unwrap_err().to_string()
    };
    assert_eq!(
        refusal(|paper| paper.values[0] = "Иван".to_owned()),
        "the paper cannot print the letter “И” (U+0418)"
    );
    assert_eq!(
        refusal(|paper| paper.values[3] = "palabra ".repeat(400)),
        "the value for “Motivo” is too long for the paper"
    );
    assert_eq!(
        refusal(|paper| paper.values.truncate(2)),
        "the paper has 2 values for 6 places"
    );
    assert_eq!(
        refusal(|paper| paper.address = format!("https://{}.gob.pe", "permisos.".repeat(9))),
        "the value for “Dirección oficial” is too long for the paper"
    );
    assert_eq!(
        refusal(|paper| paper.qr_text = format!("https://x/v#{}", "7".repeat(1500))),
        "a QR of 97 modules is too fine for paper"
    );
    assert!(
        skeleton.fits_address(&paper().address).is_ok() && skeleton.fits_address(&"x".repeat(100)).is_err()
    );
    assert!(skeleton.fits(3, "corto").is_ok() && skeleton.fits(3, &"palabra ".repeat(400)).is_err());
}

/// Words of all kinds: short and far too long ones, with marks that compose, spaces to tidy and letters that no font here has.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-zñáé0-9 ,.-]{0,60}",
        2 => "([a-z]{1,12} ){0,200}",
        1 => "[a-zñ]{0,10}[a-z\u{303}\u{a0}\u{202f}\t\u{feff}Ж李🙂]{1,3}[a-z]{0,10}",
        1 => Just(String::new()),
    ]
}

fn any_paper() -> impl Strategy<Value = permit::pdf::Paper> {
    let slots = paper().values.len();
    // Most papers have their number of values; QRs of 1000 digits and more are too fine or too much.
    let values = prop_oneof![
        8 => prop::collection::vec(value(), slots),
        1 => prop::collection::vec(value(), 0..slots + 3),
    ];
    let qr_text = ("[a-z.]{1,60}", 0_usize..1000, prop::bool::weighted(0.1));
    let qr_text = qr_text.prop_map(|(host, digits, long)| {
        format!(
            "https://{host}/v#{}",
            "7".repeat(if long { 5 * digits } else { digits })
        )
    });
    let number = prop_oneof![8 => Just(paper().number), 1 => Just("X".repeat(40))];
    let address = prop_oneof![4 => Just(paper().address), 1 => "https://[a-z.]{1,90}"];
    (values, qr_text, number, address).prop_map(|(values, qr_text, number, address)| permit::pdf::Paper {
        values,
        qr_text,
        number,
        address,
        ..paper()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_checked_is_what_can_be_filled(paper in any_paper()) {
        static SKELETON: LazyLock<Skeleton> = LazyLock::new(skeleton);
        let told = |refused: PdfError| refused.to_string();
        prop_assert_eq!(SKELETON.check(&paper).map_err(told), SKELETON.fill(&paper).map(|_| ()).map_err(told));
    }

    #[test]
    fn whether_a_code_fits_is_told_by_its_lengths(address in "https://[a-z0-9.:]{0,80}", bytes in 0_usize..700) {
        static SKELETON: LazyLock<Skeleton> = LazyLock::new(skeleton);
        let paper = permit::pdf::Paper {
            qr_text: qr_text::build(&address, &vec![0xff; bytes]),
            ..paper()
        };
        let told = |refused: PdfError| refused.to_string();
        let filled = SKELETON.fill(&paper).map(|_| ()).map_err(told);
        // The refusal of too long a text counts its bytes, and so does that by lengths.
        prop_assert_eq!(Skeleton::fits_code(&address, bytes).map_err(told), filled);
    }
}

#[test]
fn a_layout_that_does_not_fit_the_page_is_refused() {
    let row = Slot {
        label: Words::one("Otro dato"),
        size: SlotSize::Whole,
    };
    let crowded = Layout {
        slots: vec![row; 20],
        ..layout()
    };
    assert!(matches!(
        Skeleton::draw(&crowded),
        Err(PdfError::Crowded { over_mm: 50.., .. })
    ));
    let wide = Layout {
        number_label: Words::one("Número ".repeat(12)),
        ..layout()
    };
    assert!(matches!(Skeleton::draw(&wide), Err(PdfError::TooWide { .. })));
    let foreign = Layout {
        title: Words::one("Пропуск"),
        ..layout()
    };
    assert!(matches!(Skeleton::draw(&foreign), Err(PdfError::Uncovered(letter)) if letter.letter == 'П'));
}

/// The printable characters of `fonts/letters.txt`: those that the shipped fonts were made for.
fn shipped_letters() -> Vec<char> {
    let code = |hex: &str| u32::from_str_radix(hex, 16).unwrap();
    let range = |line: &str| {
        let (first, last) = line[2..].split_once('-').unwrap_or((&line[2..], &line[2..]));
        code(first)..=code(last)
    };
    let codes = include_str!("../fonts/letters.txt").lines().flat_map(range);
    codes
        .filter_map(char::from_u32)
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

/// The sample as a demo prints it.
fn specimen() -> Skeleton {
    Skeleton::draw(&Layout {
        specimen: Some("MUESTRA".to_owned()),
        ..layout()
    })
    .unwrap()
}

fn long_paper() -> permit::pdf::Paper {
    let name = "María de los Ángeles Guadalupe Concepción Fernández-Baca Ñahuinlla Quispe Huamán de la \
                Torre Ugarte Yupanqui";
    let reason = "Atención de emergencias médicas a domicilio y traslado de personas mayores sin familia";
    let zones = "Urbanización Residencial Los Jardines de San Juan de Lurigancho, manzana Ñ, lote 14, frente \
                 al mercado modelo, provincia de Lima; y Carretera Central kilómetro 37,5, Chaclacayo";
    let mut paper = paper();
    for (slot, value) in [(0, name), (3, reason), (5, zones)] {
        value.clone_into(&mut paper.values[slot]);
    }
    paper
}
