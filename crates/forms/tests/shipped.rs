//! The services that ship check, take their own samples, and say everything in both languages.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::path::{Path, PathBuf};

use forms::answers::Raw;
use forms::samples::{around, sample};
use forms::{Answer, Answers, Language, Page, Service};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 21);

fn shipped() -> Vec<(PathBuf, Service)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../forms");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|file| file.extension().is_some_and(|kind| kind == "yaml"))
        .filter(|file| !file.to_string_lossy().ends_with(".scenarios.yaml"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| (file.clone(), read(&file)))
        .collect()
}

fn read(file: &Path) -> Service {
    let source = std::fs::read_to_string(file).unwrap();
    forms::read(&file.display().to_string(), &source).unwrap_or_else(|problems| panic!("\n{problems}"))
}

fn service(id: &str) -> Service {
    shipped()
        .into_iter()
        .map(|(_, service)| service)
        .find(|service| service.id.as_str() == id)
        .unwrap()
}

fn page<'a>(service: &'a Service, id: &str) -> &'a Page {
    service.page(&id.into()).unwrap()
}

fn raw(fields: &[(&str, &str)]) -> Raw {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

/// What a browser would send for the page's answers.
fn posted(page: &Page, answers: &Answers) -> Raw {
    page.questions
        .iter()
        .filter_map(|question| Some(answers.get(&question.id)?.to_raw(question)))
        .flatten()
        .collect()
}

#[test]
fn every_shipped_file_checks_in_two_languages() {
    let services = shipped();
    assert_eq!(services.len(), 3);
    for (file, service) in &services {
        assert_eq!(file.file_stem().unwrap().to_str(), Some(service.id.as_str()));
        assert_eq!(service.languages, [Language::from("es"), Language::from("en")]);
        let source = std::fs::read_to_string(file).unwrap();
        let advice = forms::advice(&file.display().to_string(), &source);
        assert!(advice.is_empty(), "{advice}");
    }
    let mut kinds: Vec<u32> = services.iter().map(|(_, service)| service.permit.kind).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, [1, 2, 3]);
}

#[test]
fn samples_go_through_every_page_and_are_complete() {
    for (_, service) in shipped() {
        let answers = sample(&service, TODAY);
        let mut known = Answers::default();
        for page in service.journey(&answers) {
            let parsed = service.parse_page(page, &posted(page, &answers), &known, &"en".into(), TODAY);
            assert_eq!(
                (parsed.errors, parsed.narrow, parsed.stop),
                (vec![], vec![], None),
                "{}/{}",
                service.id,
                page.id
            );
            known.extend(parsed.answers);
        }
        assert_eq!(known, answers, "{}", service.id);
        assert_eq!(service.complete(known, TODAY), Ok(answers), "{}", service.id);
    }
}

#[test]
fn samples_around_a_choice_keep_it_and_follow_where_it_leads() {
    let transit = service("transit-permit");
    let mut given = sample(&transit, TODAY);
    given.insert("reason".into(), Answer::Choice("care".to_owned()));
    assert!(
        transit.complete(given.clone(), TODAY).is_err(),
        "nothing is explained"
    );
    let complete = transit.complete(around(&transit, given, TODAY), TODAY).unwrap();
    assert_eq!(
        complete.get(&"reason".into()),
        Some(&Answer::Choice("care".to_owned()))
    );
    assert!(complete.get(&"explanation".into()).is_some() && complete.get(&"employer".into()).is_none());
}

#[test]
fn an_empty_page_asks_for_each_required_answer_once_in_each_language() {
    for (_, service) in shipped() {
        let answers = sample(&service, TODAY);
        for page in service.journey(&answers) {
            let visible = service.visible(page, &answers);
            let required = visible.iter().filter(|question| !question.optional).count();
            for language in ["es", "en"] {
                let parsed = service.parse_page(page, &Raw::new(), &answers, &language.into(), TODAY);
                // What an answer on the same page calls for is shown before it is wanted.
                assert_eq!(
                    parsed.errors.len() + parsed.narrow.len(),
                    required,
                    "{}/{}: {:?}",
                    service.id,
                    page.id,
                    parsed.errors
                );
                assert!(
                    parsed
                        .errors
                        .iter()
                        .all(|error| error.message.ends_with('.') == error.message.contains(". ")),
                    "{:?}",
                    parsed.errors
                );
            }
        }
    }
}

