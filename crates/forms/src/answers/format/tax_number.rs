//! Tax numbers.

use super::super::fields::Fields;
use super::super::wrong::{Cause, Wrong};
use super::{Countries, Spec};
use crate::Answer;

pub(super) static SPEC: Spec = Spec {
    name: "tax-number",
    read,
    answer: Answer::TaxNumber,
    samples: |country| country.tax_number.samples.iter().map(String::as_str).collect(),
    names_a_person: true,
};

fn read(fields: Fields<'_>, countries: Countries) -> Result<String, Wrong> {
    let identifier = &countries.own.tax_number;
    let number = identifier.read(&identifier.code(fields.sent("")));
    number.map_err(|unfit| Cause::unfit(identifier, unfit).into())
}
