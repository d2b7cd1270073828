//! Texts in other languages that stand apart from the service: the version is the one that it is with all words where they belong.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use forms::{read, read_kept, translated, untranslated};
use serde_json::Value;

const PERMIT: &str = r#"service: walk
languages: [es, en]
name: Pasear un perro
summary: Un texto largo, cortado donde hay sitio.
audience: {es: Di por qué, en: Say why}
cost: Nada
takes: Un día
authority: {name: Nada}
contact: {phone: "555 0100"}
form:
  - page: you
    title: Un día
    questions:
      - {id: name, type: full-name, label: Nada}
review:
  steps:
    - {id: check, name: Nada, role: officer}
  reasons: {no: Nada}
permit:
  type: 1
  title: Nada
  valid: 1 day
  claims:
    - {answer: name, role: holder}
"#;
const ENGLISH: &str = "# What people read
en:
  Pasear un perro: Walk a dog
  ? |
    Un texto largo, cortado
    donde hay sitio.
  : A long text, broken where there is room.
  Nada: Nothing
  Un día: One day
";

fn with(english: &str) -> String {
    format!("{PERMIT}--- # walk.en.yaml\n{english}")
}

#[test]
fn texts_have_their_words_wherever_those_stand() {
    let service = read("forms/walk.yaml", &with(ENGLISH)).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut written = PERMIT.replace("summary: Un texto largo, cortado donde hay sitio.", "summary: {es: 'Un texto largo, cortado donde hay sitio.', en: 'A long text, broken where there is room.'}");
    for (text, words) in [
        ("Pasear un perro", "Walk a dog"),
        (" Nada", "Nothing"),
        ("Un día", "One day"),
    ] {
        written = written.replace(text, &format!(" {{es: {}, en: {words}}}", text.trim()));
    }
    let same = read("walk.yaml", &written).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(service.hash(), same.hash());
    assert_eq!(
        read_kept("kept", &service.canonical_json()).unwrap().hash(),
        service.hash()
    );
}

#[test]
fn each_mistake_is_shown_in_its_own_file() {
    let cases = [
        (
            "en:\n  Pasear un perro:\n",
            "this text is empty",
            "walk.en.yaml:2",
        ),
        (
            "en:\n  Pasear un gato: Walk a cat\n",
            "the service says this nowhere",
            "walk.en.yaml:2",
        ),
        (
            "en:\n  Pasear un gato: Walk a cat\n",
            "it says `Pasear un perro` now",
            "walk.en.yaml:2",
        ),
        (
            "en:\n  Di por qué: Say it\n",
            "where it stands, this text has words in `en`",
            "walk.en.yaml:2",
        ),
        (
            "en:\n  A: b\n  A: c\n",
            "this text is here twice",
            "walk.en.yaml:3",
        ),
        (
            "fr:\n  A: b\n",
            "the service does not speak `fr`",
            "walk.en.yaml:1",
        ),
        (
            "es:\n  A: b\n",
            "the service's own words are those in `es`",
            "walk.en.yaml:1",
        ),
        (
            "service: another\n",
            "`service` is not a language's tag",
            "walk.en.yaml:1",
        ),
        (
            "- en\n",
            "after the service come its texts in other languages",
            "walk.en.yaml:1",
        ),
        ("en: all of it\n", "`en` lists no texts", "walk.en.yaml:1"),
        (
            "en:\n  A: [b]\n",
            "a text is expected here, not a list",
            "walk.en.yaml:2",
        ),
        (
            "en:\n\tA: b\n",
            "this is not YAML that can be read",
            "walk.en.yaml:2",
        ),
        (
            "en:\n  \"A\\u0007\": b\n",
            "the control character U+0007 stands in this text",
            "walk.en.yaml:2",
        ),
        (
            "",
            "this text needs words in each language: es, en",
            "forms/walk.yaml:3",
        ),
    ];
    for (english, message, place) in cases {
        let wrong = read("forms/walk.yaml", &with(english)).unwrap_err().to_string();
        assert!(wrong.contains(message), "{english}{wrong}");
        assert!(wrong.contains(place), "{place} in {wrong}");
    }
}

#[test]
fn a_file_of_too_many_documents_is_refused_at_once() {
    let wrong = read(
        "walk.yaml",
        &format!("{PERMIT}{}", "---\nen: {a: b}\n".repeat(50_000)),
    )
    .unwrap_err();
    assert_eq!(wrong.len(), 1);
    assert!(
        wrong
            .to_string()
            .contains("after a service come at most 50 documents"),
        "{wrong}"
    );
}

/// A language that is named a thousand times is read once.
#[test]
fn a_language_may_be_named_again() {
    let again = "en: {a: b}\n".repeat(2_000);
    let wrong = read("walk.yaml", &with(&format!("{ENGLISH}{again}"))).unwrap_err();
    assert!(wrong.len() <= 100 && wrong.to_string().contains("this text is here twice"));
    let half = ENGLISH.replace("  Nada: Nothing\n", "");
    assert!(
        read(
            "walk.yaml",
            &with(&format!(
                "{half}--- # walk.qu.yaml\n# nothing\n---\nen:\n  Nada: Nothing\n"
            ))
        )
        .is_ok()
    );
}

#[test]
fn what_stands_apart_in_one_file_is_counted_by_that_files_lines() {
    let english = "en:\n  A: b\n";
    let wrong = read("service.yaml", &format!("{PERMIT}---\n{english}")).unwrap_err();
    let at = wrong
        .iter()
        .find(|one| one.message == "the service says this nowhere")
        .unwrap();
    assert_eq!(
        (at.file.as_str(), at.line),
        ("service.yaml", PERMIT.lines().count() + 3)
    );
}

