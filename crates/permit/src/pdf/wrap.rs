//! Breaking a text into lines of a given width.

use super::typeface::Typeface;

/// Breaks at spaces, and inside a word only where the word alone is wider than the line.
pub(super) fn wrap<'t>(text: &'t str, typeface: &Typeface<'_>, size: f32, width: f32) -> Vec<&'t str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while typeface.width(rest, size) > width {
        let (line, next) = rest.split_at(break_at(rest, typeface, size, width));
        lines.push(line.trim_end_matches(' '));
        rest = next.trim_start_matches(' ');
    }
    if !rest.is_empty() {
        lines.push(rest);
    }
    lines
}

/// Where the first line ends: after the last word that fits, else after the last letter that does.
fn break_at(text: &str, typeface: &Typeface<'_>, size: f32, width: f32) -> usize {
    let mut used = 0.0;
    let mut space = None;
    for (at, letter) in text.char_indices() {
        if letter == ' ' && at > 0 {
            space = Some(at);
        }
        used += typeface.find(letter).map_or(0.0, |(_, one)| f32::from(one.width)) * size / 1000.0;
        if used > width && letter != ' ' {
            // At least one letter a line, or a narrow place would never end.
            return space.unwrap_or_else(|| at.max(letter.len_utf8()));
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pdf::typeface::shipped;

    #[test]
    fn breaks_at_words_and_only_then_inside_them() {
        assert_eq!(wrap("uno dos tres", &shipped(), 10.0, 45.0), ["uno dos", "tres"]);
        assert_eq!(wrap("corto", &shipped(), 10.0, 100.0), ["corto"]);
        assert_eq!(wrap("", &shipped(), 10.0, 100.0), Vec::<&str>::new());
        assert_eq!(wrap("iiiiiiiiii", &shipped(), 10.0, 13.0).concat(), "iiiiiiiiii");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(words in "[a-zñ]{1,30}( [A-Zá-ú]{1,12}){0,12}", width in 20f32..300.0) {
            let lines = wrap(&words, &shipped(), 9.0, width);
            prop_assert_eq!(lines.concat().replace(' ', ""), words.replace(' ', ""));
            for line in lines {
                prop_assert!(shipped().width(line, 9.0) <= width + 0.01);
            }
        }
    }
}
