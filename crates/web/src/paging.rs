//! The pages of a list, one after the other.

use crate::form::Form;

/// Which page of a list the address asks for, from 0 on.
pub(crate) fn number(asked: &Form) -> u32 {
    let number = asked.first("page").and_then(|page| page.parse().ok());
    number.unwrap_or(0)
}

/// Where the page before this one is, and the page after it, where there are such.
pub(crate) fn beside(
    number: u32,
    rows: u32,
    total: u64,
    address: impl Fn(u32) -> String,
) -> (Option<String>, Option<String>) {
    let pages = total.div_ceil(u64::from(rows));
    let after = number.checked_add(1).filter(|next| u64::from(*next) < pages);
    (number.checked_sub(1).map(&address), after.map(&address))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_page_leads_to_those_beside_it() {
        for (number, total, before, after) in [
            (0, 0, None, None),
            (0, 25, None, None),
            (0, 26, None, Some("1")),
            (1, 75, Some("0"), Some("2")),
            (2, 75, Some("1"), None),
            (u32::MAX, 75, Some("4294967294"), None),
        ] {
            let (found_before, found_after) = beside(number, 25, total, |page| page.to_string());
            assert_eq!(
                (found_before.as_deref(), found_after.as_deref()),
                (before, after),
                "{number} of {total}"
            );
        }
    }
}
