//! Showing text on a terminal: harmless where it came from outside (names of files, holders' names, what is wrong with either), and in
//! lines that are not too long.

use std::{
    fmt::{self, Display, Write},
    panic,
};

/// A command whose output is cut off, as by `| head`, ends and does not tell that it panicked.
pub(crate) fn end_when_nobody_reads() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let why = panic.payload_as_str().unwrap_or_default();
        if !(why.starts_with("failed printing to std") && why.contains("Broken pipe")) {
            usual(panic);
        }
    }));
}

/// The same text with every control character shown by its picture (`␛`), so that a terminal obeys none: they move the
/// cursor, change colours and titles, and can make one line look like another. So do the characters that turn a text around.
pub(crate) struct Shown<T>(pub(crate) T);

impl<T: Display> Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        text.chars().try_for_each(|c| f.write_char(harmless(c)))
    }
}

/// The same for what has several lines.
pub(crate) struct Lines<T>(pub(crate) T);

impl<T: Display> Display for Lines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() {
            format!("{:#}", self.0)
        } else {
            self.0.to_string()
        };
        text.chars().try_for_each(|c| match c {
            '\n' | '\t' => f.write_char(c),
            c => f.write_char(harmless(c)),
        })
    }
}

/// JSON with the characters that it may hold as they are, and a terminal obeys, escaped (`\u009b`): it says the same.
pub(crate) fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if harmless(c) == c || c == '\n' {
            escaped.push(c);
        } else {
            // Infallible, and all of them are below U+10000.
            let _ = write!(escaped, "\\u{:04x}", u32::from(c));
        }
    }
    escaped
}

/// Words in lines of at most so many letters, broken between words where they can be.
pub(crate) fn wrapped(words: &str, longest: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in words.lines() {
        let mut current = String::new();
        for word in line.split_whitespace() {
            let together = current.chars().count() + 1 + word.chars().count();
            if !current.is_empty() && together > longest {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        lines.push(current);
    }
    lines.join("\n")
}

fn harmless(c: char) -> char {
    match c {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' => {
            '\u{fffd}'
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_obeys_nothing_of_it() {
        for (text, shown) in [
            ("permiso.pdf", "permiso.pdf"),
            ("Ñusta Quispe · 🦙", "Ñusta Quispe · 🦙"),
            ("\u{1b}[2Jvalid\r\n", "␛[2Jvalid␍␊"),
            ("\0\u{7f}\u{9b}31m", "␀␡\u{fffd}31m"),
            ("\u{202e}fdp.exe", "\u{fffd}fdp.exe"),
        ] {
            assert_eq!(Shown(text).to_string(), shown);
        }
        assert_eq!(
            escaped("{\"a\":\"ñ\u{9b}\u{7f}\"}"),
            "{\"a\":\"ñ\\u009b\\u007f\"}"
        );
        assert_eq!(Lines("one\n\ttwo\u{1b}").to_string(), "one\n\ttwo␛");
    }

    #[test]
    fn words_are_broken_between_them() {
        assert_eq!(wrapped("a bb ccc dddd", 6), "a bb\nccc\ndddd");
        assert_eq!(wrapped("unbreakable words", 4), "unbreakable\nwords");
        assert_eq!(wrapped("one\ntwo", 20), "one\ntwo");
    }
}
