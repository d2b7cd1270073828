//! What may be asked for of a permit that is out: which questions are asked anew, which answers stay, and what it costs.

use forms::{Answer, Answers, ApplicationPurpose, QuestionId, Service, advice, changed, read, samples};
use jiff::civil::{Date, date};

use ApplicationPurpose::{Amendment, Copy, New, Renewal, Transfer};

const TODAY: Date = date(2026, 12, 1);

/// A stall that may be renewed with its sales told, may change what it sells, be handed over, or be issued again.
const STALL: &str = "
service: stall
languages: [en]
name: Stall
summary: Sell in the market.
audience: Vendors.
cost: From S/ 8
takes: One day
authority: {name: Town}
contact: {phone: '555 0100'}
form:
  - page: you
    title: About you
    questions:
      - {id: name, type: full-name, label: Your name}
      - {id: document, type: identity-document, label: Your document, accepts: [dni]}
      - {id: email, type: e-mail, label: Your mail}
  - page: stall
    title: Your stall
    questions:
      - {id: goods, type: choice, label: What you sell, options: {food: Food, books: Books}}
      - {id: cooks, type: text, label: Where you cook, when: goods == 'food'}
      - {id: opens, type: integer, label: From what hour, min: 5, max: 12}
      - {id: closes, type: integer, label: To what hour, rules: [{rule: answer > opens, say: Later than it opens.}]}
  - page: sales
    title: Your sales
    when: purpose == 'renewal'
    questions:
      - {id: sold, type: integer, label: How much you sold}
  - page: loss
    title: The loss
    when: purpose == 'copy'
    questions:
      - {id: lost, type: text, label: How you lost it}
  - page: truth
    title: The truth
    questions:
      - {id: oath, type: declaration, say: It is true.}
