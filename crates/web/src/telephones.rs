//! Telephone numbers inside a service's own sentences, so that a phone dials them.

use std::fmt::Write as _;

use askama::filters::{Html, escape};

/// Peru's short numbers that anybody may call: police, fire brigade, ambulances and others who help (OSIPTEL's plan of numbers).
const SHORT: [&str; 10] = [
    "100", "101", "105", "106", "110", "113", "115", "116", "117", "119",
];
/// What stands somewhere before a short number in its sentence: alone it may count anything, such as days.
const CALLING: [&str; 10] = [
    "llam",
    "marc",
    "teléfono",
    "central",
    "línea",
    "call",
    "dial",
    "phone",
    "ring",
    "line",
];
/// How many digits a number in Peru has that is dialled whole: a mobile phone's begins with 9, others with the 0 before their area.
const IN_PERU: std::ops::RangeInclusive<usize> = 8..=9;
/// The most digits that a number has (E.164).
const LONGEST: usize = 15;

/// The text as HTML, with each number as a link.
pub(crate) fn linked(text: impl AsRef<str>) -> String {
    let text = text.as_ref();
    let (mut html, mut rest) = (String::new(), text);
    while let Some(start) = rest.find(|sign: char| sign.is_ascii_digit() || sign == '+') {
        let (before, from) = rest.split_at(start);
        let end = from
            .find(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '+' | ' ' | '(' | ')' | '-'))
            .unwrap_or(from.len());
        let written = from[..end].trim_end_matches([' ', '(', ')', '-', '+']);
        let (written, after) = from.split_at(written.len().max(1));
        // Brackets around the code of a city belong to the number.
        let opens = written.contains(')') && !written.contains('(');
        let (before, opening) = match before.strip_suffix('(') {
            Some(before) if opens => (before, "("),
            _ => (before, ""),
        };
        put(&mut html, before);
        let is_part = before
            .ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '-' | '/' | '.' | ','))
            || after.starts_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '/' | '-'))
            || (after.starts_with(['.', ',', ':'])
                && after[1..].starts_with(|sign: char| sign.is_ascii_digit()));
        let position = text.len() - from.len();
        let may_be_short = is_called(&text[..position]);
        if let Some(number) = dialled(written, may_be_short).filter(|_| !is_part) {
            let _ = write!(html, "<a href=\"tel:{number}\">{opening}");
            put(&mut html, written);
            html.push_str("</a>");
        } else {
            html.push_str(opening);
            put(&mut html, written);
        }
        rest = after;
    }
    put(&mut html, rest);
    html
}

/// Whether the sentence that ends so far speaks of calling somebody.
fn is_called(before: &str) -> bool {
    let sentence = before
        .rsplit(['.', '?', '!'])
        .next()
        .unwrap_or_default()
        .to_lowercase();
    CALLING.iter().any(|word| sentence.contains(word))
}

/// What is dialled for a number as it is written, if it is one.
fn dialled(written: &str, may_be_short: bool) -> Option<String> {
    let digits: String = written.chars().filter(char::is_ascii_digit).collect();
    let has_plus = written.starts_with('+');
    let is_whole = match digits.chars().next() {
        _ if has_plus => (*IN_PERU.start()..=LONGEST).contains(&digits.len()),
        Some('0') => IN_PERU.contains(&digits.len()),
        Some('9') => digits.len() == 9,
        _ => false,
    };
    let is_short = may_be_short && SHORT.contains(&written);
    if !(is_whole || is_short) {
        return None;
    }
    Some(if has_plus { format!("+{digits}") } else { digits })
}

fn put(html: &mut String, text: &str) {
    let Ok(escaped) = escape(text, Html);
    let _ = write!(html, "{escaped}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_to_call_are_links_and_others_are_not() {
        for (text, html) in [
            (
                "Sal ahora o llama al 106 (SAMU).",
                "Sal ahora o llama al <a href=\"tel:106\">106</a> (SAMU).",
            ),
            (
                "Llama al +51 1 418-4030, o al 987 654 321.",
                "Llama al <a href=\"tel:+5114184030\">+51 1 418-4030</a>, o al <a href=\"tel:987654321\">987 654 321</a>.",
            ),
            ("(01) 418 4030", "<a href=\"tel:014184030\">(01) 418 4030</a>"),
            (
                "Llama (987 654 321)",
                "Llama (<a href=\"tel:987654321\">987 654 321</a>)",
            ),
            (
                "Mesa de partes: (01) 418-4030.",
                "Mesa de partes: <a href=\"tel:014184030\">(01) 418-4030</a>.",
            ),
            ("Ley N.º 27444", "Ley N.º 27444"),
            ("Desde el 27 3 2020", "Desde el 27 3 2020"),
            ("D.S. 044-2020-PCM", "D.S. 044-2020-PCM"),
            ("En 105 días", "En 105 días"),
            ("Llama ya. Demora 105 días", "Llama ya. Demora 105 días"),
            (
                "Call the police (105) now.",
                "Call the police (<a href=\"tel:105\">105</a>) now.",
            ),
            ("S/ 106.50 y 2,106", "S/ 106.50 y 2,106"),
            ("<b> & 3 personas +", "&#60;b&#62; &#38; 3 personas +"),
            ("", ""),
        ] {
            assert_eq!(linked(text), html);
        }
    }
}
