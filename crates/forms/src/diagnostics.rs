//! What is wrong with a service file, shown where it is wrong.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::read::documents::{Document, documents};

/// So many mistakes are told at once, the first of the file.
const MOST: usize = 100;

/// Everything wrong with one file, in the order of its lines; never empty as an error of [`crate::read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    source: String,
    all: Vec<Diagnostic>,
    /// Whether nothing of it stands in the way.
    is_advice: bool,
}

/// One mistake: where it is, what is wrong in a plain sentence, and what to do where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file that it is in: the one that was read, or one of texts beside it.
    pub file: String,
    /// The bytes of the source that are wrong.
    pub span: Range<usize>,
    /// The bytes of the source that are that file's.
    whole: Range<usize>,
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
        let documents = documents(source);
        let mut all: Vec<_> = problems
            .into_iter()
            .map(|problem| locate(file, source, &documents, problem))
            .collect();
        all.sort_by_key(|one| (one.span.start, one.span.end));
        all.dedup();
        Self {
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
        let start = one.whole.start;
        let mark = AnnotationKind::Primary.span(one.span.start - start..one.span.end - start);
        let text = &self.source[one.whole.clone()];
        let snippet = Snippet::source(text).path(&one.file).annotation(mark);
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
fn locate(
    file: &str,
    source: &str,
    documents: &[Document],
    (span, message, help): (Range<usize>, String, Option<String>),
) -> Diagnostic {
    let start = source.floor_char_boundary(span.start.min(source.len()));
    let beside = documents
        .iter()
        .find(|document| document.file.is_some() && document.span.contains(&start));
    let (file, whole) = match beside {
        Some(Document {
            file: Some(name),
            span,
        }) => (file_beside(file, name), span.clone()),
        _ => (file.to_owned(), 0..source.len()),
    };
    let end = source.ceil_char_boundary(span.end.clamp(start, whole.end));
    let before = &source[whole.start..start];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    Diagnostic {
        file,
        span: start..end,
        whole,
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        message,
        help,
    }
}

/// A file in the folder of another.
fn file_beside(file: &str, name: &str) -> String {
    let folder = file.rfind('/').map_or("", |at| &file[..=at]);
    format!("{folder}{name}")
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
