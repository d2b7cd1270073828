//! Tax numbers, with their check digit.

use super::super::documents::weigh;
use super::super::fields::Fields;
use super::super::tidy::{self, is_digits};
use super::super::wrong::{Cause, Wrong};
use super::Spec;
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "tax-number",
    read,
    answer: Answer::TaxNumber,
    samples: &["20600000013", "10458712363"],
    names_a_person: true,
};

/// What a RUC begins with: 10, 15, 16 and 17 are persons and estates, 20 are companies and offices.
const RUC_PREFIXES: [&str; 5] = ["10", "15", "16", "17", "20"];

fn read(fields: Fields<'_>) -> Result<String, Wrong> {
    let typed = tidy::code(fields.sent(""));
    let number = typed.strip_prefix("RUC").unwrap_or(&typed);
    let has_form =
        number.len() == 11 && is_digits(number) && RUC_PREFIXES.iter().any(|p| number.starts_with(p));
    if !has_form {
        return Err(Cause::TaxNumber.into());
    }
    if !number.ends_with(&ruc_check(&number[..10]).to_string()) {
        return Err(Cause::TaxNumberCheck.into());
    }
    Ok(number.to_owned())
}

/// SUNAT's modulus 11.
fn ruc_check(digits: &str) -> usize {
    (11 - weigh(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10
}
