//! Whole service files: those that are right read and keep their meaning, those that are wrong say so well.

use std::path::{Path, PathBuf};

use forms::read;

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "yaml")).collect();
    files.sort();
    files
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn good_files_read() {
    for path in files("good") {
        let source = std::fs::read_to_string(&path).unwrap();
        if let Err(diagnostics) = read(&name(&path), &source) {
            panic!("{diagnostics}");
        }
    }
}

/// Each file's diagnostics, whole, stand beside it in a `.snap` of its name.
#[test]
fn broken_files_say_what_is_wrong() {
    let files = files("broken");
    assert!(files.len() >= 50, "the collection of broken files shrank to {}", files.len());
    insta::with_settings!({
        snapshot_path => "broken",
        prepend_module_to_snapshot => false,
        omit_expression => true
    }, {
        for path in files {
            let source = std::fs::read_to_string(&path).unwrap();
            let diagnostics = read(&name(&path), &source).expect_err("a broken file was read");
            insta::assert_snapshot!(path.file_stem().unwrap().to_string_lossy().as_ref(), diagnostics);
        }
    });
}
