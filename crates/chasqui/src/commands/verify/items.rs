//! What there is to check: everything that was named, one item after the other.

mod folder;
mod table;

use std::{
    io::{BufRead, Read, stdin},
    path::{Path, PathBuf},
};

use anyhow::Result;

use super::outcome::Problem;

/// A code has 7,089 digits at most.
const LONGEST_LINE: u64 = 1 << 20;

/// One thing to check, and what to call it.
pub(super) struct Item {
    pub(super) name: String,
    pub(super) content: Content,
}

/// Where the code is.
pub(super) enum Content {
    /// In this text.
    Text(String),
    /// In this PDF or picture, which is opened when its turn comes.
    File(PathBuf),
    /// Nowhere.
    Nothing(Problem),
}

/// All that was named on the command line.
pub(super) struct Items {
    pub(super) all: Box<dyn Iterator<Item = Item> + Send>,
    /// How many there are, where that is known beforehand.
    pub(super) count: Option<u64>,
    /// One text or one file, which is told at length.
    pub(super) is_one: bool,
    /// Files of folders that can hold no permit.
    pub(super) passed_over: u64,
}

impl Items {
    pub(super) fn of(named: &[String], column: Option<&str>) -> Result<Self> {
        let mut items = Self {
            all: Box::new(std::iter::empty()),
            count: Some(0),
            is_one: named.len() == 1,
            passed_over: 0,
        };
        for name in named {
            items.add(name, named.len(), column)?;
        }
        Ok(items)
    }

    fn add(&mut self, name: &str, of: usize, column: Option<&str>) -> Result<()> {
        let path = Path::new(name);
        let is_text = name.contains("/v#");
        if name == "-" {
            self.is_one = false;
            self.count = None;
            self.append(lines());
        } else if !is_text && path.is_dir() {
            self.is_one = false;
            let folder = folder::read(path);
            self.passed_over += folder.passed_over;
            self.append_known(folder.items);
        } else if !is_text && has_extension(path, &["csv", "tsv", "txt"]) && path.is_file() {
            self.is_one = false;
            self.append_known(table::read(path, column)?);
        } else {
            self.append_known(vec![one(name, of)]);
        }
        Ok(())
    }

    fn append_known(&mut self, items: Vec<Item>) {
        let more = u64::try_from(items.len()).unwrap_or_default();
        self.count = self.count.map(|count| count + more);
        self.append(items.into_iter());
    }

    fn append(&mut self, items: impl Iterator<Item = Item> + Send + 'static) {
        let before = std::mem::replace(&mut self.all, Box::new(std::iter::empty()));
        self.all = Box::new(before.chain(items));
    }
}

/// A text, or a file by its name. What looks like a file's name and is none is said to be missing, not judged as a text.
fn one(name: &str, of: usize) -> Item {
    let path = Path::new(name);
    let is_text = name.contains("/v#");
    let content = if !is_text && path.exists() {
        Content::File(path.to_owned())
    } else if !is_text && has_extension(path, &["pdf", "png", "jpg", "jpeg", "csv", "tsv", "txt"]) {
        Content::Nothing(Problem("there is no such file".to_owned()))
    } else {
        Content::Text(name.trim().to_owned())
    };
    let name = match &content {
        Content::Text(text) if of > 1 => short(text),
        _ => name.to_owned(),
    };
    Item { name, content }
}

/// A text by its beginning and end.
fn short(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= 44 {
        return text.to_owned();
    }
    let (start, end) = (&letters[..32], &letters[letters.len() - 8..]);
    format!(
        "{}…{}",
        start.iter().collect::<String>(),
        end.iter().collect::<String>()
    )
}

/// A text a line on standard input; empty lines are passed over.
fn lines() -> impl Iterator<Item = Item> + Send {
    let (mut number, mut ended) = (0_u64, false);
    std::iter::from_fn(move || {
        loop {
            if ended {
                return None;
            }
            number += 1;
            let name = format!("line {number}");
            let mut line = Vec::new();
            let content = match stdin().lock().take(LONGEST_LINE).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(_) if !line.ends_with(b"\n") && line.len() as u64 == LONGEST_LINE => {
                    ended = true;
                    Content::Nothing(Problem(
                        "is longer than any code; nothing after it was read".to_owned(),
                    ))
                }
                Ok(_) => Content::Text(
                    String::from_utf8_lossy(&line)
                        .trim_matches(['\u{feff}', ' ', '\r', '\n', '\t'])
                        .to_owned(),
                ),
                Err(error) => Content::Nothing(Problem(format!("cannot be read: {error}"))),
            };
            if !matches!(&content, Content::Text(text) if text.is_empty()) {
                return Some(Item { name, content });
            }
        }
    })
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension()
        .is_some_and(|own| extensions.iter().any(|known| own.eq_ignore_ascii_case(known)))
}
