//! What an application costs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ids::QuestionId;
use super::text::Text;
use crate::answers::{Answer, Answers};
use crate::condition::Condition;

/// What is to be paid for an application, by its answers. Whether it was paid nobody here knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Fee {
    /// What is charged, in order: the sum of those whose condition holds.
    pub rows: Vec<FeeRow>,
    /// Where and how it is paid, with the application's reference.
    pub pay: Option<Text>,
}

/// One amount.
#[derive(Debug, Clone, PartialEq)]
pub struct FeeRow {
    /// What it is for.
    pub text: Text,
    /// For whom; for everybody where there is none. Evaluate with [`Condition::holds_on`].
    pub when: Option<Condition>,
    /// How much, in hundredths of the country's money.
    pub cents: i64,
    /// The whole number, or the group with its entries, by which it is multiplied.
    pub per: Option<QuestionId>,
}

/// What was charged for an application, as it was computed then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charge {
    /// Those rows of the fee that applied, in its order.
    pub rows: Vec<ChargedRow>,
}

/// One amount that was charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChargedRow {
    /// Its place among the rows of the version's fee, counted from 0.
    pub row: usize,
    /// How many times its amount was charged, where it is charged by a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<i64>,
    /// How much that makes, in hundredths of the country's money.
    pub cents: i64,
}

impl Fee {
    /// What an application with these answers costs on that day. What would be charged no times at all is left out; a sum that no
    /// number holds is the largest.
    pub fn charge(&self, answers: &Answers, today: Date) -> Charge {
        let holds = |row: &FeeRow| {
            let when = row.when.as_ref();
            when.is_none_or(|when| when.holds_on(answers, today))
        };
        let charged = |(place, row): (usize, &FeeRow)| {
            let times = row.per.as_ref().map(|per| times(answers.get(per)));
            let cents = row.cents.saturating_mul(times.unwrap_or(1));
            (cents > 0).then_some(ChargedRow {
                row: place,
                times,
                cents,
            })
        };
        let rows = self.rows.iter().enumerate().filter(|(_, row)| holds(row));
        Charge {
            rows: rows.filter_map(charged).collect(),
        }
    }
}

impl FeeRow {
    /// The questions whose answers decide whether and how often it is charged.
    pub(crate) fn hangs_on(&self) -> impl Iterator<Item = &QuestionId> {
        let named = self.when.iter().flat_map(Condition::questions);
        named.chain(&self.per)
    }
}

impl Charge {
    /// All of it, in hundredths of the country's money.
    pub fn total(&self) -> i64 {
        let cents = self.rows.iter().map(|row| row.cents);
        cents.fold(0, i64::saturating_add)
    }
}

/// Nothing that was answered counts less than nothing.
fn times(answer: Option<&Answer>) -> i64 {
    match answer {
        Some(Answer::Integer(number)) => (*number).max(0),
        Some(Answer::Group(entries)) => i64::try_from(entries.len()).unwrap_or(i64::MAX),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn fee() -> Fee {
        let service = crate::read("fees.yaml", include_str!("fee/fees.yaml"));
        let service = service.unwrap_or_else(|wrong| panic!("{wrong}"));
        service.review.fee.expect("it has a fee")
    }

    fn answered(metres: Option<i64>, helpers: usize, kind: &str, born: Date) -> Answers {
        let mut answers = Answers::default();
        answers.insert("kind".into(), Answer::Choice(kind.to_owned()));
        answers.insert("born".into(), Answer::Date(born));
        if let Some(metres) = metres {
            answers.insert("metres".into(), Answer::Integer(metres));
        }
        if helpers > 0 {
            let entries = vec![Answers::default(); helpers];
            answers.insert("helpers".into(), Answer::Group(entries));
        }
        answers
    }

    #[test]
    fn what_it_costs_is_the_sum_of_what_applies() {
        let (today, adult) = (date(2026, 11, 20), date(1990, 1, 1));
        for (answers, rows, total) in [
            (answered(None, 0, "food", adult), vec![(0, None, 3_550)], 3_550),
            (
                answered(Some(3), 0, "food", adult),
                vec![(0, None, 3_550), (1, Some(3), 1_500)],
                5_050,
            ),
            (answered(Some(0), 0, "food", adult), vec![(0, None, 3_550)], 3_550),
            (
                answered(Some(-2), 0, "food", adult),
                vec![(0, None, 3_550)],
                3_550,
            ),
            (
                answered(None, 2, "drinks", adult),
                vec![(0, None, 3_550), (2, Some(2), 2_020), (3, None, 12_000)],
                17_570,
            ),
            // Of 70 and over: free, but for the metres.
            (
                answered(Some(1), 0, "food", date(1956, 11, 20)),
                vec![(1, Some(1), 500)],
                500,
            ),
            (
                answered(Some(i64::MAX), 0, "food", adult),
                vec![(0, None, 3_550), (1, Some(i64::MAX), i64::MAX)],
                i64::MAX,
            ),
        ] {
            let charge = fee().charge(&answers, today);
            let told: Vec<_> = charge
                .rows
                .iter()
                .map(|row| (row.row, row.times, row.cents))
                .collect();
            assert_eq!((told, charge.total()), (rows, total), "{answers:?}");
        }
    }

    #[test]
    fn a_charge_reads_back_from_json() {
        let charge = fee().charge(
            &answered(Some(3), 0, "food", date(1990, 1, 1)),
            date(2026, 11, 20),
        );
        let json = serde_json::to_string(&charge).unwrap();
        assert_eq!(
            json,
            r#"{"rows":[{"row":0,"cents":3550},{"row":1,"times":3,"cents":1500}]}"#
        );
        assert_eq!(serde_json::from_str::<Charge>(&json).unwrap(), charge);
    }
}