/// Every service that ships, without its words in English, is the same service with a file of those beside it.
#[test]
fn every_text_of_a_service_may_stand_apart() {
    let files = shipped();
    assert!(files.len() >= 10, "{files:?}");
    for path in files {
        let name = path.display().to_string();
        let service =
            read(&name, &std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|wrong| panic!("{wrong}"));
        let canonical = service.canonical_json();
        let whole = translated(&name, &canonical, "en").unwrap();
        assert_eq!(whole.languages, ["en"], "{name}");
        let english: BTreeMap<&str, &str> = whole
            .texts
            .iter()
            .map(|(text, words)| (text.as_str(), words.as_deref().unwrap()))
            .collect();
        let json: Value = serde_json::from_str(&canonical).unwrap();

        let bare = each_text(&json, &|spanish| Value::from(spanish)).to_string();
        let lacking = translated(&name, &bare, "en").unwrap().texts;
        let lacking: Vec<&str> = lacking
            .iter()
            .filter(|(_, words)| words.is_none())
            .map(|(text, _)| text.as_str())
            .collect();
        assert_eq!(
            lacking,
            whole.texts.iter().map(|(text, _)| text).collect::<Vec<_>>()
        );

        let mut listed = untranslated("", "en", &lacking[..1]).unwrap();
        listed += &untranslated(&listed, "en", &lacking[1..]).unwrap();
        let listed: BTreeMap<String, BTreeMap<String, String>> = serde_saphyr::from_str(&listed).unwrap();
        let texts: Vec<&String> = listed["en"].keys().collect();
        assert_eq!(
            texts,
            english.keys().collect::<Vec<_>>(),
            "{name}: all are listed as they are"
        );

        let file = serde_json::json!({ "en": english });
        let joined = read(&name, &format!("{bare}\n---\n{file}")).unwrap_or_else(|wrong| panic!("{wrong}"));
        let written = each_text(
            &json,
            &|spanish| serde_json::json!({ "es": spanish, "en": english[spanish] }),
        );
        let written = read(&name, &written.to_string()).unwrap_or_else(|wrong| panic!("{wrong}"));
        assert_eq!(joined.hash(), written.hash(), "{name}");
    }
}

/// The file with something else in the place of each text in Spanish and English.
fn each_text(json: &Value, text: &dyn Fn(&str) -> Value) -> Value {
    match json {
        Value::Object(entries) => match (entries.get("es"), entries.get("en")) {
            (Some(spanish), Some(_)) => text(spanish.as_str().unwrap()),
            _ => entries
                .iter()
                .map(|(key, value)| (key.clone(), each_text(value, text)))
                .collect(),
        },
        Value::Array(items) => items.iter().map(|item| each_text(item, text)).collect(),
        other => other.clone(),
    }
}

/// The services that ship, and those that `chasqui new` begins with.
fn shipped() -> Vec<PathBuf> {
    let folders = ["../../forms", "../chasqui/src/commands/new/templates"]
        .map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    let mut files: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .filter(|path| !path.to_string_lossy().ends_with(".scenarios.yaml"))
        // In one language.
        .filter(|path| !path.ends_with("my-permit.yaml"))
        .collect();
    files.sort();
    files
}

/// Said twice, and in English in one of the two places.
#[test]
fn a_text_without_words_anywhere_is_lacking() {
    for (first, second) in [("title: Nada", "takes: Nada"), ("takes: Nada", "title: Nada")] {
        let file = PERMIT.replace("takes: Un día", "takes: Nada");
        let inline = |line: &str| line.replace("Nada", "{es: Nada, en: Nothing}");
        let file = file.replace(first, &inline(first));
        assert!(file.contains(&inline(first)) && file.contains(second));
        let texts = translated("walk.yaml", &file, "en").unwrap().texts;
        assert!(texts.contains(&("Nada".to_owned(), None)), "{first}: {texts:?}");
    }
}

/// What cannot take a further line is not written to.
#[test]
fn texts_are_added_where_they_are_read() {
    let long = "texto ".repeat(300);
    let long = long.trim();
    for (existing, is_added) in [
        ("", true),
        ("# words", true),
        ("en:", true),
        ("en:\n  A: b", true),
        ("qu:\n  A: b\nen:\n    A: b\n", true),
        ("en:\n  A: b\nqu:\n  A: b\n", false),
        ("en: {\n  A: b\n}\n", false),
        ("{\n  \"en\": {\n    \"A\": \"b\"\n  }\n}\n", false),
        ("en:\n  A: b\n...\n", false),
        ("- en\n", false),
    ] {
        let Some(added) = untranslated(existing, "en", &[long, "C: d"]) else {
            assert!(!is_added, "{existing}");
            continue;
        };
        assert!(is_added, "{existing}");
        let whole = format!("{existing}{added}");
        assert!(untranslated(&whole, "en", &["E"]).is_some(), "{whole}");
        let read: BTreeMap<String, BTreeMap<String, String>> = serde_saphyr::from_str(&whole).unwrap();
        assert_eq!((&*read["en"][long], &*read["en"]["C: d"]), ("", ""));
    }
}

/// With each letter taken out, it is read or told of.
#[test]
fn a_damaged_file_is_told_of() {
    let whole = with(ENGLISH);
    for (at, letter) in whole.char_indices() {
        let source = format!("{}{}", &whole[..at], &whole[at + letter.len_utf8()..]);
        if let Err(wrong) = read("forms/walk.yaml", &source) {
            assert!(
                wrong
                    .iter()
                    .all(|one| source.get(one.span.clone()).is_some() && one.line > 0)
            );
            assert!(!wrong.to_string().is_empty());
        }
    }
}
