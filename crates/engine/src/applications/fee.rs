//! What an application costs, in words.

use forms::{Charge, FeeRow, Service, Text};
use locale::Language;

/// What is to be paid, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// What was charged, in the order of the service's file.
    pub rows: Vec<StatementRow>,
    /// All of it: `S/ 50.50`.
    pub total: String,
    /// Whether nothing is to be paid.
    pub is_free: bool,
    /// The service's words on where and how it is paid.
    pub pay: Option<String>,
}

/// One amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// What it is for; with how many times how much, where it is charged by a number.
    pub text: String,
    /// How much that makes.
    pub amount: String,
}

impl Statement {
    /// What was charged, by the version that it was charged under; nothing for a service without a fee.
    pub fn of(service: &Service, charge: Option<&Charge>, language: Language) -> Option<Self> {
        let (fee, charge) = (service.review.fee.as_ref()?, charge?);
        let spoken = service.language_for(language.code());
        let money = |cents| service.country.amount(cents);
        let say = |text: &Text| text.in_language(&spoken).to_owned();
        let text = |row: &FeeRow, times: Option<i64>| match times {
            Some(times) => format!("{} ({times} × {})", say(&row.text), money(row.cents)),
            None => say(&row.text),
        };
        let rows = charge.rows.iter().filter_map(|charged| {
            Some(StatementRow {
                text: text(fee.rows.get(charged.row)?, charged.times),
                amount: money(charged.cents),
            })
        });
        Some(Self {
            rows: rows.collect(),
            total: money(charge.total()),
            is_free: charge.total() == 0,
            pay: fee.pay.as_ref().map(say),
        })
    }

    /// A paragraph for letters.
    pub(crate) fn in_words(&self, language: Language) -> String {
        if self.is_free {
            return language.t("fee-nothing").into_owned();
        }
        let pay = self.pay.clone().unwrap_or_default();
        let told = language.t2("mail-payment", ("total", &self.total), ("pay", &pay));
        told.trim_end().to_owned()
    }
}
