//! Vehicle plates.

use super::super::fields::Fields;
use super::super::tidy;
use super::super::wrong::{Cause, Wrong};
use super::Spec;
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "vehicle-plate",
    read,
    answer: Answer::VehiclePlate,
    samples: &["ABC-123", "1234-AB"],
    names_a_person: false,
};

fn read(fields: Fields<'_>) -> Result<String, Wrong> {
    let typed = tidy::code(fields.sent(""));
    hyphenated(&typed).ok_or_else(|| Cause::Plate.into())
}

/// Peru's plates: `ABC-123` and `A1B-234` for cars, `1234-AB` and `1234-5A` for motorcycles, and `AB-1234` or
/// `AB-12345` of the series before 2010 and of official vehicles.
fn hyphenated(code: &str) -> Option<String> {
    let shape: String = code
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' => 'A',
            b'0'..=b'9' => '1',
            _ => '?',
        })
        .collect();
    let at = match shape.as_str() {
        "AAA111" | "A1A111" => 3,
        "1111AA" | "11111A" | "1111A1" => 4,
        "AA1111" | "AA11111" => 2,
        _ => return None,
    };
    Some(format!("{}-{}", &code[..at], &code[at..]))
}
