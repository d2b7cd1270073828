//! Codes that people type one for another. What is said of them rests on their form alone: nothing is looked up, so nobody learns
//! whether there is such a thing.

use permit::number::{PermitNumber, Reference};

/// Whether this is the number of an application, where another code is asked for.
pub(crate) fn is_reference(typed: &str) -> bool {
    typed.parse::<Reference>().is_ok()
}

/// The number of a permit, or a return code, which look alike, where the number of an application is asked for.
pub(crate) fn permit_number_or_return_code(typed: &str) -> Option<PermitNumber> {
    typed.parse().ok()
}

/// What is wrong with a text that is no permit's number, as the key of a sentence for officers.
pub(crate) fn no_permit_number(typed: &str) -> &'static str {
    if is_reference(typed) {
        "permits-is-reference"
    } else {
        "permits-mistyped"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_by_its_form() {
        let reference = (0..9).find_map(|byte| Reference::draw(&[byte; 56]));
        let number = (0..9).find_map(|byte| PermitNumber::draw(&[byte; 56]));
        let (reference, number) = (reference.unwrap().to_string(), number.unwrap().to_string());
        for (typed, are) in [
            (reference.as_str(), (true, false)),
            (&reference.to_lowercase().replace('-', " "), (true, false)),
            (&number, (false, true)),
            ("7K2QM-X9T4B", (false, false)),
            ("", (false, false)),
        ] {
            let is_other = permit_number_or_return_code(typed).is_some();
            let told = (is_reference(typed), is_other);
            assert_eq!(told, are, "{typed}");
        }
    }
}
