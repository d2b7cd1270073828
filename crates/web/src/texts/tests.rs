use std::{collections::BTreeSet, fs, path::Path};

use super::*;

fn keys(tag: &str) -> BTreeSet<String> {
    features(tag).iter().flat_map(|file| keys_of(tag, file)).collect()
}

fn keys_of(tag: &str, file: &str) -> BTreeSet<String> {
    let Some(file) = Files::get(&format!("{tag}/{file}")) else {
        return BTreeSet::new();
    };
    let source = String::from_utf8(file.data.into_owned()).unwrap();
    source.lines().filter_map(key).collect()
}

fn key(line: &str) -> Option<String> {
    let (key, _) = line.split_once(" =")?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    is_key.then(|| key.to_owned())
}

/// What the words that all pages share are in: a language for the scanner alone needs only some of them.
const SHARED: &str = "common.ftl";

#[test]
fn every_language_has_every_text_of_each_feature_that_it_covers() {
    assert!(keys(DEFAULT).len() > 100);
    for language in 1..count() {
        let tag = tag(language);
        for file in features(tag)
            .iter()
            .filter(|file| is_whole(language) || *file != SHARED)
        {
            let (default, other) = (keys_of(DEFAULT, file), keys_of(tag, file));
            let difference: Vec<_> = default.symmetric_difference(&other).collect();
            assert!(
                difference.is_empty(),
                "{DEFAULT} and {tag} differ in {file}: {difference:?}"
            );
        }
    }
}

/// The scanner's pages, with the frames around them.
const SCANNER: [&str; 4] = [
    "templates/verify",
    "templates/layout.html",
    "templates/components/languages.html",
    "src/verify",
];

#[test]
fn a_language_for_the_scanner_has_every_text_of_its_pages_and_no_more() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut asked = BTreeSet::from(["language-name".to_owned()]);
    for path in SCANNER {
        gather(&root.join(path), &mut asked);
    }
    for language in (1..count()).filter(|language| !is_whole(*language)) {
        for file in features(tag(language)).iter().filter(|file| *file != SHARED) {
            asked.extend(keys_of(DEFAULT, file));
        }
        let own = keys(tag(language));
        let difference: Vec<_> = asked.symmetric_difference(&own).collect();
        assert!(difference.is_empty(), "{}: {difference:?}", tag(language));
    }
}

#[test]
fn every_text_takes_the_same_arguments_in_every_language() {
    let arguments = |language: usize, key: &str| {
        let mut found = BTreeSet::new();
        let bundle = &LOCALES[language].bundle;
        let text = format!(
            "{:?}",
            bundle.get_message(key).and_then(|message| message.value())
        );
        for part in text
            .split("VariableReference { id: Identifier { name: \"")
            .skip(1)
        {
            found.insert(part.split('"').next().unwrap_or_default().to_owned());
        }
        found
    };
    for language in 1..count() {
        for key in keys(tag(language)) {
            assert_eq!(
                arguments(0, &key),
                arguments(language, &key),
                "{key} in {}",
                tag(language)
            );
        }
    }
}

/// Keys are written whole wherever they can be, so that this finds them.
#[test]
fn every_text_asked_for_exists() {
    let known = keys(DEFAULT);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut asked = BTreeSet::new();
    for folder in ["src", "templates"] {
        gather(&root.join(folder), &mut asked);
    }
    assert!(asked.len() > 80);
    let missing: Vec<_> = asked.difference(&known).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
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

/// Keys that are put together at run time, with everything they can be put together from.
#[test]
fn every_composed_text_exists() {
    let mut composed: Vec<String> = (1..=12).map(|month| format!("month-{month}")).collect();
    let of = |prefix: &str, names: &[&str]| {
        names
            .iter()
            .map(|name| format!("{prefix}-{name}"))
            .collect::<Vec<_>>()
    };
    let statuses = [
        "queued",
        "claimed",
        "waiting",
        "approved",
        "rejected",
        "withdrawn",
        "lapsed",
    ];
    composed.extend(of("status", &statuses));
    composed.extend(of("next", &statuses));
    composed.extend(of(
        "permit",
        &["active", "suspended", "revoked", "replaced", "expired"],
    ));
    composed.extend(of("rating", &["1", "2", "3", "4", "5"]));
    composed.extend(of(
        "document",
        &forms::DocumentKind::ALL.map(forms::DocumentKind::code),
    ));
    composed.extend(of("address", &["street", "reference"]));
    composed.extend(of("date", &["day", "month", "year"]));
    composed.extend(
        [
            "department",
            "province",
            "district",
            "document-kind",
            "document-number",
        ]
        .map(str::to_owned),
    );
    let missing: Vec<_> = composed.iter().filter(|key| !has(0, key)).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
}
