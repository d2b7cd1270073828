//! What an application costs, on a page.

use engine::applications::fee::Statement;
use forms::{Charge, Service};
use locale::Language;

use crate::said::{Said, Voice};

/// What is to be paid.
pub(crate) struct FeeBox {
    /// What it is for, and how much.
    pub(crate) rows: Vec<(Said, String)>,
    pub(crate) total: String,
    pub(crate) is_free: bool,
    /// Where and how it is paid.
    pub(crate) pay: Option<Said>,
}

impl FeeBox {
    /// What was charged; nothing for a service without a fee.
    pub(crate) fn of(service: &Service, charge: Option<&Charge>, language: Language) -> Option<Self> {
        let statement = Statement::of(service, charge, language)?;
        let voice = Voice::of(service, language);
        let rows = statement.rows.into_iter();
        Some(Self {
            rows: rows.map(|row| (voice.said(row.text), row.amount)).collect(),
            total: statement.total,
            is_free: statement.is_free,
            pay: statement.pay.map(|pay| voice.said(pay)),
        })
    }
}
