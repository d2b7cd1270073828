//! What is wrong with a service file, shown where it is wrong.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// So many mistakes are told at once, the first of the file.
const MOST: usize = 100;

/// Everything wrong with one file, in the order of its lines; never empty as an error of [`crate::read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    file: String,
    source: String,
    all: Vec<Diagnostic>,
    /// Whether nothing of it stands in the way.
    is_advice: bool,
}

/// One mistake: where it is, what is wrong in a plain sentence, and what to do where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The bytes of the source that are wrong.
    pub span: Range<usize>,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostics {
    pub(crate) fn new(
        file: &str,
        source: &str,
        mut problems: Vec<(Range<usize>, String, Option<String>)>,
    ) -> Self {
        // Whoever has a thousand mistakes has one, and mends the first ones first.
        problems.sort_by_key(|(span, ..)| (span.start, span.end));
        problems.truncate(MOST);
        let mut all: Vec<_> = problems
            .into_iter()
            .map(|(span, message, help)| locate(source, span, message, help))
            .collect();
        all.sort_by_key(|one| (one.span.start, one.span.end));
        all.dedup();
        Self {
            file: file.to_owned(),
            source: source.to_owned(),
            all,
            is_advice: false,
        }
    }

    /// The same, shown as what stands in the way of nothing.
    pub(crate) fn into_advice(self) -> Self {
        Self {
            is_advice: true,
            ..self
        }
    }

    /// The mistakes, in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none, which no error of [`crate::read`] is.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The same words with colours for a terminal.
    pub fn styled(&self) -> String {
        self.render(&Renderer::styled())
    }

    fn render(&self, renderer: &Renderer) -> String {
        let shown: Vec<String> = self
            .all
            .iter()
            .map(|one| self.render_one(one, renderer))
            .collect();
        shown.join("\n\n")
    }

    fn render_one(&self, one: &Diagnostic, renderer: &Renderer) -> String {
        let mark = AnnotationKind::Primary.span(one.span.clone());
        let snippet = Snippet::source(&self.source).path(&self.file).annotation(mark);
        let level = if self.is_advice {
            Level::WARNING
        } else {
            Level::ERROR
        };
        let mut group: Group<'_> = level.primary_title(&one.message).element(snippet);
        if let Some(help) = &one.help {
            group = group.element(Level::HELP.message(help));
        }
        renderer.render(&[group])
    }
}

/// Spans come from parsers; cut to the source, and to letters, so that showing them cannot fail.
fn locate(source: &str, span: Range<usize>, message: String, help: Option<String>) -> Diagnostic {
    let start = source.floor_char_boundary(span.start.min(source.len()));
    let end = source.ceil_char_boundary(span.end.clamp(start, source.len()));
    let before = &source[..start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Diagnostic {
        span: start..end,
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
        help,
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}

impl std::error::Error for Diagnostics {}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
