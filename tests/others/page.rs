//! The lines of docs/verify-in-your-language.md, taken out of the page as a reader would copy them.

use std::{fs, path::Path};

const PAGE: &str = include_str!("../../docs/verify-in-your-language.md");

/// Writes a module of each language into this folder.
pub(crate) fn take_out(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for (language, file) in [("python", "from_page.py"), ("js", "from_page.mjs")] {
        let blocks = blocks(language);
        assert_eq!(blocks.len(), 3, "blocks of {language}");
        // Who copies them needs thirty lines or so for the check itself.
        assert!(blocks[0].lines().count() <= 45, "{language} has grown");
        fs::write(folder.join(file), blocks.concat()).unwrap();
    }
}

fn blocks(language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    let taken = PAGE.split(&opening).skip(1);
    taken
        .map(|rest| format!("{}\n", rest.split("```").next().unwrap()))
        .collect()
}
