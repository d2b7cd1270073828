//! Days of the week among a question's options.

use jiff::civil::Weekday;

use super::form::Kind;

/// The day that an option's code stands for: ISO 8601's number, `1` for Monday to `7`, or the first three letters of its English
/// name.
pub fn weekday(code: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let number = NAMES.iter().position(|name| *name == code).map(|at| at + 1);
    let number = number.or_else(|| code.parse().ok().filter(|_| code.len() == 1))?;
    Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()
}

impl Kind {
    /// Whether each option is a day of the week.
    pub(crate) fn is_of_weekdays(&self) -> bool {
        let (Self::Choice { options } | Self::Choices { options }) = self else {
            return false;
        };
        !options.is_empty() && options.iter().all(|option| weekday(&option.code).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_day_by_its_number_or_name() {
        for (code, day) in [
            ("1", Some(Weekday::Monday)),
            ("7", Some(Weekday::Sunday)),
            ("mon", Some(Weekday::Monday)),
            ("sun", Some(Weekday::Sunday)),
            ("0", None),
            ("8", None),
            ("01", None),
            ("monday", None),
            ("", None),
        ] {
            assert_eq!(weekday(code), day, "{code}");
        }
    }
}
