//! PDFs and pictures of a folder and of all folders in it, in the order of their names.

use std::{fs, io, path::Path};

use super::{Content, Item, has_extension};
use crate::{
    commands::verify::{
        kind::{self, Kind},
        outcome::Problem,
    },
    regular_file,
};

/// What pictures of other kinds are called, where their beginning does not say so.
const PICTURES: [&str; 13] = [
    "heic", "heif", "hif", "webp", "tif", "tiff", "gif", "bmp", "avif", "jxl", "jp2", "svg", "dng",
];

/// What a folder holds.
pub(super) struct Folder {
    pub(super) items: Vec<Item>,
    /// How many of its files can hold no permit.
    pub(super) passed_over: u64,
}

pub(super) fn read(path: &Path) -> Folder {
    let mut folder = Folder {
        items: Vec::new(),
        passed_over: 0,
    };
    folder.add(path);
    folder
}

impl Folder {
    /// A folder that cannot be read is an item itself, so that what is in it is not taken for checked.
    fn add(&mut self, path: &Path) {
        if let Err(error) = self.add_entries(path) {
            self.items.push(Item {
                name: path.display().to_string(),
                content: Content::Nothing(Problem(format!("this folder cannot be read: {error}"))),
            });
        }
    }

    fn add_entries(&mut self, path: &Path) -> io::Result<()> {
        let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            // A link to a folder is not followed: it may lead back here.
            if entry.file_type()?.is_dir() {
                self.add(&path);
                continue;
            }
            match content(&path) {
                Some(content) => self.items.push(Item {
                    name: path.display().to_string(),
                    content,
                }),
                None => self.passed_over += 1,
            }
        }
        Ok(())
    }
}

/// What there is to check of a file; nothing where it can hold no permit. What may hold one and is not read is an item too, so
/// that it is not taken for checked.
fn content(path: &Path) -> Option<Content> {
    if has_extension(path, &["pdf", "png", "jpg", "jpeg"]) {
        return Some(Content::File(path.to_owned()));
    }
    if path.is_dir() {
        return None;
    }
    let nothing = |sentence: String| Some(Content::Nothing(Problem(sentence)));
    let beginning = match regular_file::beginning(path, kind::BEGINNING) {
        Ok(beginning) => beginning,
        Err(error) => return nothing(format!("cannot be read: {error}")),
    };
    match kind::of(&beginning) {
        Kind::Readable => Some(Content::File(path.to_owned())),
        Kind::OtherPicture => nothing(kind::OTHER_PICTURE.to_owned()),
        Kind::Other if has_extension(path, &PICTURES) => nothing(kind::OTHER_PICTURE.to_owned()),
        Kind::Other => None,
    }
}
