//! The fee as written.

use schemars::JsonSchema;
use serde::Serialize;

use super::{RawText, Word};
use crate::read::field::{At, Scalar, keys};
use crate::read::node::Value;

keys! {
    /// What is to be paid for an application.
    RawFee, "`fee`" {
        /// What is charged: the sum of those that apply.
        rows: Vec<RawFeeRow>,
        /// Where and how it is paid, with the application's reference.
        pay: Option<RawText>,
    }
}

keys! {
    /// One amount.
    RawFeeRow, "a row of `fee`" {
        /// What it is for.
        text: RawText,
        /// How much, in the country's money: `35` or `35.50`.
        amount: At<RawAmount>,
        /// The integer question by which it is multiplied, or the group by how many there are.
        per: Option<Word>,
        /// CEL over all answers: it is charged only if this holds.
        when: Option<Word>,
    }
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub(crate) enum RawAmount {
    Whole(i64),
    Decimal(f64),
}

impl Scalar for RawAmount {
    const EXPECTED: &'static str = "an amount, such as 35.50";

    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Integer(number) => Some(Self::Whole(*number)),
            Value::Decimal(number) => Some(Self::Decimal(*number)),
            _ => None,
        }
    }
}
