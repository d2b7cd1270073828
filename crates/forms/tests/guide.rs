//! The YAML in the guide is what the reader takes.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::collections::BTreeSet;
use std::path::Path;

use forms::Service;
use forms::samples::sample;
use jiff::civil::date;

/// A service around a guide's list of questions.
const AROUND: &str = "\
service: around
languages: [en]
name: Around
summary: Around.
audience: Anyone.
requirements: [Nothing]
cost: Free
takes: No time
authority: {name: Office}
legal_basis: [None]
contact: {text: Ask.}
review:
  steps: [{id: check, name: Check, role: officer}]
  reasons: {done: Done.}
permit:
  type: 99
  title: Around
  valid: 1d
  claims: [{answer: holder, role: holder}]
form:
  - page: only
    title: Only
    questions:
      - {id: holder, type: full-name, label: Holder}
";

fn blocks() -> Vec<String> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/first-service-file.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    guide
        .split("```yaml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap().to_owned())
        .collect()
}

/// What a permit must say, whatever the guide goes on to say of it.
const PERMIT: &str = "permit:
  type: 99
  title: Around
  valid: 1d";

/// The questions that its fee hangs on.
const COUNTED: &str = "      - {id: stalls, type: integer, label: Stalls}
      - {id: fireworks, type: yes-no, label: Fireworks}
";

/// The questions that are asked anew of a permit that is out.
const HANDED_OVER: &str = "      - {id: document, type: identity-document, label: Document}
      - {id: email, type: e-mail, label: E-mail}
      - {id: goods, type: text, label: Goods}
";

/// The questions that its periods hang on.
const DAYS: &str = "      - {id: kind, type: choice, label: Kind, options: {day: Day, year: Year}}
      - {id: birth, type: date, label: Birth}
      - {id: trip, type: date, label: First day}
      - {id: back, type: date, label: Last day, optional: true, rules: [{rule: answer >= trip, say: Later.}]}
";

/// Nothing where the block has steps of its own.
fn own_steps(block: &str) -> &'static str {
    if block.contains("steps:") {
        ""
    } else {
        "  steps: [{id: check, name: Check, role: officer}]\n"
    }
}

fn read(block: &str) -> Service {
    let whole = if block.starts_with("service:") {
        block.to_owned()
    } else if block.starts_with("review:") {
        let zone = "      - {id: zone, type: choice, label: Zone, options: {centre: Centre, north: North}}\n";
        AROUND.replace("review:\n", block).replacen(
            "  steps: [{id: check, name: Check, role: officer}]\n",
            own_steps(block),
            1,
        ) + zone
    } else if block.starts_with("form:") {
        let (head, rest) = AROUND.split_once("review:\n").unwrap();
        let (_, permit) = rest.split_once("permit:\n").unwrap();
        let (permit, _) = permit.split_once("form:\n").unwrap();
        format!(
            "{head}permit:\n{}{block}",
            permit.replace("answer: holder", "answer: name")
        )
    } else if block.starts_with("permit:") {
        let block = block
            .replace("permit:", PERMIT)
            .replace("answer: name", "answer: holder");
        let claims = "  claims: [{answer: holder, role: holder}]\n";
        let asked = if block.contains("transfer:") {
            HANDED_OVER
        } else {
            ""
        };
        let block = block.replace("[name, document", "[holder, document");
        let block = block.replace("valid: 1d\n  renewal", "valid: 1 year\n  renewal");
        AROUND.replace(claims, "").replace(&format!("{PERMIT}\n"), &block) + asked
    } else if block.starts_with("synonyms:") {
        AROUND.replace("form:\n", &format!("{block}form:\n"))
    } else if block.starts_with("fee:") {
        AROUND.replace("form:\n", &format!("{block}form:\n")) + COUNTED
    } else if block.starts_with("valid:") {
        let indented = block.trim_end().replace('\n', "\n  ");
        AROUND.replace("valid: 1d", &indented) + DAYS
    } else {
        let questions: Vec<String> = block.lines().map(|line| format!("      {line}")).collect();
        AROUND.to_owned() + &questions.join("\n")
    };
    forms::read("docs/first-service-file.md", &whole).unwrap_or_else(|problems| panic!("\n{problems}"))
}

#[test]
fn every_example_checks_and_can_be_answered() {
    let today = date(2026, 11, 21);
    let services: Vec<Service> = blocks().iter().map(|block| read(block)).collect();
    assert_eq!(services.len(), 17);
    for service in services {
        let answers = sample(&service, today);
        assert_eq!(
            service.complete(answers.clone(), today),
            Ok(answers),
            "{}",
            service.id
        );
    }
}

#[test]
fn the_list_of_questions_has_every_type() {
    let list = blocks()
        .into_iter()
        .find(|block| block.contains("type: country"))
        .unwrap();
    let service = read(&list);
    let listed: BTreeSet<&str> = service.form.pages[0]
        .questions
        .iter()
        .skip(1)
        .map(|q| q.kind.name())
        .collect();
    let schema = forms::schema();
    let types = schema["$defs"]["QuestionType"]["enum"].as_array().unwrap();
    let types: BTreeSet<&str> = types.iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(listed, types, "a new type wants its line in the guide");
}

#[test]
fn the_transit_permit_reads_in_under_eighty_lines() {
    let transit = blocks()
        .into_iter()
        .find(|block| block.starts_with("service: transit"))
        .unwrap();
    assert!(transit.lines().count() < 80, "{}", transit.lines().count());
}

#[test]
fn the_readmes_service_file_checks() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let text = std::fs::read_to_string(readme).expect("the readme is there");
    let (_, rest) = text
        .split_once("```yaml\n")
        .expect("the readme shows a service file");
    let (file, _) = rest.split_once("```").expect("its block ends");
    forms::read("README.md", file).unwrap_or_else(|problems| panic!("\n{problems}"));
}
