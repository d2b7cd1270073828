//! Tax numbers.

use super::super::fields::Fields;
use super::super::wrong::{Cause, Wrong};
use super::{Spec, Written};
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "tax-number",
    read,
    answer: Answer::TaxNumber,
    samples: |country| country.tax_number.samples.iter().map(String::as_str).collect(),
    names_a_person: true,
};

fn read(fields: Fields<'_>, by: Written) -> Result<String, Wrong> {
    let identifier = &by.country.tax_number;
    let number = identifier.read(&identifier.code(fields.sent("")));
    number.map_err(|unfit| Cause::of(identifier, unfit).into())
}
