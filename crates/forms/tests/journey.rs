//! Pages and questions that come and go with the answers, and any input to a real service.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

use std::path::Path;
use std::sync::LazyLock;

use forms::answers::Raw;
use forms::{Answer, Answers, Service};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 21);

const PICNIC: &str = "\
service: picnic
languages: [es]
name: Picnic
summary: Un picnic en el parque.
audience: Vecinos.
requirements: [Ganas]
cost: Gratis
takes: Nada
authority: {name: Parque}
legal_basis: [Ninguna]
contact: {text: Pregunta.}
form:
  - page: who
    title: Quién
    questions:
      - {id: name, type: full-name, label: Nombre}
      - {id: brings_dog, type: yes-no, label: ¿Traes perro?}
      - {id: dog, type: text, label: Nombre del perro, when: brings_dog}
      - {id: leash, type: yes-no, label: ¿Con correa?, when: brings_dog}
  - page: vet
    title: Veterinario
    when: dog == 'Firulais'
    questions:
      - {id: vaccine, type: date, label: Vacuna, max: today}
    stop_if:
      - {when: vaccine < today, say: Vacúnalo primero.}
review:
  steps: [{id: check, name: Revisión, role: officer}]
  reasons: {fine: Bien.}
permit:
  type: 98
  title: Picnic
  valid: 1d
  claims: [{answer: name, role: holder}]
";

fn picnic() -> Service {
    forms::read("picnic.yaml", PICNIC).unwrap_or_else(|problems| panic!("\n{problems}"))
}

fn raw(fields: &[(&str, &str)]) -> Raw {
    fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
        .collect()
}

fn pages(service: &Service, answers: &Answers) -> Vec<String> {
    service
        .journey(answers)
        .iter()
        .map(|page| page.id.to_string())
        .collect()
}

/// A rule that speaks of an answer which is wrong itself would tell the reader of a second fault, where there is one.
#[test]
fn a_rule_is_judged_once_what_it_speaks_of_is_right() {
    let source = PICNIC.replace(
        "      - {id: brings_dog,",
        "      - {id: born, type: date, label: Nacimiento, rules: [{rule: answer <= date('2020-01-01'), say: Demasiado joven.}]}
      - {id: minor, type: yes-no, label: ¿Menor?, rules: [{rule: answer == (born > date('2008-12-01')), say: No coincide.}]}
      - {id: trees, type: group, label: Árboles, questions: [{id: height, type: integer, label: Alto, max: 30}]}
      - {id: tall, type: integer, label: Altos, rules: [{rule: answer <= size(trees), say: Son más que los árboles.}]}
      - {id: brings_dog,",
    );
    let service = forms::read("picnic.yaml", &source).unwrap_or_else(|wrong| panic!("{wrong}"));
    let told = |born: &str, minor: &str, height: &str, tall: &str| {
        let fields = [
            ("name", "Ana Quispe"),
            ("born", born),
            ("minor", minor),
            ("trees.0.height", height),
            ("tall", tall),
            ("brings_dog", "no"),
        ];
        let page = &service.form.pages[0];
        let read = service.parse_page(page, &raw(&fields), &Answers::default(), &"es".into(), TODAY);
        let told = read.errors.into_iter().map(|error| error.message);
        told.collect::<Vec<_>>()
    };
    assert_eq!(told("3 3 2018", "yes", "12", "1"), [""; 0]);
    assert_eq!(
        told("3 3 2018", "no", "12", "2"),
        ["No coincide.", "Son más que los árboles."]
    );
    assert_eq!(
        told("3 3 2021", "yes", "alto", "1"),
        [
            "Demasiado joven.",
            "Escribe un número sin decimales en «Alto», por ejemplo 12"
        ]
    );
    assert_eq!(told("3 3 2021", "no", "12", "1"), ["Demasiado joven."]);
}

#[test]
fn a_question_that_applies_only_now_is_shown_without_a_word_of_error() {
    let service = picnic();
    let page = &service.form.pages[0];
    let post = |fields: &[(&str, &str)]| {
        service.parse_page(page, &raw(fields), &Answers::default(), &"es".into(), TODAY)
    };
    let first = post(&[("name", "Ana Quispe"), ("brings_dog", "yes")]);
    assert_eq!(first.narrow, ["dog".into()]);
    let told: Vec<&str> = first.errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        told,
        ["Elige sí o no en «¿Con correa?»"],
        "radio buttons left alone look the same as none"
    );
    let second = post(&[
        ("name", "Ana Quispe"),
        ("brings_dog", "yes"),
        ("dog", ""),
        ("leash", "no"),
    ]);
    assert_eq!(second.narrow, []);
    assert_eq!(second.errors[0].message, "Completa «Nombre del perro»");
    let without = post(&[("name", "Ana Quispe"), ("brings_dog", "no"), ("dog", "Firulais")]);
    assert_eq!((without.errors, without.narrow), (vec![], vec![]));
    assert_eq!(
        without.answers.get(&"dog".into()),
        None,
        "a question that does not apply is not read"
    );
}

