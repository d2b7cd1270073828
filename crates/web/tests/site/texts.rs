//! Every text that the site asks for exists in its languages.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use locale::{Area, Language};
use review::{EventKind, Message};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The keys of one language's file about one feature.
fn keys_of(tag: &str, file: &str) -> BTreeSet<String> {
    let source = fs::read_to_string(root().join("../locale/texts").join(tag).join(file)).unwrap();
    source.lines().filter_map(key).collect()
}

fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once(" =")?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_key.then(|| key.to_owned())
}

/// Keys are written whole wherever they can be, so that this finds them.
#[test]
fn every_text_asked_for_exists() {
    let mut asked = BTreeSet::new();
    for folder in ["src", "templates"] {
        gather(&root().join(folder), &mut asked);
    }
    assert!(asked.len() > 80);
    let missing: Vec<_> = asked.iter().filter(|key| !Language::knows(key)).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
}

/// Keys that are made of the name of what they tell.
#[test]
fn whatever_is_written_or_happens_has_its_words() {
    let letters = Message::ALL.iter().map(|message| message.name());
    let letters = letters.flat_map(|name| {
        let parts = ["subject", "body"].map(|part| format!("mail-{name}-{part}"));
        parts.into_iter().chain([format!("office-letter-{name}")])
    });
    let events = EventKind::ALL
        .iter()
        .map(|kind| format!("office-history-{}", kind.name()));
    let missing: Vec<_> = letters
        .chain(events)
        .filter(|key| !Language::knows(key))
        .collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
}

/// The scanner's pages, with the frames around them.
const SCANNER: [&str; 8] = [
    "templates/verify",
    "templates/layout.html",
    "templates/components/languages.html",
    "templates/components/official.html",
    "templates/components/banner.html",
    "templates/components/footer.html",
    "src/page.rs",
    "src/verify",
];

#[test]
fn a_language_for_the_scanner_has_every_text_of_its_pages_and_no_more() {
    let mut asked = BTreeSet::from(["language-name".to_owned()]);
    for path in SCANNER {
        gather(&root().join(path), &mut asked);
    }
    let scanner_only = Language::offered(Area::Scanner).filter(|language| !language.covers(Area::Site));
    for tag in scanner_only.map(Language::tag) {
        let folder = fs::read_dir(root().join("../locale/texts").join(tag)).unwrap();
        let files = folder.map(|file| file.unwrap().file_name().into_string().unwrap());
        let (mut wanted, mut own) = (asked.clone(), BTreeSet::new());
        for file in files {
            own.extend(keys_of(tag, &file));
            // What the words that all pages share are in: the scanner needs only some of them.
            if file != "common.ftl" {
                wanted.extend(keys_of("es-PE", &file));
            }
        }
        let difference: Vec<_> = wanted.symmetric_difference(&own).collect();
        assert!(difference.is_empty(), "{tag}: {difference:?}");
    }
}

fn gather(path: &Path, asked: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            gather(&entry.unwrap().path(), asked);
        }
    } else if path
        .extension()
        .is_some_and(|kind| kind == "rs" || kind == "html")
    {
        let source = fs::read_to_string(path).unwrap();
        for call in [".t(\"", ".t1(\"", ".t2(\"", ".t3(\"", ".tn(\""] {
            asked.extend(
                source
                    .split(call)
                    .skip(1)
                    .filter_map(|rest| rest.split_once('"'))
                    .map(|(key, _)| key.to_owned()),
            );
        }
    }
}
