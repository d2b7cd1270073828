//! PDFs and pictures of a folder and of all folders in it, in the order of their names.

use std::{fs, io, path::Path};

use super::{Content, Item, has_extension};
use crate::commands::verify::outcome::Problem;

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
            } else if has_extension(&path, &["pdf", "png", "jpg", "jpeg"]) {
                self.items.push(Item {
                    name: path.display().to_string(),
                    content: Content::File(path),
                });
            } else {
                self.passed_over += 1;
            }
        }
        Ok(())
    }
}
