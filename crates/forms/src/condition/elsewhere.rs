//! How conditions are written elsewhere, in words and in other languages, for whoever wrote one so.

/// What to write instead of the first sign or word of a condition that other languages have.
pub(super) fn advice(source: &str) -> Option<&'static str> {
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let (token, after) = match letter {
            '\'' | '"' => (&rest[..0], after_quote(rest, letter)),
            _ if letter.is_alphanumeric() || letter == '_' => {
                let end = rest
                    .find(|c: char| !c.is_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                rest.split_at(end)
            }
            _ if is_sign(letter) => {
                let end = rest.find(|c: char| !is_sign(c)).unwrap_or(rest.len());
                rest.split_at(end)
            }
            _ => rest.split_at(letter.len_utf8()),
        };
        if let Some(advice) = instead_of(token, after) {
            return Some(advice);
        }
        rest = after;
    }
    None
}

fn is_sign(letter: char) -> bool {
    matches!(letter, '=' | '<' | '>' | '!' | '&' | '|')
}

/// A text may hold any word: it is passed over.
fn after_quote(rest: &str, quote: char) -> &str {
    let inside = &rest[1..];
    inside.find(quote).map_or("", |end| &inside[end + 1..])
}

/// Whether the word `not`, which is a sign by now, or its Spanish sister comes next.
fn is_negated(after: &str) -> bool {
    let next = after.trim_start();
    next.starts_with('!') || next.to_lowercase().starts_with("no")
}

/// A length of time as the rest of a service file writes it: `10d`.
fn is_length(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len() && matches!(unit, "d" | "w" | "mo" | "y" | "h")
}

fn instead_of(token: &str, after: &str) -> Option<&'static str> {
    Some(match token.to_lowercase().as_str() {
        "=" => "`==` compares; a single `=` is nothing here",
        "===" | "!==" => "write `==` for equal, `!=` for unequal",
        "<>" => "write `!=` for unequal",
        "=<" | "=>" => "write `<=` for at most, `>=` for at least",
        "&" | "|" => "write `&&` for and, `||` for or",
        "‘" | "’" | "“" | "”" | "«" | "»" => "write straight quotes: `'…'`",
        "is" | "es" if is_negated(after) => "write `!=` for is not",
        "is" | "es" | "equals" => "write `==` for is",
        // In small letters the words are the language's own.
        "and" | "or" | "not" if token.chars().any(char::is_uppercase) => {
            "write `and`, `or` and `not` in small letters"
        }
        word if is_length(word) => {
            "count the days between two days: `last - first <= 10`, `first - today >= 15`"
        }
        "y" | "o" | "no" => "write `and`, `or`, `not`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_what_to_write() {
        for (written, wanted) in [
            ("a = 'b'", Some("`==` compares; a single `=` is nothing here")),
            (
                "last <= first + 10d",
                Some("count the days between two days: `last - first <= 10`, `first - today >= 15`"),
            ),
            ("plate == '10d'", None),
            ("a === 'b'", Some("write `==` for equal, `!=` for unequal")),
            ("a <> 'b'", Some("write `!=` for unequal")),
            ("a => 3", Some("write `<=` for at most, `>=` for at least")),
            ("a == ‘b’", Some("write straight quotes: `'…'`")),
            ("a is not 'b'", Some("write `!=` for is not")),
            ("a is !   'b'", Some("write `!=` for is not")),
            ("a is 'b'", Some("write `==` for is")),
            ("a AND b", Some("write `and`, `or` and `not` in small letters")),
            ("not a and b", None),
            ("a y b", Some("write `and`, `or`, `not`")),
            ("a == 'this and that = é' ) (", None),
            ("android <= 3 &&", None),
            ("a == 'unclosed and", None),
        ] {
            assert_eq!(advice(written), wanted, "{written}");
        }
    }
}
