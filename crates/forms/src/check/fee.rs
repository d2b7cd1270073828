//! The fee: amounts of money, multiplied by what can be counted.

use super::Check;
use crate::condition::types::Scope;
use crate::definition::fee::{Fee, FeeRow};
use crate::read::field::At;
use crate::read::raw::{RawAmount, RawFee, RawFeeRow, Word};
use crate::{Kind, Question, QuestionId};

/// A million: more is a slip of the pen.
const MOST_CENTS: i64 = 100_000_000;

impl Check<'_> {
    pub(super) fn fee(&mut self, raw: &RawFee, questions: &[&Question]) -> Fee {
        if raw.rows.is_empty() {
            self.unpublishable(&raw.span, "the fee charges nothing")
                .help("list its `rows`: `- {text: Permit, amount: 35.50}`");
        }
        let scope = Scope::new(questions.iter().copied(), []).with_today();
        let rows: Vec<_> = raw
            .rows
            .iter()
            .map(|row| self.fee_row(row, &scope, questions))
            .collect();
        Fee {
            rows: rows.into_iter().flatten().collect(),
            pay: raw.pay.as_ref().map(|pay| self.text(pay)),
        }
    }

    fn fee_row(&mut self, raw: &RawFeeRow, scope: &Scope, questions: &[&Question]) -> Option<FeeRow> {
        let text = self.text(&raw.text);
        let when = raw.when.as_ref().map(|when| self.condition(when, scope));
        let per = raw.per.as_ref().map(|per| self.counted(per, questions));
        let cents = self.cents(&raw.amount);
        Some(FeeRow {
            text,
            when: match when {
                Some(when) => Some(when?),
                None => None,
            },
            cents: cents?,
            per: match per {
                Some(per) => Some(per?),
                None => None,
            },
        })
    }

    fn counted(&mut self, per: &Word, questions: &[&Question]) -> Option<QuestionId> {
        let question = self.question(per, questions)?;
        if !matches!(question.kind, Kind::Integer { .. } | Kind::Group { .. }) {
            let message = format!("an amount is not multiplied by a `{}`", question.kind.name());
            self.unreadable(&per.span, message)
                .help("name an `integer` question, or a `group`, which is counted");
            return None;
        }
        Some(question.id.clone())
    }

    fn cents(&mut self, amount: &At<RawAmount>) -> Option<i64> {
        let Some(cents) = exact_cents(amount.value) else {
            self.unreadable(&amount.span, "an amount of money has at most two decimals")
                .help("write it as `35` or `35.50`");
            return None;
        };
        let has_decimals = self.country.money.decimals;
        let most = if has_decimals {
            MOST_CENTS
        } else {
            MOST_CENTS * 1_000
        };
        if !(1..=most).contains(&cents) {
            let message = format!(
                "an amount is more than nothing and at most {}",
                self.country.amount(most)
            );
            self.unpublishable(&amount.span, message);
        }
        if !has_decimals && cents % 100 != 0 {
            let message = format!("the money of `{}` has no decimals", self.country.code);
            self.unpublishable(&amount.span, message)
                .help("write a whole number");
        }
        Some(cents)
    }
}

/// The hundredths that were written, where there are no smaller parts.
pub(crate) fn exact_cents(amount: RawAmount) -> Option<i64> {
    match amount {
        RawAmount::Whole(number) => number.checked_mul(100),
        RawAmount::Decimal(number) => exact(number),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a whole number far below 2^53 is the same as an integer"
)]
fn exact(number: f64) -> Option<i64> {
    let cents = (number * 100.0).round();
    let is_exact = (cents / 100.0 - number).abs() < f64::EPSILON * number.abs().max(1.0);
    (is_exact && cents.abs() < 1e13).then_some(cents as i64)
}

#[cfg(test)]
mod tests {
    use super::exact;

    #[test]
    fn hundredths_are_exact_and_smaller_parts_are_none() {
        for (number, cents) in [
            (35.5, Some(3_550)),
            (0.01, Some(1)),
            (0.29, Some(29)),
            (1.15, Some(115)),
            (-1.5, Some(-150)),
            (1_000_000.0, Some(100_000_000)),
            (999_999.99, Some(99_999_999)),
            (10.005, None),
            (0.001, None),
            (1e20, None),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ] {
            assert_eq!(exact(number), cents, "{number}");
        }
    }
}