#[test]
fn nothing_answered_leaves_a_gap_for_each_required_question_of_the_first_page() {
    let transit = service("transit-permit");
    let gaps = transit.complete(Answers::default(), TODAY).unwrap_err();
    assert_eq!(
        (gaps[0].page.as_str(), gaps[0].question.as_str()),
        ("reason", "reason")
    );
    assert!(gaps.iter().any(|gap| gap.question.as_str() == "oath"));
    assert!(
        gaps.iter()
            .all(|gap| !["phone", "plate"].contains(&gap.question.as_str()))
    );
}

#[test]
fn those_who_need_no_permit_are_told_so() {
    let transit = service("transit-permit");
    let first = page(&transit, "reason");
    let stop = |reason: &str| {
        let parsed = transit.parse_page(
            first,
            &raw(&[("reason", reason)]),
            &Answers::default(),
            &"es".into(),
            TODAY,
        );
        parsed.stop.map(|say| say.in_language(&"es".into()).to_owned())
    };
    assert_eq!(
        stop("emergency").unwrap(),
        "No necesitas este pase. Sal ahora o llama al 106 (SAMU)."
    );
    assert_eq!(stop("food"), None);
    let mut answers = sample(&transit, TODAY);
    answers.insert("reason".into(), Answer::Choice("emergency".to_owned()));
    assert!(
        transit.complete(answers, TODAY).is_err(),
        "nobody passes a stop by way of a later page"
    );
}

#[test]
fn answers_that_no_longer_apply_are_dropped() {
    let transit = service("transit-permit");
    let mut answers = sample(&transit, TODAY);
    answers.insert("travels_by".into(), Answer::Choice("car".to_owned()));
    answers.insert("plate".into(), Answer::VehiclePlate("ABC-123".to_owned()));
    assert!(
        transit
            .complete(answers.clone(), TODAY)
            .unwrap()
            .get(&"plate".into())
            .is_some()
    );
    answers.insert("travels_by".into(), Answer::Choice("bus".to_owned()));
    let complete = transit.complete(answers.clone(), TODAY).unwrap();
    assert_eq!(complete.get(&"plate".into()), None);
    assert!(
        transit
            .journey(&answers)
            .iter()
            .all(|page| page.id.as_str() != "vehicle")
    );
}

#[test]
fn a_rule_of_the_service_speaks_in_its_own_words() {
    let transit = service("transit-permit");
    let fields = raw(&[("birth.day", "1"), ("birth.month", "1"), ("birth.year", "2015")]);
    let parsed = transit.parse_page(
        page(&transit, "you"),
        &fields,
        &Answers::default(),
        &"en".into(),
        TODAY,
    );
    let birth = parsed
        .errors
        .iter()
        .find(|error| error.question.as_str() == "birth")
        .unwrap();
    assert_eq!(birth.field, "birth.day");
    assert_eq!(
        birth.message,
        "The permit is for people of 18 and over. Ask the person who goes with you to apply."
    );
}

#[test]
fn a_page_keeps_what_was_right_and_ignores_what_it_does_not_ask() {
    let transit = service("transit-permit");
    let fields = raw(&[
        ("email", "ana@ejemplo.pe"),
        ("home.department", "15"),
        ("admin", "yes"),
        ("plate", "ABC-123"),
    ]);
    let parsed = transit.parse_page(
        page(&transit, "you"),
        &fields,
        &Answers::default(),
        &"es".into(),
        TODAY,
    );
    let kept: Vec<&str> = parsed.answers.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(kept, ["email"]);
    assert_eq!(
        parsed.narrow,
        ["home".into()],
        "the provinces of Lima are shown next"
    );
    assert!(
        parsed
            .errors
            .iter()
            .all(|error| error.question.as_str() != "home")
    );
}

#[test]
fn a_page_that_is_far_too_long_is_not_read() {
    let transit = service("transit-permit");
    let reason = page(&transit, "reason");
    let fields = raw(&[("reason", &"x".repeat(70_000 + reason.most_sent()))]);
    let parsed = transit.parse_page(reason, &fields, &Answers::default(), &"en".into(), TODAY);
    assert_eq!(parsed.errors.len(), 1);
    assert_eq!(
        parsed.errors[0].message,
        "Shorten what you wrote on this page: it is too long"
    );
}
