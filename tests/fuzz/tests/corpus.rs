//! What a fuzzer found once, and what it begins with, is read by each target in every run of the tests.

use std::{fs, path::Path};

#[test]
fn each_target_reads_what_it_begins_with() {
    let seeds = fuzz::seeds();
    for target in &fuzz::TARGETS {
        let mut own = seeds.iter().filter(|(of, _)| *of == target.name).peekable();
        assert!(own.peek().is_some(), "{} begins with nothing", target.name);
        own.for_each(|(_, seed)| (target.read)(seed));
    }
}

#[test]
fn nothing_that_was_found_once_comes_back() {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("found");
    for target in &fuzz::TARGETS {
        let Ok(files) = fs::read_dir(found.join(target.name)) else {
            continue;
        };
        for file in files {
            (target.read)(&fs::read(file.expect("a file").path()).expect("it is read"));
        }
    }
}
