use std::collections::BTreeSet;

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
