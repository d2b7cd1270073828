//! Amounts of money, as Peru writes them in every language.

/// `S/ 1,234.50`, of hundredths of a sol.
pub fn soles(cents: i64) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    // A blank that keeps both on one line.
    format!("{sign}S/\u{a0}{grouped}.{rest:02}")
}

#[cfg(test)]
mod tests {
    use super::soles;

    #[test]
    fn amounts_have_two_decimals_and_groups_of_three() {
        for (cents, written) in [
            (0, "S/ 0.00"),
            (5, "S/ 0.05"),
            (3_550, "S/ 35.50"),
            (99_999, "S/ 999.99"),
            (100_000, "S/ 1,000.00"),
            (123_456_789, "S/ 1,234,567.89"),
            (-150, "-S/ 1.50"),
            (i64::MIN, "-S/ 92,233,720,368,547,758.08"),
        ] {
            assert_eq!(soles(cents).replace('\u{a0}', " "), written);
        }
    }
}
