//! Vehicle plates.

use super::super::fields::Fields;
use super::super::tidy;
use super::super::wrong::{Cause, Wrong};
use super::{Countries, Spec};
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "vehicle-plate",
    read,
    answer: Answer::VehiclePlate,
    samples: |country| country.plate.samples.iter().map(String::as_str).collect(),
    names_a_person: false,
};

/// What a plate of any country has, in letters and digits.
const LENGTHS: std::ops::RangeInclusive<usize> = 2..=10;

fn read(fields: Fields<'_>, countries: Countries) -> Result<String, Wrong> {
    let identifier = &countries.own.plate;
    let typed = tidy::code(fields.sent(""));
    match identifier.read(&typed) {
        Err(_) if countries.foreign && is_plate(&typed) => Ok(typed),
        Err(_) if countries.foreign => Err(Cause::PlateOfAnyCountry.into()),
        read => read.map_err(|unfit| Cause::unfit(identifier, unfit).into()),
    }
}

fn is_plate(typed: &str) -> bool {
    let is_ascii = typed.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_ascii && LENGTHS.contains(&typed.len()) && typed.bytes().any(|byte| byte.is_ascii_digit())
}
