//! A table as Markdown has it, and figures as people read them.

/// A title, rows, and what is said below them.
pub(super) struct Table(String);

impl Table {
    pub(super) fn new(title: &str) -> Self {
        Self(format!("### {title}\n\n"))
    }

    pub(super) fn head(&mut self, cells: &[&str]) {
        self.row(cells);
        self.row(&vec!["---"; cells.len()]);
    }

    pub(super) fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        let cells: Vec<_> = cells.iter().map(AsRef::as_ref).collect();
        self.0.extend(["| ", &cells.join(" | "), " |\n"]);
    }

    pub(super) fn list(&mut self, lines: &[String]) {
        if !lines.is_empty() {
            self.0.extend(["\n- ", &lines.join("\n- "), "\n"]);
        }
    }

    pub(super) fn written(self) -> String {
        self.0
    }
}

/// Three digits that count.
pub(super) fn number(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => "–".to_owned(),
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// The same, where there may be none.
pub(super) fn or_dash(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_three_digits_that_count() {
        for (value, written) in [
            (1234.5, "1234"),
            (99.94, "99.9"),
            (12.345, "12.3"),
            (1.0, "1.00"),
            (0.0424, "0.042"),
            (-0.5, "-0.500"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(number(value), written);
        }
    }

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new("A title");
        table.head(&["what", "ms"]);
        table.row(&["PDFs", "3.69"]);
        table.list(&[]);
        table.list(&["one".to_owned(), "two".to_owned()]);
        let expected = "### A title\n\n| what | ms |\n| --- | --- |\n| PDFs | 3.69 |\n\n- one\n- two\n";
        assert_eq!(table.written(), expected);
    }
}
