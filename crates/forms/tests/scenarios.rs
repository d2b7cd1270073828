//! Scenarios: what is written in them, held against their service.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its files should stop")]

use forms::scenarios::{self, Act, FilledIn, Moment, Standing};
use forms::{Answer, Service, read};
use jiff::civil::date;

const STALL: &str = include_str!("../../../forms/market-stall-permit.yaml");

fn stall() -> Service {
    read("stall.yaml", STALL).unwrap_or_else(|wrong| panic!("{wrong}"))
}

fn gaps(filled: &FilledIn) -> Vec<&str> {
    filled.gaps.iter().map(|gap| gap.question.as_str()).collect()
}

/// The third line of a scenario, what is said of it, and what is advised.
const MISTAKES: &str = "
anwsers: {} | a scenario has no key `anwsers` | `answers`
answers: {trad: cooked} | no question is called `trad` | `trade`
pages: [you, stal] | no page is called `stal` | `stall`
computed: {people: 3} | no computed value is called `people` |
fee: 1.005 | at most two decimals |
fee: free | an amount, such as 35.50 is expected |
comes_to: inspecton | nothing ends at `inspecton` | `inspection`
ends: aproved | nothing ends at `aproved` | `approved`
because: no-spaces | no reason is called `no-spaces` | `no-space`
letters: [recieved] | no letter is called `recieved` | `received`
permit: {until: 2026-02-30} | `2026-02-30` is no moment | `2026-12-09`
permit: {says: {width: 2}} | no claim of the permit is called `width` | trade
then: [{approve: chek}] | no step is called `chek` | `check`
then: [{reject: check}] | a rejection says why | because
then: [{wait: 12m}] | is not a length of time | 12 minutes
then: [{approve: check, wait: 1d}] | one thing happens at a time | in each line
then: [{approve: check, answer: {width: 2}}] | only what was asked is answered | `ask`
fee: -1 | it costs nothing, or an amount |
then: [{withdraw: false}] | nothing happens here | `withdraw: true`
answers: {trade: [cooked]} | one value is expected here |
answers: {oath: nope} | `true` or `false` is expected |
answers: {document: 45871236} | several parts are expected | kind
answers: {document: {kind: dni, nombre: 1}} | there is no part `nombre` | number
answers: {helpers: 3} | `helpers` is a group | write its entries
answers: {helpers: [Ana]} | an entry’s answers are expected |
answers: {helpers: [{}]} | this entry says nothing |
answers: {helpers: [{helper_nam: Ana}]} | no question of `helpers` is called `helper_nam` | `helper_name`
permit: {says: {trade: meat}} | this is no answer to `trade` |
purpose: renew | no purpose that the service offers is called `renew` | new, renewal, amendment
purpose: copy | this is asked of a permit that is out | `earlier:
earlier: {sent: 2026-12-01} | a new permit is asked for, and nothing of an earlier one | `purpose: renewal`
not_sent: [trade], ends: approved | what is not sent comes to nothing | leave out
";

#[test]
fn a_mistake_is_shown_where_it_is_with_what_was_probably_meant() {
    let stall = stall();
    for mistake in MISTAKES.trim().lines() {
        let parts: Vec<&str> = mistake.split('|').map(str::trim).collect();
        let [line, message, help] = parts[..] else {
            panic!("{mistake}")
        };
        let source = format!(
            "- scenario: A\n  sent: 2026-12-09\n  {}\n",
            line.replace(", ends", "\n  ends")
        );
        let wrong = scenarios::read("stall.scenarios.yaml", &source, &stall).expect_err(mistake);
        let is_it = |one: &forms::Diagnostic| {
            let advice = one.help.as_deref().unwrap_or_default();
            one.line == 3 && one.message.contains(message) && advice.contains(help)
        };
        assert!(wrong.iter().any(is_it), "{mistake}\n{wrong}");
    }
    let wrong = scenarios::read("a.yaml", "- scenario: A\n  answers: {}\n", &stall).expect_err("no date");
    assert!(
        wrong.to_string().contains("a scenario lacks the key `sent`"),
        "{wrong}"
    );
    let none = "- scenario: A\n  sent: 2026-12-09\n  not_sent: []\n";
    let wrong = scenarios::read("a.yaml", none, &stall).expect_err("no question");
    assert!(
        wrong.to_string().contains("`not_sent` names no question"),
        "{wrong}"
    );
    let later = "- scenario: A\n  sent: 2026-12-09\n  purpose: copy\n  earlier: {sent: 2026-12-09}\n";
    let wrong = scenarios::read("a.yaml", later, &stall).expect_err("too late");
    assert!(
        wrong
            .to_string()
            .contains("the earlier permit is asked for later than this"),
        "{wrong}"
    );
    let far = "- scenario: A\n  sent: 9999-12-31 23:59\n";
    let wrong = scenarios::read("a.yaml", far, &stall).expect_err("too far");
    assert!(
        wrong.to_string().contains("the year 9999 is too far from today"),
        "{wrong}"
    );
    let wrong = scenarios::read("a.yaml", "- scenario: A\n  sent: tomorrow\n", &stall).expect_err("no date");
    assert!(wrong.to_string().contains("`tomorrow` is no moment"), "{wrong}");
}

#[test]
fn what_is_written_is_read() {
    let source = "- scenario: A stall\n  sent: 2026-12-09 10:30\n  fee: 45.5\n  then:\n    - {ask: [width], answer: {width: 2}}\n    \
                  - {wait: 3 business days}\n  ends: inspection\n  permit: {from: 2026-12-10, until: 2027-12-09 12:00}\n";
    let read =
        scenarios::read("stall.scenarios.yaml", source, &stall()).unwrap_or_else(|wrong| panic!("{wrong}"));
    let [scenario] = &read[..] else { panic!("{read:?}") };
    assert_eq!((scenario.name.line, &*scenario.name.value), (1, "A stall"));
    assert_eq!(scenario.sent, date(2026, 12, 9).at(10, 30, 0, 0));
    let expected = &scenario.expected;
    assert_eq!(expected.cents.as_ref().map(|cents| cents.value), Some(4_550));
    assert_eq!(
        expected.ends.as_ref().map(|ends| (ends.line, ends.value.clone())),
        Some((7, Standing::At("inspection".into())))
    );
    let permit = &expected.permit.as_ref().unwrap().value;
    assert_eq!(
        permit.from.as_ref().unwrap().value,
        Moment::Day(date(2026, 12, 10))
    );
    assert_eq!(
        permit.until.as_ref().unwrap().value,
        Moment::Time(date(2027, 12, 9).at(12, 0, 0, 0))
    );
    assert!(
        matches!(&scenario.then[0].value, Act::Ask(asked, Some(given)) if asked.len() == 1 && !given.is_empty())
    );
    assert_eq!(scenario.then[1].line, 6);
}

/// What is given stays as it is, in every type; the rest is answered as is usual, so that it can be sent.
#[test]
fn what_is_left_open_is_answered_as_is_usual() {
    let source = "- scenario: A\n  sent: 2026-12-09\n  answers:\n    document: {kind: foreigner-card, number: \"001234567\"}\n    \
                  birth: 1990-03-27\n    ruc: null\n    trade: cooked\n    width: 1.80\n    opens: \"07:15\"\n    \
                  helpers: [{helper_name: Ana Quispe}, {helper_name: Luis Soto}]\n";
    let stall = stall();
    let read = scenarios::read("a.yaml", source, &stall).unwrap_or_else(|wrong| panic!("{wrong}"));
    let today = date(2026, 12, 9);
    let filled = read[0].answers(&stall, today);
    assert_eq!(gaps(&filled), ["helpers"], "a helper has a document, too");
    let source = source.replace(
        "Quispe}",
        "Quispe, helper_document: {kind: dni, number: \"45871236\"}}",
    );
    let source = source.replace(", {helper_name: Luis Soto}", "");
    let read = scenarios::read("a.yaml", &source, &stall).unwrap_or_else(|wrong| panic!("{wrong}"));
    let filled = read[0].answers(&stall, today);
    assert_eq!((&filled.gaps, &filled.not_asked), (&vec![], &vec![]));
    let answer = |id: &str| filled.answers.get(&id.into());
    assert_eq!(answer("ruc"), None, "left empty");
    assert_eq!(answer("birth"), Some(&Answer::Date(date(1990, 3, 27))));
    assert_eq!(answer("width"), Some(&Answer::Decimal("1.8".into())));
    assert!(
        matches!(answer("document"), Some(Answer::IdentityDocument(document)) if document.number == "001234567")
    );
    assert!(matches!(answer("helpers"), Some(Answer::Group(helpers)) if helpers.len() == 1));
    assert!(
        answer("card_until").is_some(),
        "asked of those who sell cooked food"
    );
    assert_eq!(stall.complete(filled.answers.clone(), today), Ok(filled.answers));
}

#[test]
fn answers_that_are_wrong_or_asked_of_nobody_are_told() {
    let stall = stall();
    let table = [
        ("{width: 9}", &["width"][..], &[][..]),
        ("{opens: \"09:00\", closes: \"08:00\"}", &["closes"], &[]),
        ("{birth: 2015-01-01}", &["birth"], &[]),
        ("{zone: moon}", &["zone"], &[]),
        ("{ruc: \"20100070971\"}", &["ruc"], &[]),
        (
            "{helpers: [{helper_name: Ana}, {helper_name: Eva}, {helper_name: Sol}]}",
            &["helpers"],
            &[],
        ),
        ("{oath: false, width: 0.1}", &["width", "oath"], &[]),
        ("{trade: clothes, health_card: \"123\"}", &[], &["health_card"]),
    ];
    for (answers, wrong, not_asked) in table {
        let source = format!("- scenario: A\n  sent: 2026-12-09\n  answers: {answers}\n");
        let read = scenarios::read("a.yaml", &source, &stall).unwrap_or_else(|wrong| panic!("{wrong}"));
        let filled = read[0].answers(&stall, date(2026, 12, 9));
        let not: Vec<&str> = filled.not_asked.iter().map(forms::QuestionId::as_str).collect();
        assert_eq!(
            (gaps(&filled), not),
            (wrong.to_vec(), not_asked.to_vec()),
            "{answers}"
        );
    }
}

/// What is asked of a permit begins with its answers, and what stays is no matter for whoever asks.
#[test]
fn what_stays_of_an_earlier_permit_is_not_answered_again() {
    let source = "- scenario: A\n  sent: 2027-05-03\n  purpose: amendment\n  earlier: {sent: 2026-12-10, answers: {trade: crafts, \
                  starts: 2026-12-21, opens: \"07:00\", closes: \"13:00\"}}\n  answers: {closes: \"18:00\", trade: produce}\n";
    let stall = stall();
    let read =
        scenarios::read("stall.scenarios.yaml", source, &stall).unwrap_or_else(|wrong| panic!("{wrong}"));
    let [scenario] = &read[..] else { panic!("{read:?}") };
    let earlier = scenario.earlier.as_ref().unwrap().answers(&stall);
    assert_eq!(gaps(&earlier), [""; 0]);
    let filled = scenario.answers(&stall, scenario.sent.date());
    assert_eq!(gaps(&filled), [""; 0]);
    assert_eq!(filled.answers.purpose(), forms::ApplicationPurpose::Amendment);
    assert_eq!(filled.not_asked, ["trade".into()]);
    for id in ["trade", "starts", "opens", "document", "name"] {
        assert_eq!(
            filled.answers.get(&id.into()),
            earlier.answers.get(&id.into()),
            "{id}"
        );
    }
    let closes = "closes".into();
    assert_ne!(filled.answers.get(&closes), earlier.answers.get(&closes));
}

#[test]
fn what_was_asked_of_a_permit_is_written_as_it_is_read() {
    let answers = |pairs: serde_json::Value| pairs.as_object().cloned().unwrap();
    let written = scenarios::WrittenScenario {
        name: "A change".to_owned(),
        sent: date(2027, 5, 3).at(10, 0, 0, 0),
        purpose: forms::ApplicationPurpose::Amendment,
        earlier: Some(scenarios::WrittenEarlier {
            sent: date(2026, 12, 10).at(9, 30, 0, 0),
            answers: answers(serde_json::json!({"trade": "crafts"})),
        }),
        answers: answers(serde_json::json!({"closes": "18:00"})),
        pages: vec!["stall".into()],
        cents: None,
        comes_to: Standing::At("check".into()),
        then: Vec::new(),
        ends: Standing::At("check".into()),
        because: None,
        letters: None,
    };
    let read = scenarios::read("stall.scenarios.yaml", &written.to_string(), &stall());
    let read = read.unwrap_or_else(|wrong| panic!("{written}\n{wrong}"));
    assert_eq!(read[0].purpose, written.purpose);
    let earlier = read[0].earlier.as_ref().unwrap();
    assert_eq!(earlier.sent, date(2026, 12, 10).at(9, 30, 0, 0));
    assert!(earlier.given.get(&"trade".into()).is_some());
    assert!(read[0].given.get(&"trade".into()).is_none());
}
