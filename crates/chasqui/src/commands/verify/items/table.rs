//! Texts in a column of a table, as spreadsheets write it: with or without a byte order mark, titles or headings, in
//! UTF-8, UTF-16 or Windows-1252, with commas, semicolons or tabs.

use std::path::Path;

use anyhow::{Context, Result, bail};
use csv::{ReaderBuilder, StringRecord};

use super::{Content, Item};
use crate::{
    commands::verify::{input::MOST_BYTES, outcome::Problem},
    regular_file, text_file,
};

/// So many lines say how a table is written, and so many rows where it begins.
const SAMPLE: usize = 50;

/// A row and the line of the file that it begins in.
struct Row {
    line: usize,
    cells: StringRecord,
}

/// One item for each row that is not empty.
pub(super) fn read(path: &Path, column: Option<&str>) -> Result<Vec<Item>> {
    let name = path.display();
    let bytes = regular_file::read(path, MOST_BYTES).with_context(|| format!("cannot read {name}"))?;
    let rows = rows(&text_file::decode_or_guess(&bytes)).with_context(|| format!("{name} is not a table"))?;
    let Some((column, headings)) = find(&rows, column).with_context(|| format!("in {name}"))? else {
        bail!("no column of {name} holds the texts of permits: name the one to check with --column")
    };
    let filled = |row: &&Row| row.cells.iter().any(|cell| !cell.trim().is_empty());
    let items = rows.iter().skip(headings).filter(filled).map(|row| Item {
        name: format!("{name}:{}", row.line),
        content: match row.cells.get(column).map(str::trim) {
            Some(text) if !text.is_empty() => Content::Text(text.to_owned()),
            _ => Content::Nothing(Problem("the cell is empty".to_owned())),
        },
    });
    Ok(items.collect())
}

fn rows(text: &str) -> Result<Vec<Row>> {
    // Excel's own way to say what separates the cells.
    let (body, before) = match text.split_once('\n') {
        Some((first, rest)) if first.to_ascii_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text, 0),
    };
    let said = text.as_bytes().get(4).filter(|_| before == 1).copied();
    let mut reader = ReaderBuilder::new()
        .delimiter(said.unwrap_or_else(|| separator(body)))
        .has_headers(false)
        .flexible(true)
        .from_reader(body.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut at) = (before + 1, 0);
    for record in reader.records() {
        let cells = record?;
        // The reader counts \r\n for the row behind it: the lines are counted here, up to where the row begins.
        let begins = cells
            .position()
            .map_or(at, |position| usize::try_from(position.byte()).unwrap_or(at));
        let begins = begins
            + body[begins..]
                .bytes()
                .take_while(|byte| matches!(byte, b'\r' | b'\n'))
                .count();
        line += body[at..begins].matches('\n').count();
        at = begins;
        rows.push(Row { line, cells });
    }
    Ok(rows)
}

/// Whichever stands in most lines, outside quotes: a title above the table may hold another.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let outside = |letter: &char| {
        quoted ^= *letter == '"';
        !quoted
    };
    let outside: String = text.chars().filter(outside).collect();
    let count = |separator: u8| {
        let separator = char::from(separator);
        let lines = outside
            .lines()
            .take(SAMPLE)
            .filter(|line| line.contains(separator));
        (lines.count(), outside.matches(separator).count())
    };
    // Of those that are as frequent, the last: a comma where there is one column.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(|separator| count(*separator))
        .unwrap_or(b',')
}

