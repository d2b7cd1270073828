//! Values as YAML on one line.

use jiff::civil::Date;
use serde_json::Value;

/// A value, with quotes only where YAML would take it for something else.
pub(crate) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(keys) => {
            let keys = keys.iter().map(|(key, value)| format!("{key}: {}", flow(value)));
            format!("{{{}}}", keys.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether a text needs no quotes, wherever it stands: it begins with a letter, or is a day or a length of time.
fn is_plain(text: &str) -> bool {
    let usual = |c: char| c.is_alphanumeric() || " ._@+/<>=!()'’¿?-".contains(c);
    let is_word = text.starts_with(|c: char| c.is_alphabetic() || c == '¿') && !is_constant(text);
    text.chars().all(usual) && !text.ends_with(' ') && (is_word || is_day(text) || is_length(text))
}

/// What YAML takes for something else than a text, in one of its versions.
fn is_constant(text: &str) -> bool {
    let words = [
        "true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan",
    ];
    words.contains(&text.to_lowercase().as_str())
}

/// `2026-12-20`
fn is_day(text: &str) -> bool {
    let hyphens = [4, 7].map(|at| text.as_bytes().get(at));
    hyphens == [Some(&b'-'); 2] && text.parse::<Date>().is_ok()
}

/// `36h`, `15 business days`
fn is_length(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - unit.len();
    let unit = unit.strip_prefix(' ').unwrap_or(unit);
    digits > 0
        && !text.starts_with('0')
        && !unit.is_empty()
        && unit.chars().all(|c| c.is_ascii_alphabetic() || c == ' ')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::flow;
    use crate::read::{node, problems::Problems};

    #[test]
    fn only_what_yaml_would_read_otherwise_is_quoted() {
        for (value, written) in [
            (json!("Jirón Los Sauces 245"), "Jirón Los Sauces 245"),
            (json!("2026-12-20"), "2026-12-20"),
            (json!("36h"), "36h"),
            (json!("07:30"), "\"07:30\""),
            (json!("150122"), "\"150122\""),
            (json!("1e5"), "\"1e5\""),
            (json!("no"), "\"no\""),
            (json!("Null"), "\"Null\""),
            (json!("0x1F"), "\"0x1F\""),
            (json!("20261220"), "\"20261220\""),
            (json!("15 business days"), "15 business days"),
            (json!("-x"), "\"-x\""),
            (json!("a: b # c"), "\"a: b # c\""),
            (json!(["x", 1, true, null]), "[x, 1, true, null]"),
            (
                json!({"kind": "dni", "number": "45871236"}),
                "{kind: dni, number: \"45871236\"}",
            ),
        ] {
            assert_eq!(flow(&value), written);
            let root = node::parse(&format!("x: {written}\n"), &mut Problems::default()).unwrap();
            let read = serde_json::to_value(root).unwrap();
            assert_eq!(read, json!({"x": value}), "as it is read");
        }
    }
}