fee:
  rows:
    - {text: A year, amount: 50, when: \"purpose in ['new', 'renewal'] && goods == 'food'\"}
    - {text: A year, amount: 40, when: \"purpose in ['new', 'renewal'] && goods == 'books'\"}
    - {text: A change, amount: 15, when: purpose == 'amendment'}
    - {text: A copy, amount: 8, when: purpose == 'copy'}
review:
  rules: [{when: purpose == 'copy', then: approve, because: copy}]
  steps:
    - {id: check, name: Check, role: officer, when: purpose != 'copy'}
    - {id: visit, name: Visit, role: officer}
  reasons: {copy: It is a copy, no: It is not possible}
permit:
  type: 1
  title: Stall
  valid: 1 year
  renewal: {opens: 30d, begins: at-end}
  amendment: {changes: [goods, cooks, opens]}
  transfer: {changes: [name, document, email]}
  copy: true
  claims:
    - {answer: name, role: holder}
    - {answer: document, role: document}
";

fn stall() -> Service {
    read("stall.yaml", STALL).unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// What somebody answered for a new permit.
fn earlier(service: &Service) -> Answers {
    let mut answers = samples::sample(service, TODAY);
    answers.insert("goods".into(), Answer::Choice("books".to_owned()));
    answers.remove(&"cooks".into());
    answers.insert("opens".into(), Answer::Integer(8));
    answers.insert("closes".into(), Answer::Integer(10));
    service.complete(answers, TODAY).expect("it is whole")
}

fn ids(answers: &Answers) -> Vec<&str> {
    answers.iter().map(|(id, _)| id.as_str()).collect()
}

#[test]
fn the_purpose_goes_with_the_answers_and_none_means_a_new_permit() {
    let nothing = Answers::default();
    assert_eq!(nothing.purpose(), New);
    assert_eq!(
        serde_json::to_string(&nothing.clone().with_purpose(New)).unwrap(),
        "{}"
    );
    for purpose in ApplicationPurpose::ALL {
        let answers = nothing.clone().with_purpose(purpose);
        let kept = serde_json::to_string(&answers).unwrap();
        let read: Answers = serde_json::from_str(&kept).unwrap();
        assert_eq!(read.purpose(), purpose, "{kept}");
        assert_eq!(read.with_purpose(New), nothing);
        assert_eq!(ApplicationPurpose::read(purpose.code()), Some(purpose));
    }
}

#[test]
fn pages_are_asked_for_a_purpose() {
    let service = stall();
    let begun = earlier(&service);
    let pages = |purpose| -> Vec<String> {
        let answers = begun.clone().with_purpose(purpose);
        let pages = service.journey(&answers).into_iter();
        pages.map(|page| page.id.to_string()).collect()
    };
    assert_eq!(pages(New), ["you", "stall", "truth"]);
    assert_eq!(pages(Renewal), ["you", "stall", "sales", "truth"]);
    assert_eq!(pages(Copy), ["you", "stall", "loss", "truth"]);
    for purpose in ApplicationPurpose::ALL {
        let whole = service.complete(begun.clone().with_purpose(purpose), TODAY);
        let gaps = whole.map_or_else(
            |gaps| gaps,
            |whole| {
                assert_eq!(whole.purpose(), purpose, "what is whole is for the same");
                Vec::new()
            },
        );
        let gaps: Vec<_> = gaps.iter().map(|gap| gap.question.as_str()).collect();
        let wanted: &[&str] = match purpose {
            Renewal => &["sold"],
            Copy => &["lost"],
            _ => &[],
        };
        assert_eq!(gaps, wanted, "{purpose:?}");
    }
}

#[test]
fn a_draft_begins_with_the_earlier_answers_but_for_another_holder_and_what_is_sworn() {
    let service = stall();
    let earlier = earlier(&service);
    for (purpose, begun) in [
        (
            Renewal,
            vec![
                "@purpose", "closes", "document", "email", "goods", "name", "opens",
            ],
        ),
        (
            Amendment,
            vec![
                "@purpose", "closes", "document", "email", "goods", "name", "opens",
            ],
        ),
        (
            Copy,
            vec![
                "@purpose", "closes", "document", "email", "goods", "name", "opens",
            ],
        ),
        (Transfer, vec!["@purpose", "closes", "goods", "opens"]),
    ] {
        assert_eq!(ids(&service.begun_for(purpose, &earlier)), begun, "{purpose:?}");
    }
}

#[test]
fn what_is_not_asked_anew_stays_and_nothing_of_a_renewal_does() {
    let service = stall();
    let earlier = earlier(&service);
    for (purpose, staying) in [
        (New, vec![]),
        (Renewal, vec![]),
        (Amendment, vec!["closes", "document", "email", "name"]),
        (Transfer, vec!["closes", "goods", "opens"]),
        (
            Copy,
            vec!["closes", "document", "email", "goods", "name", "opens"],
        ),
    ] {
        let mut answers = service.begun_for(purpose, &earlier);
        // Whoever types something else changes nothing of what stays.
        answers.insert("closes".into(), Answer::Integer(11));
        let stays = service.staying(&earlier, &answers, TODAY);
        assert_eq!(ids(&stays), staying, "{purpose:?}");
        for (id, answer) in stays.iter() {
            assert_eq!(earlier.get(id), Some(answer));
        }
    }
}

/// Somebody who opens later than they closed must say anew when they close.
#[test]
fn what_is_no_longer_right_does_not_stay() {
    let service = stall();
    let earlier = earlier(&service);
    let mut answers = service.begun_for(Amendment, &earlier);
    answers.insert("opens".into(), Answer::Integer(10));
    let stays = service.staying(&earlier, &answers, TODAY);
    assert_eq!(ids(&stays), ["document", "email", "name"]);
    answers.insert("closes".into(), Answer::Integer(12));
    let stays = service.staying(&earlier, &answers, TODAY);
    assert_eq!(stays.get(&"closes".into()), None, "the new answer is taken");
}

#[test]
fn the_price_is_told_where_it_does_not_hang_on_what_is_asked_anew() {
    let service = stall();
    let earlier = earlier(&service);
    let price = |purpose| {
        service
            .price(purpose, &earlier, TODAY)
            .map(|charge| charge.total())
    };
    assert_eq!(price(Copy), Some(800));
    // What is sold may change, and with it what a year costs; of a hand-over nothing is charged, and what is sold stays.
    assert_eq!(price(Renewal), None);
    assert_eq!(price(Amendment), None);
    assert_eq!(price(Transfer), Some(0));
}

#[test]
fn officers_may_ask_anew_for_what_may_change_and_for_what_is_asked_for_that_purpose() {
    let service = stall();
    let may = |purpose, id: &str| {
        let question = service.question(&QuestionId::from(id)).expect("it is there");
        service.may_be_asked_back(purpose, question)
    };
    for (purpose, id, wanted) in [
        (New, "name", true),
        (Renewal, "name", true),
        (Amendment, "goods", true),
        (Amendment, "name", false),
        (Copy, "goods", false),
        (Copy, "lost", true),
        (Copy, "oath", true),
        (Transfer, "name", true),
        (Transfer, "goods", false),
    ] {
        assert_eq!(may(purpose, id), wanted, "{purpose:?} {id}");
    }
}

/// A newer version says what somebody is asked who began for the same.
#[test]
fn an_application_stays_for_the_same_in_a_newer_version() {
    let older = stall();
    let newer = read(
        "stall.yaml",
        &STALL.replace("{text: A copy, amount: 8", "{text: A copy, amount: 9"),
    )
    .unwrap();
    let mut answers = earlier(&older).with_purpose(Copy);
    answers.insert("lost".into(), Answer::Text("On the bus".to_owned()));
    let fitted = changed::fitted(&older, &newer, &answers, &"en".into(), TODAY);
    assert_eq!(fitted, Ok(answers.clone()));
    let without = read(
        "stall.yaml",
        &STALL
            .replace("  copy: true\n", "")
            .replace("'copy'", "'transfer'"),
    )
    .unwrap();
    let fitted = changed::fitted(&older, &without, &answers, &"en".into(), TODAY);
    assert_eq!(fitted, Err(changed::Misfit::NotOffered(Copy)));
}

#[test]
fn a_permit_that_changes_hands_without_anybodys_look_is_advised_of() {
    let told = "a permit changes hands here, and nobody looks at it or consents";
    for (rule, advised) in [
        ("purpose == 'copy'", false),
        ("purpose != 'new'", true),
        ("purpose == 'transfer' && goods == 'books'", false),
        ("'true' == 'true'", true),
    ] {
        let source = STALL.replace(
            "{when: purpose == 'copy', then",
            &format!("{{when: \"{rule}\", then"),
        );
        let advice = advice("stall.yaml", &source).to_string();
        assert_eq!(advice.contains(told), advised, "{rule}: {advice}");
    }
}

/// A permit keeps its time, so the day on which it began is no day too early for whoever changes something of it, and a licence that
/// was good then is not asked for again.
#[test]
fn what_hangs_on_the_day_stays_where_the_permit_keeps_its_time() {
    let dated = STALL.replace(
        "      - {id: cooks,",
        "      - {id: from, type: date, label: From, min: today, max: today+60d, \
         rules: [{rule: answer > today, say: Later than today.}]}\n      - {id: cooks,",
    );
    let service = read("stall.yaml", &dated).unwrap_or_else(|wrong| panic!("{wrong}"));
    let earlier = earlier(&service);
    let from = earlier.get(&"from".into()).cloned();
    assert!(from.is_some());
    let later = date(2027, 6, 1);
    let begun = service.begun_for(Copy, &earlier);
    let stays = service.staying(&earlier, &begun, later);
    assert_eq!(stays.get(&"from".into()).cloned(), from);
    let mut answers = begun;
    answers.insert("lost".into(), Answer::Text("On the bus".to_owned()));
    answers.insert("oath".into(), Answer::Declaration);
    let whole = service.complete(answers.clone(), later);
    assert_eq!(
        whole.map(|whole| whole.get(&"from".into()).cloned()),
        Ok(from.clone())
    );
    // On its page, beside what was typed.
    let page = service.page(&"stall".into()).expect("it is there");
    let mut raw = forms::answers::Raw::new();
    for question in &page.questions {
        let answer = answers.get(&question.id);
        raw.extend(answer.map(|answer| answer.to_raw(question)).unwrap_or_default());
    }
    let parsed = service.parse_page(page, &raw, &answers, &"en".into(), later);
    assert_eq!(parsed.errors, [], "it was right when it was answered");
    raw.insert("from.day".to_owned(), vec!["3".to_owned()]);
    let parsed = service.parse_page(page, &raw, &answers, &"en".into(), later);
    let wrong: Vec<_> = parsed
        .errors
        .iter()
        .map(|error| error.question.as_str())
        .collect();
    assert_eq!(wrong, ["from"], "another is judged by the day");
    // A renewal has another time.
    let answers = service.begun_for(Renewal, &earlier);
    let gaps = service.complete(answers, later).unwrap_err();
    assert!(gaps.iter().any(|gap| gap.question == "from".into()));
}

#[test]
fn a_question_may_be_called_so_where_nothing_but_a_permit_is_asked_for() {
    let renamed = |source: &str| {
        source
            .replace("{id: opens,", "{id: purpose,")
            .replace("answer > opens", "answer > purpose")
    };
    let plain = STALL
        .replace("purpose == 'copy'", "goods == 'food'")
        .replace("purpose == 'renewal'", "goods == 'food'");
    let plain = plain
        .replace("purpose in ['new', 'renewal'] && ", "")
        .replace("purpose == 'amendment'", "goods == 'food'")
        .replace("purpose != 'copy'", "goods == 'food'");
    let (renewal, others) = (
        "  renewal: {opens: 30d, begins: at-end}\n",
        "  amendment: {changes: [goods, cooks, opens]}\n  transfer: {changes: [name, document, email]}\n  copy: true\n",
    );
    let nothing = renamed(&plain.replace(renewal, "").replace(others, ""));
    let told = "stands in the way of the word";
    assert!(read("stall.yaml", &nothing).is_ok());
    assert!(!advice("stall.yaml", &nothing).to_string().contains(told));
    let renewed = renamed(&plain.replace(others, ""));
    assert!(read("stall.yaml", &renewed).is_ok());
    assert!(advice("stall.yaml", &renewed).to_string().contains(told));
}
