//! The documents of a stream of YAML: the service first, then, each after a line that begins with `---`, its texts in other languages.

use std::ops::Range;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// The file that it was taken from, where the line before it says so: `--- # permit.en.yaml`.
    pub(crate) file: Option<String>,
    /// Its bytes in the stream.
    pub(crate) span: Range<usize>,
}

/// At least one. What says nothing, be it by comments, is a part of what follows, unless that is of another file.
pub(crate) fn documents(source: &str) -> Vec<Document> {
    let mut all = Vec::new();
    let mut open = Document {
        file: None,
        span: 0..0,
    };
    let mut says_anything = false;
    for line in source.split_inclusive('\n') {
        let (start, end) = (open.span.end, open.span.end + line.len());
        match separator(line) {
            Some(rest) if says_anything || file_named(rest).is_some() => {
                let file = file_named(rest);
                let begins = if file.is_some() { end } else { start };
                let next = Document {
                    file: file.map(ToOwned::to_owned),
                    span: begins..end,
                };
                all.push(std::mem::replace(&mut open, next));
                says_anything = says(rest);
            }
            Some(rest) => says_anything = says(rest),
            None => says_anything |= says(line),
        }
        open.span.end = end;
    }
    all.push(open);
    all
}

/// What follows on the line that begins a document. Nothing else of YAML stands there, be it in a text of several lines.
fn separator(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("---")?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
}

/// The file that what follows was taken from.
fn file_named(rest: &str) -> Option<&str> {
    rest.strip_prefix('#').map(str::trim).filter(|name| is_yaml(name))
}

fn says(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with(['#', '%'])
}

fn is_yaml(name: &str) -> bool {
    let is_plain = !name.contains(['/', '\\']) && !name.contains(char::is_control);
    is_plain && matches!(name.rsplit_once('.'), Some((_, "yaml" | "yml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(source: &str) -> Vec<(Option<String>, &str)> {
        let parts = documents(source).into_iter();
        parts
            .map(|document| (document.file, &source[document.span]))
            .collect()
    }

    #[test]
    fn a_stream_is_cut_at_the_lines_that_begin_documents() {
        for one in [
            "",
            "a: 1",
            "# first\n---\na: 1\n",
            "---\n---\na: 1\n",
            "a: |\n  ---\n  b\n",
            "a: 1\n----\n",
        ] {
            assert_eq!(parts(one), [(None, one)]);
        }
        assert_eq!(
            parts("a: 1\n---\nb: 2\n"),
            [(None, "a: 1\n"), (None, "---\nb: 2\n")]
        );
        assert_eq!(
            parts("a: 1\n--- {b: 2}"),
            [(None, "a: 1\n"), (None, "--- {b: 2}")]
        );
        let named = Some("a.en.yaml".to_owned());
        assert_eq!(
            parts("a: 1\n--- # a.en.yaml\n# of its own\n---\nb: 2\n--- # what is this\nc: 3\n"),
            [
                (None, "a: 1\n"),
                (named, "# of its own\n---\nb: 2\n"),
                (None, "--- # what is this\nc: 3\n")
            ]
        );
        let named = |name: &str| Some(name.to_owned());
        assert_eq!(
            parts("--- # my a.en.yaml\n# nothing\n--- # a.qu.yaml\nb: 2\n"),
            [
                (None, ""),
                (named("my a.en.yaml"), "# nothing\n"),
                (named("a.qu.yaml"), "b: 2\n")
            ]
        );
        assert_eq!(
            parts("a: 1\n--- # ../../etc/a.yaml\nb: 2\n"),
            [(None, "a: 1\n"), (None, "--- # ../../etc/a.yaml\nb: 2\n")]
        );
    }
}
