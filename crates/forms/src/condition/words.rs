//! Plain words for the operators between conditions: `not`, `and`, `or`.

use super::types::{Named, Scope};

/// The expression with signs in the place of those words, byte for byte as long as it was, so that every place in it stays
/// where it is. Words in texts and comments are left alone, and so is the name of a question: a version that was published
/// before the words had a meaning means the question.
pub(super) fn with_signs(source: &str, scope: &Scope) -> String {
    let mut written = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if first == '_' || first.is_alphanumeric() {
            word(rest)
        } else if first == '\'' || first == '"' {
            text(rest, false)
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        let is_part = written.ends_with('.');
        written.push_str(
            sign(token)
                .filter(|_| !is_part && !is_question(token, scope))
                .unwrap_or(token),
        );
        rest = after;
    }
    written
}

/// What a word stands for, with blanks to its own length.
fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "not" => "!  ",
        "and" => "&& ",
        "or" => "||",
        _ => return None,
    })
}

fn is_question(word: &str, scope: &Scope) -> bool {
    matches!(scope.look_up(word), Named::Answer(_))
}

/// The length of a word at the beginning; with the text that it marks as raw (`r'\d'`) or as bytes.
fn word(source: &str) -> usize {
    let ends = |letter: char| letter != '_' && !letter.is_alphanumeric();
    let length = source.find(ends).unwrap_or(source.len());
    let marks = source[..length].to_ascii_lowercase();
    if matches!(marks.as_str(), "r" | "b" | "br" | "rb") && source[length..].starts_with(['\'', '"']) {
        length + text(&source[length..], marks.contains('r'))
    } else {
        length
    }
}

/// The length of a text in quotes at the beginning, three of which may enclose lines.
fn text(source: &str, is_raw: bool) -> usize {
    let quote = &source[..1];
    let long = quote.repeat(3);
    let quotes = if source.starts_with(&long) { &long } else { quote };
    let mut at = quotes.len();
    while let Some(letter) = source[at..].chars().next() {
        if source[at..].starts_with(quotes) {
            return at + quotes.len();
        }
        at += letter.len_utf8();
        if letter == '\\' && !is_raw {
            at += source[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Question, Text};

    fn signs(source: &str) -> String {
        with_signs(source, &Scope::default())
    }

    #[test]
    fn words_become_signs_of_their_own_length() {
        for (words, written) in [
            ("not a and b or c", "!   a &&  b || c"),
            ("not(a)and(b)or(c)", "!  (a)&& (b)||(c)"),
            ("a\nand\nb", "a\n&& \nb"),
            ("not not a", "!   !   a"),
            ("a in ['and', \"or\"] and b", "a in ['and', \"or\"] &&  b"),
            (r"a == 'it\'s and' and b", r"a == 'it\'s and' &&  b"),
            (r"a == r'\' and b", r"a == r'\' &&  b"),
            (r#"a == """or ' " or""" or b"#, r#"a == """or ' " or""" || b"#),
            ("a == '''and ' and''' and b", "a == '''and ' and''' &&  b"),
            ("a // not b, isn't it\nand c", "a // not b, isn't it\n&&  c"),
            ("a == 'no end and", "a == 'no end and"),
            ("android and orchid or nothing", "android &&  orchid || nothing"),
            ("ñand and or_else and x_or", "ñand &&  or_else &&  x_or"),
            ("home.and and 3or", "home.and &&  3or"),
            ("Not a AND b", "Not a AND b"),
        ] {
            assert_eq!(signs(words), written);
            assert_eq!(words.len(), written.len());
        }
    }

    #[test]
    fn a_question_of_that_name_stays_one() {
        let label = Text::new("en".into(), "and");
        let asked = Question {
            id: "and".into(),
            label,
            short: None,
            hint: None,
            help: None,
            optional: false,
            when: None,
            valid: Vec::new(),
            kind: Kind::YesNo,
        };
        let scope = Scope::new([&asked], []);
        assert_eq!(with_signs("and or not and", &scope), "and || !   and");
    }
}