#[test]
fn an_answer_that_does_not_apply_opens_no_page() {
    let service = picnic();
    let mut answers = Answers::default();
    answers.insert("name".into(), Answer::FullName("Ana Quispe".to_owned()));
    answers.insert("brings_dog".into(), Answer::YesNo(true));
    answers.insert("dog".into(), Answer::Text("Firulais".to_owned()));
    assert_eq!(pages(&service, &answers), ["who", "vet"]);
    answers.insert("brings_dog".into(), Answer::YesNo(false));
    assert_eq!(pages(&service, &answers), ["who"]);
    let complete = service.complete(answers, TODAY).unwrap();
    let kept: Vec<&str> = complete.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(kept, ["brings_dog", "name"]);
}

#[test]
fn a_stop_waits_until_its_question_is_answered() {
    let service = picnic();
    let page = &service.form.pages[1];
    let post = |day: &str| {
        service.parse_page(
            page,
            &raw(&[("vaccine", day)]),
            &Answers::default(),
            &"es".into(),
            TODAY,
        )
    };
    assert_eq!((post("").errors.len(), post("").stop), (1, None));
    assert!(post("2020-01-01").stop.is_some());
    assert_eq!(
        (post("2026-11-21").errors.len(), post("2026-11-21").stop),
        (0, None)
    );
}

#[test]
fn an_answer_can_grow_wrong_while_a_draft_waits() {
    let service = shipped("market-stall-permit.yaml");
    let answers = forms::samples::sample(&service, TODAY);
    assert!(service.complete(answers.clone(), TODAY).is_ok());
    let gaps = service.complete(answers, TODAY.tomorrow().unwrap()).unwrap_err();
    let missing: Vec<&str> = gaps.iter().map(|gap| gap.question.as_str()).collect();
    assert_eq!(missing, ["starts"], "the first day asked for has passed");
}

fn shipped(file: &str) -> Service {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../forms")
        .join(file);
    forms::read(file, &std::fs::read_to_string(path).unwrap()).unwrap()
}

static TRANSIT: LazyLock<Service> = LazyLock::new(|| shipped("transit-permit.yaml"));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is posted to any page in any order: no panic, every answer kept is one the page asks, and what is
    /// complete stays complete and the same.
    #[test]
    fn any_posts_are_survived(values in prop::collection::vec("\\PC{0,10}|[0-9]{2,8}|food|car|yes|mon|8:30", 30)) {
        let service = &*TRANSIT;
        let ids = ["reason", "document.kind", "document.number", "name", "birth", "email", "home.department", "home.street",
            "employer", "boss_email", "job", "explanation", "days", "leaves", "returns", "destination", "route",
            "travels_by", "plate", "oath"];
        let raw: Raw = ids.iter().zip(&values).map(|(id, value)| ((*id).to_owned(), vec![value.clone()])).collect();
        let mut known = Answers::default();
        for page in &service.form.pages {
            let parsed = service.parse_page(page, &raw, &known, &"es".into(), TODAY);
            for (id, _) in parsed.answers.iter() {
                prop_assert!(page.questions.iter().any(|question| question.id == *id));
            }
            known.extend(parsed.answers);
        }
        if let Ok(complete) = service.complete(known, TODAY) {
            prop_assert_eq!(service.complete(complete.clone(), TODAY), Ok(complete));
        }
    }
}