/// The column with the codes, by its heading or because they are there, and how many rows stand above them.
fn find(rows: &[Row], column: Option<&str>) -> Result<Option<(usize, usize)>> {
    let Some(heading) = column else {
        let place = |row: &Row| row.cells.iter().position(is_code);
        let found = rows
            .iter()
            .enumerate()
            .find_map(|(at, row)| Some((place(row)?, at)));
        // Rows above the first code are titles and one of headings only if they are first; a bad code in the row behind is an item.
        return Ok(found.map(|(column, at)| (column, at.min(titles(rows, at) + 1))));
    };
    if rows.is_empty() {
        bail!("there is not a single row")
    }
    let known = |cell: &str| cell.trim().to_lowercase() == heading.trim().to_lowercase();
    let place = |row: &Row| row.cells.iter().position(known);
    let found = rows
        .iter()
        .take(SAMPLE)
        .enumerate()
        .find_map(|(at, row)| Some((place(row)?, at)));
    match found {
        Some((column, at)) => Ok(Some((column, at + 1))),
        None => bail!(
            "there is no column {heading:?}; there are {}",
            rows[titles(rows, rows.len() - 1)]
                .cells
                .iter()
                .map(|cell| format!("{cell:?}"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// How many rows before this one are only titles: one cell is filled, or none, and in this one there are more.
fn titles(rows: &[Row], at: usize) -> usize {
    let filled = |row: &&Row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let widest = rows
        .iter()
        .take(SAMPLE)
        .chain(rows.get(at))
        .map(|row| filled(&row))
        .max();
    rows[..at]
        .iter()
        .take_while(|row| filled(row) <= 1 && widest > Some(1))
        .count()
}

fn is_code(cell: &str) -> bool {
    let cell = cell.trim();
    cell.starts_with("http") && cell.contains("/v#")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8], column: Option<&str>) -> Result<Vec<(String, Option<String>)>> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.csv");
        std::fs::write(&path, bytes).unwrap();
        let items = read(&path, column)?.into_iter().map(|item| {
            let line = item.name.rsplit_once(':').unwrap().1.to_owned();
            match item.content {
                Content::Text(text) => (line, Some(text)),
                _ => (line, None),
            }
        });
        Ok(items.collect())
    }

    fn lines(lines: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        let owned = |(line, text): &(&str, Option<&str>)| ((*line).to_owned(), text.map(str::to_owned));
        lines.iter().map(owned).collect()
    }

    #[test]
    fn what_excel_writes_is_read() {
        let expected = lines(&[("2", Some("https://a/v#1")), ("3", Some("https://a/v#2"))]);
        let utf16: Vec<u8> = "\u{feff}n\tcode\r\n1\thttps://a/v#1\r\n2\thttps://a/v#2\r\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for table in [
            b"n,code\n1,https://a/v#1\n2,https://a/v#2\n".as_slice(),
            b"\xef\xbb\xbfn;code\r\n1;https://a/v#1\r\n2;https://a/v#2\r\n",
            b"n\tcode\r\n1\thttps://a/v#1\r\n2\t\"https://a/v#2\"",
            b"a\xf1o;\"co;,de\"\r\n1;https://a/v#1\r\n2; https://a/v#2 \r\n;\r\n\r\n",
            &utf16,
        ] {
            assert_eq!(
                found(table, None).unwrap(),
                expected,
                "{}",
                String::from_utf8_lossy(table)
            );
        }
        assert_eq!(
            found(b"sep=;\r\nn;code\r\n1;https://a/v#1\r\n", None).unwrap(),
            lines(&[("3", Some("https://a/v#1"))])
        );
    }

    #[test]
    fn titles_above_the_headings_are_no_items() {
        let expected = lines(&[("4", Some("https://a/v#1")), ("5", Some("hola"))]);
        for table in [
            "Permisos de junio, Lima\n\nn;code\n1;https://a/v#1\n2;hola\n",
            "Permisos;\nLima, Callao, Ica;\nn;code\n1;https://a/v#1\n2;hola\n",
            ";Permisos\r\n;\r\nn;\"co;de\"\r\n1;https://a/v#1\r\n2;hola\r\n",
            "Permisos, junio, 2026\nLima\nn\tcode\n1\thttps://a/v#1\n2\thola\n",
        ] {
            assert_eq!(found(table.as_bytes(), None).unwrap(), expected, "{table}");
        }
        let table = "Permisos de junio, Lima\n\nn;c\u{f3}digo\n1;https://a/v#1\n2;hola\n";
        let latin: Vec<u8> = table.chars().map(|c| u8::try_from(c).unwrap()).collect();
        for table in [table.as_bytes(), &latin] {
            assert_eq!(found(table, Some("Código")).unwrap(), expected);
            let said = format!("{:#}", found(table, Some("qr")).unwrap_err());
            assert!(
                said.ends_with(r#"there is no column "qr"; there are "n", "código""#),
                "{said}"
            );
        }
    }

    #[test]
    fn a_bad_code_before_the_first_good_one_is_an_item() {
        let table = b"Permisos;\nn;code\n1;https:a/v#1\n2;https://a/v#2\n";
        let expected = lines(&[("3", Some("https:a/v#1")), ("4", Some("https://a/v#2"))]);
        assert_eq!(found(table, None).unwrap(), expected);
    }

    #[test]
    fn without_headings_every_row_counts() {
        assert_eq!(
            found(b"https://a/v#1\nhttps://a/v#2\n", None).unwrap(),
            lines(&[("1", Some("https://a/v#1")), ("2", Some("https://a/v#2"))])
        );
    }

    #[test]
    fn bad_rows_are_items_too() {
        assert_eq!(
            found(b"name,code\nRosa,hola\nLuis,\n,\nAna,https://a/v#3\nEva\n", None).unwrap(),
            lines(&[
                ("2", Some("hola")),
                ("3", None),
                ("5", Some("https://a/v#3")),
                ("6", None)
            ])
        );
    }

    #[test]
    fn a_column_goes_by_its_heading() {
        let table = b"QR viejo;QR Nuevo\nhttps://a/v#1;https://a/v#2\n";
        assert_eq!(
            found(table, Some(" qr nuevo")).unwrap(),
            lines(&[("2", Some("https://a/v#2"))])
        );
        let said = format!("{:#}", found(table, Some("qr")).unwrap_err());
        assert!(
            said.ends_with(r#"there is no column "qr"; there are "QR viejo", "QR Nuevo""#),
            "{said}"
        );
        let said = found(b"a,b\n1,2\n", None).unwrap_err().to_string();
        assert!(said.contains("--column"), "{said}");
    }
}
