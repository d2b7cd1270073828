//! The slips of the pen after which YAML cannot be read, told in words of their own where they can be seen in a line.

use std::sync::LazyLock;

use regex::Regex;

/// What to do about the slip near that byte, at which the parser gave up; it is on the line or on one of the few before.
pub(super) fn advice(source: &str, at: usize) -> Option<String> {
    let before = source.floor_char_boundary(at.min(source.len()));
    let number = source[..before].matches('\n').count();
    let lines = source.lines().enumerate();
    let near = lines
        .skip(number.saturating_sub(3))
        .take_while(|(line, _)| *line <= number + 1);
    let slips = [
        tab,
        comment_in_brackets,
        open_quote,
        colon_in_a_text,
        brackets_in_a_condition,
    ];
    let mut near: Vec<(usize, &str)> = near.collect();
    // The line where the parser gave up, those before it from the nearest on, and the one after it.
    near.sort_by_key(|(line, _)| if *line > number { usize::MAX } else { number - line });
    near.into_iter().find_map(|(line, text)| {
        let told = slips.iter().find_map(|slip| slip(text))?;
        Some(format!("in line {} {told}", line + 1))
    })
}

fn tab(line: &str) -> Option<String> {
    let indentation = &line[..line.len() - line.trim_start().len()];
    (indentation.contains('\t') && indentation.len() < line.len())
        .then(|| "there is a tab before the first letter: indent with spaces alone".to_owned())
}

/// Where a text without quotes holds ` #`, the rest of its line is a comment, and with it the bracket that should have closed.
fn comment_in_brackets(line: &str) -> Option<String> {
    let comment = comment_in_open_bracket(line)?;
    Some(format!(
        "`{comment}` is a comment, since a space and `#` begin one: put the text in quotes if it belongs to it"
    ))
}

/// The comment at the end of a line on which a bracket is open.
fn comment_in_open_bracket(line: &str) -> Option<&str> {
    let (mut quote, mut open, mut before) = (None, 0_usize, ' ');
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (Some(opened), _) if opened == letter => quote = None,
            (None, '\'' | '"') if !before.is_alphanumeric() => quote = Some(letter),
            (None, '{' | '[') => open += 1,
            (None, '}' | ']') => open = open.saturating_sub(1),
            (None, '#') if before.is_whitespace() => return (open > 0).then(|| line[at..].trim_end()),
            _ => {}
        }
        before = letter;
    }
    None
}

/// A quote that nothing closes on its line: texts here seldom go over several.
fn open_quote(line: &str) -> Option<String> {
    let said = line.split(" #").next().unwrap_or_default();
    let quotes = said.replace("\\\"", "").matches('"').count();
    (quotes % 2 == 1).then(|| "a quote `\"` opens and is not closed on the same line".to_owned())
}

static COLON: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"^\s*(?:- )?([a-z_]+): ([^\s"'\[{|>&*#][^#]*?): "#).ok());

/// `hint: Como en el carné: tres letras` says two keys.
fn colon_in_a_text(line: &str) -> Option<String> {
    let found = COLON.as_ref()?.captures(line)?;
    let (key, text) = (found.get(1)?.as_str(), found.get(2)?.as_str());
    let rest = line[found.get(0)?.end()..].trim_end();
    let quote = if rest.contains('"') { '\'' } else { '"' };
    Some(format!(
        "the colon after `{text}` begins another key: put the whole text in quotes: `{key}: {quote}{text}: {rest}{quote}`"
    ))
}

static CONDITION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"\{.*\b(rule|when|is): ([^\s"'][^"{},]*[\[{].*)"#).ok());

/// `{rule: answer.matches('[A-Z]{3}'), say: …}` opens brackets of YAML.
fn brackets_in_a_condition(line: &str) -> Option<String> {
    let found = CONDITION.as_ref()?.captures(line)?;
    let key = found.get(1)?.as_str();
    Some(format!(
        "the condition of `{key}` has brackets, and inside `{{…}}` they are YAML’s: put the whole condition in quotes: `{key}: \"…\"`"
    ))
}
