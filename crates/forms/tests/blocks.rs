//! Blocks of questions: what `use` stands for, in files that are read.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use forms::{Service, read, read_kept, samples};
use jiff::civil::date;

/// A service whose form has this page.
fn service(languages: &str, before: &str, questions: &str) -> Result<Service, String> {
    let text = |es: &str, en: &str| match languages {
        "[es, en]" => format!("{{es: {es}, en: {en}}}"),
        _ => en.to_owned(),
    };
    let word = text("Algo", "Something");
    let source = format!(
        "service: walk
languages: {languages}
name: {word}
summary: {word}
audience: {word}
cost: {word}
takes: {word}
authority: {{name: {word}}}
contact: {{phone: \"555 0100\"}}
{before}form:
  - page: you
    title: {word}
    questions:
{questions}
review:
  steps:
    - {{id: check, name: {word}, role: officer}}
  reasons: {{no: {{for: [reject], text: {word}}}}}
permit:
  type: 1
  title: {word}
  valid: 1 day
  claims:
    - {{answer: name, role: holder}}
"
    );
    read("walk.yaml", &source).map_err(|problems| problems.to_string())
}

fn ids(service: &Service) -> Vec<&str> {
    let questions = &service.form.pages[0].questions;
    questions.iter().map(|question| question.id.as_str()).collect()
}

#[test]
fn a_use_stands_for_the_questions_of_a_block() {
    for (questions, expected) in [
        ("      - {use: person}", vec!["document", "name", "birth"]),
        ("      - {use: person, only: [name]}", vec!["name"]),
        // In the order of the block.
        (
            "      - {use: person, only: [birth, name]}",
            vec!["name", "birth"],
        ),
        (
            "      - {use: person, only: [name]}\n      - {use: other-person, as: guest}\n      - {use: oath}",
            vec!["name", "guest_document", "guest_name", "oath"],
        ),
    ] {
        for languages in ["[es, en]", "[en]", "[es]"] {
            let service = service(languages, "", questions).unwrap_or_else(|wrong| panic!("{wrong}"));
            assert_eq!(ids(&service), expected, "{languages}");
        }
    }
}

#[test]
fn every_block_that_ships_can_be_asked_and_answered() {
    let blocks = ["contact", "home", "other-person", "company", "vehicle", "oath"];
    let questions: String = blocks
        .map(|block| format!("      - {{use: {block}, as: x}}\n"))
        .concat();
    let used = format!("      - {{use: person}}\n{questions}");
    let service = service("[es, en]", "", used.trim_end()).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(ids(&service).len(), 3 + 2 + 1 + 2 + 2 + 1 + 1);
    let today = date(2026, 12, 1);
    let answers = samples::sample(&service, today);
    assert_eq!(service.complete(answers.clone(), today), Ok(answers));
}

#[test]
fn a_block_of_ones_own_is_asked_where_it_is_used() {
    let before = "blocks:
  driver:
    - {id: name, type: full-name, label: Name}
    - {id: licence, type: text, label: Licence, rules: [{rule: answer != 'X', say: Not X}]}
";
    let questions = "      - {use: driver, only: [name]}
      - {use: driver, as: second}
      - {id: others, type: group, label: Others, each: Other, questions: [{use: driver, as: other}]}";
    let used = service("[en]", before, questions).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(ids(&used), ["name", "second_name", "second_licence", "others"]);

    // The same version as the file in which they are written out, and it reads for ever.
    let written = "      - {id: name, type: full-name, label: Name}
      - {id: second_name, type: full-name, label: Name}
      - {id: second_licence, type: text, label: Licence, rules: [{rule: answer != 'X', say: Not X}]}
      - {id: others, type: group, label: Others, each: Other, questions: [{id: other_name, type: full-name, label: Name}, {id: other_licence, type: text, label: Licence, rules: [{rule: answer != 'X', say: Not X}]}]}";
    let written = service("[en]", "", written).unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(used.hash(), written.hash());
    let kept = read_kept("walk.json", &used.canonical_json()).unwrap();
    assert_eq!(kept, used);
}

#[test]
fn one_of_ones_own_goes_before_one_that_ships() {
    let before = "blocks: {person: [{id: name, type: full-name, label: Who}]}\n";
    let service = service("[en]", before, "      - {use: person}").unwrap_or_else(|wrong| panic!("{wrong}"));
    assert_eq!(ids(&service), ["name"]);
}

#[test]
fn what_is_wrong_with_blocks_is_told_where_it_is_written() {
    for (languages, before, questions, told) in [
        ("[en]", "", "{use: persn}", "no block is called `persn`"),
        (
            "[en]",
            "",
            "{use: person, only: [nam]}",
            "the block `person` has no question `nam`",
        ),
        (
            "[en]",
            "",
            "{use: person, onl: [name]}",
            "a `use` has no key `onl`",
        ),
        (
            "[qu]",
            "",
            "{use: person}",
            "the block `person` is not written in `qu`",
        ),
        (
            "[en]",
            "blocks: {driver: {id: x}}\n",
            "{use: person}",
            "the block `driver` is no list of questions",
        ),
        (
            "[en]",
            "blocks: [x]\n",
            "{use: person}",
            "`blocks` has a name for each list of questions",
        ),
        (
            "[en]",
            "blocks: {driver: [{id: x, type: text, label: X}]}\n",
            "{use: person}",
            "no page uses the block `driver`",
        ),
        (
            "[en]",
            "blocks: {driver: [{use: person}]}\n",
            "{use: driver}",
            "a block is made of questions",
        ),
        (
            "[en]",
            "",
            "{use: person}\n      - {use: person}",
            "the question `document` is here twice",
        ),
    ] {
        let read = service(languages, before, &format!("      - {questions}"));
        let wrong = read.err().unwrap_or_else(|| panic!("{questions} is taken"));
        assert!(wrong.contains(told), "{told}: {wrong}");
    }
}

/// A file is bounded, and what it uses is too.
#[test]
fn blocks_make_no_form_that_nobody_would_fill_in() {
    let uses: Vec<String> = (0..300)
        .map(|at| format!("      - {{use: person, as: p{at}}}"))
        .collect();
    let questions = uses.join("\n");
    let wrong = service("[en]", "", &questions).unwrap_err();
    assert!(
        wrong.contains("blocks stand for more than 500 questions"),
        "{wrong}"
    );
    assert!(wrong.len() < 100_000, "{}", wrong.len());
}
