//! Conditions against answers; and against the CEL library's own interpreter, the oracle.

use crate::CountryRules;
use proptest::prelude::*;

use super::*;
use crate::answers::{Address, IdentityDocument, RegionCode};
use crate::read::problems::Forbids;
use crate::{ChoiceOption, DocumentKind, Format, Kind, Question, QuestionId, Text};

/// By Peru's rules.
fn formatted(format: Format) -> Kind {
    Kind::Formatted {
        format,
        country: CountryRules::usual(),
        foreign: false,
    }
}

fn question(id: &str, kind: Kind) -> Question {
    let label = Text::new("es".into(), id);
    Question {
        id: id.into(),
        label,
        short: None,
        hint: None,
        help: None,
        optional: false,
        when: None,
        valid: Vec::new(),
        kind,
    }
}

fn questions() -> Vec<Question> {
    let option = |code: &str| ChoiceOption {
        code: code.to_owned(),
        label: Text::new("es".into(), code),
    };
    let options = vec![option("car"), option("bus")];
    vec![
        question("name", formatted(Format::FullName)),
        question("number", Kind::Integer { min: None, max: None }),
        question(
            "price",
            Kind::Decimal {
                min: None,
                max: None,
                country: CountryRules::usual(),
            },
        ),
        question("born", Kind::Date { min: None, max: None }),
        question("leaves", Kind::Time),
        question("agreed", Kind::YesNo),
        question(
            "by",
            Kind::Choice {
                options: options.clone(),
            },
        ),
        question("some", Kind::Choices { options }),
        question("home", Kind::Address),
        question(
            "document",
            Kind::IdentityDocument {
                accepts: CountryRules::usual()
                    .documents()
                    .map(DocumentKind::from)
                    .collect(),
            },
        ),
    ]
}

/// Two people's questions, with those answers.
fn two_people(one: Answer, other: Answer) -> (Scope, Answers) {
    let kind = |answer: &Answer| match answer {
        Answer::Email(_) => formatted(Format::Email),
        Answer::TaxNumber(_) => formatted(Format::TaxNumber),
        Answer::Phone(_) => formatted(Format::Phone),
        _ => Kind::IdentityDocument {
            accepts: CountryRules::usual()
                .documents()
                .map(DocumentKind::from)
                .collect(),
        },
    };
    let questions = [question("one", kind(&one)), question("other", kind(&other))];
    let mut answers = Answers::default();
    answers.insert("one".into(), one);
    answers.insert("other".into(), other);
    (Scope::new(&questions, []), answers)
}

#[test]
fn one_person_is_known_however_they_are_written() {
    let email = |address: &str| Answer::Email(address.to_owned());
    let document = |kind, number: &str| {
        Answer::IdentityDocument(IdentityDocument {
            kind,
            number: number.to_owned(),
        })
    };
    for (one, other, same) in [
        (email("ana@ejemplo.pe"), email("Ana+jefe@EJEMPLO.pe"), true),
        (email("ana.q@gmail.com"), email("anaq@googlemail.com"), true),
        (email("ana@ñandú.pe"), email("ana@xn--and-6ma2c.pe"), true),
        (email("ana@ejemplo.pe"), email("jefe@ejemplo.pe"), false),
        (
            document(DocumentKind::DNI, "10117410"),
            Answer::TaxNumber("10101174102".to_owned()),
            true,
        ),
        (
            document(DocumentKind::DNI, "10117410"),
            document(DocumentKind::FOREIGNER_CARD, "001234567"),
            false,
        ),
        (
            email("ana@ejemplo.pe"),
            Answer::Phone("+51987654321".to_owned()),
            false,
        ),
    ] {
        let told = format!("{one:?} {other:?}");
        let (scope, answers) = two_people(one, other);
        let rule = compile("same_person(one, other)", &scope).unwrap();
        assert_eq!(rule.holds_on(&answers, today()), same, "{told}");
        assert!(!rule.holds_on(&Answers::default(), today()), "nobody answered");
    }
}

#[test]
fn what_names_no_person_is_not_compared_as_one() {
    for (source, message) in [
        ("same_person(number, name)", "a number names no person"),
        ("same_person(today, name)", "a date names no person"),
        (
            "same_person('Ana', name)",
            "`same_person` takes the names of two questions",
        ),
        ("same_person(name)", "`same_person` is not called so"),
    ] {
        let faults = compile(source, &scope()).unwrap_err();
        assert_eq!(faults[0].message, message, "{source}");
    }
}

fn scope() -> Scope {
    Scope::new(&questions(), []).with_today()
}

fn today() -> Date {
    "2026-11-21".parse().unwrap()
}

fn answers() -> Answers {
    let region: RegionCode = serde_json::from_value("150122".into()).unwrap();
    let mut answers = Answers::default();
    let mut give = |id: &str, answer| answers.insert(QuestionId::from(id), answer);
    give("name", Answer::FullName("María Ñahui".to_owned()));
    give("number", Answer::Integer(3));
    give("price", Answer::Decimal("2.50".to_owned()));
    give("born", Answer::Date("2008-11-22".parse().unwrap()));
    give("leaves", Answer::Time(jiff::civil::time(8, 30, 0, 0)));
    give("agreed", Answer::YesNo(true));
    give("by", Answer::Choice("bus".to_owned()));
    give("some", Answer::Choices(vec!["car".to_owned()]));
    let home = Address {
        region,
        street: "Larco 1".to_owned(),
        reference: String::new(),
    };
    give("home", Answer::Address(home));
    let document = IdentityDocument {
        kind: DocumentKind::DNI,
        number: "12345678".to_owned(),
    };
    give("document", Answer::IdentityDocument(document));
    answers
}

/// The condition, where nothing is wrong with it.
fn compile(source: &str, scope: &Scope) -> Result<Condition, Vec<Fault>> {
    match Condition::compile(source, scope) {
        (Some(condition), faults) if faults.is_empty() => Ok(condition),
        (_, faults) => Err(faults),
    }
}

fn holds(source: &str, answers: &Answers) -> bool {
    compile(source, &scope()).unwrap().holds_on(answers, today())
}

#[test]
fn conditions_hold_or_not() {
    for (source, full, empty) in [
        ("number == 3", true, false),
        ("number == 0", false, true),
        ("number * 2 - 1 >= 5 && number % 2 == 1", true, false),
        ("price * 2 == 5 && price < number", true, false),
        ("by == 'bus'", true, false),
        ("by in ['car', 'bus']", true, false),
        ("by == ''", false, true),
        ("'car' in some && size(some) == 1", true, false),
        ("!agreed", false, true),
        ("agreed ? by == 'bus' : number == 0", true, true),
        (
            "size(name) == 11 && name.startsWith('Mar') && name.contains('Ñ') && !name.endsWith('x')",
            true,
            false,
        ),
        ("name.matches('^[A-Z]')", true, false),
        ("age(born) < 18", true, false),
        ("age(born) >= 18", false, false),
        ("!(age(born) < 18)", false, false),
        ("not agreed", false, true),
        ("not agreed and number == 0", false, true),
        ("agreed and by == 'bus' or number == 0", true, true),
        (
            "not (agreed and number == 3) or name == 'and or not'",
            false,
            true,
        ),
        ("not(agreed)or(agreed)", true, true),
        ("agreed\n  and not (by == 'car')", true, false),
        ("born + 6573 < today", false, false),
        ("today - born == 6573", true, false),
        ("born == date('2008-11-22')", true, false),
        ("leaves >= time('08:30') && leaves < time('09:00')", true, false),
        (
            "home.department == '15' && home.province == '1501' && home.region == '150122'",
            true,
            false,
        ),
        (
            "document.kind == 'dni' && document.number.endsWith('5678')",
            true,
            false,
        ),
        ("answered(by) && has(document.number)", true, false),
        ("answered(by) || age(born) > 200", true, false),
        ("number / 0 == 1", false, false),
        ("number / 0 == 1 || true", true, true),
        ("number + 9223372036854775807 > 0", false, true),
        ("born + 9223372036854775807 > today", false, false),
    ] {
        assert_eq!(holds(source, &answers()), full, "{source}");
        assert_eq!(holds(source, &Answers::default()), empty, "{source} of nothing");
    }
}

/// A question about each of some people.
fn group() -> Question {
    let questions = vec![
        question("who", formatted(Format::FullName)),
        question("bags", Kind::Integer { min: None, max: None }),
        question(
            "kilos",
            Kind::Decimal {
                min: None,
                max: None,
                country: CountryRules::usual(),
            },
        ),
    ];
    question(
        "people",
        Kind::Group {
            questions,
            each: None,
            at_least: 0,
            at_most: 9,
        },
    )
}

fn entries() -> Answer {
    let entry = |bags, kilos: &str| {
        let mut entry = Answers::default();
        entry.insert("who".into(), Answer::FullName("Ana".to_owned()));
        entry.insert("bags".into(), Answer::Integer(bags));
        entry.insert("kilos".into(), Answer::Decimal(kilos.to_owned()));
        entry
    };
    Answer::Group(vec![entry(2, "0.1"), entry(3, "0.20")])
}

#[test]
fn formulas_come_to_values() {
    let decimal = |number: &str| Answer::Decimal(number.to_owned());
    let text = |words: &str| Answer::Text(words.to_owned());
    let scope = Scope::new(questions().iter().chain([&group()]), []);
    let mut full = answers();
    full.insert("people".into(), entries());
    for (source, value, empty) in [
        ("number * 2 + 1", Answer::Integer(7), Answer::Integer(1)),
        ("price * 3", decimal("7.5"), decimal("0")),
        ("0.1 + 0.2", decimal("0.3"), decimal("0.3")),
        ("-0.0 * number", decimal("0"), decimal("0")),
        (
            "by == 'bus' and agreed",
            Answer::YesNo(true),
            Answer::YesNo(false),
        ),
        ("by", text("bus"), text("")),
        ("agreed ? 1 : 2", Answer::Integer(1), Answer::Integer(2)),
        (
            "size(some) + size(people)",
            Answer::Integer(3),
            Answer::Integer(0),
        ),
        ("number / 0", Answer::Integer(0), Answer::Integer(0)),
        (
            "9223372036854775807 + number",
            Answer::Integer(0),
            Answer::Integer(i64::MAX),
        ),
        ("sum(people.bags)", Answer::Integer(5), Answer::Integer(0)),
        ("sum(people.kilos) * 2", decimal("0.6"), decimal("0")),
        ("sum(people.bags) > 4", Answer::YesNo(true), Answer::YesNo(false)),
    ] {
        let (formula, faults) = Formula::compile(source, &scope);
        let formula = formula.unwrap_or_else(|| panic!("{source}: {faults:?}"));
        assert_eq!(formula.answer(&full), value, "{source}");
        assert_eq!(formula.answer(&Answers::default()), empty, "{source} of nothing");
    }
    for (source, message) in [
        (
            "born",
            "a number, a text or a yes or no is computed; this is a date",
        ),
        (
            "some",
            "a number, a text or a yes or no is computed; this is a list",
        ),
        ("sum(number)", "`sum` adds up a number of each entry of a group"),
        ("sum(home.street)", "`home` is no group"),
        ("sum(people.who)", "`sum` adds up numbers, not a text"),
        ("sum(people.bag)", "`people` asks nothing called `bag`"),
        ("sum(people)", "`sum` adds up a number of each entry of a group"),
        (
            "age(born)",
            "what is asked cannot depend on the day: the form would change overnight",
        ),
    ] {
        let (formula, faults) = Formula::compile(source, &scope);
        assert!(formula.is_none(), "{source}");
        assert_eq!(faults[0].message, message, "{source}");
    }
}

#[test]
fn what_is_deep_is_refused_before_it_is_parsed() {
    for (open, close) in [
        ("(", ")"),
        ("!", ""),
        ("- ", ""),
        ("[", "]"),
        ("agreed ? agreed : ", ""),
    ] {
        let times = 480 / (open.len() + close.len());
        let source = format!("{}agreed{}", open.repeat(times), close.repeat(times));
        let faults = compile(&source, &scope()).unwrap_err();
        assert!(
            faults[0].message.contains("nested more than 16 deep"),
            "{source}: {faults:?}"
        );
    }
    let long = vec!["agreed"; 40].join(" && ");
    assert!(holds(&long, &answers()), "a long chain is not deep");
}

/// A service that was published before a word had a meaning of its own means its question.
#[test]
fn a_question_comes_before_a_word_of_that_name() {
    let asked = question("today", Kind::Integer { min: None, max: None });
    let scope = Scope::new([&asked], []).with_today();
    let mut answers = Answers::default();
    answers.insert("today".into(), Answer::Integer(3));
    assert!(compile("today == 3", &scope).unwrap().holds_on(&answers, today()));
}

/// What is longer than may be published today is read where it was published once, on a thread with the usual stack.
#[test]
fn what_is_long_is_read_where_it_is_kept() {
    for (one, joint) in [
        ("agreed", " && "),
        ("number == 1", "||"),
        ("number==1", " || "),
        ("by=='bus'", "&&"),
    ] {
        let times = (2_000 + joint.len()) / (one.len() + joint.len());
        let source = vec![one; times].join(joint);
        let (condition, faults) = Condition::compile(&source, &scope());
        assert!(condition.is_some(), "{faults:?}");
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].message.contains("at most 500 letters"), "{faults:?}");
        assert_eq!(faults[0].forbids, Forbids::Publishing);
    }
    for source in [
        vec!["1"; 1_000].join("+") + "==1",
        format!("number in [{}]", vec!["1"; 990].join(",")),
        vec!["agreed"; 500].join("&&"),
    ] {
        let (_, faults) = Condition::compile(&source, &scope());
        assert!(!faults.is_empty(), "{}", source.len());
    }
    let (condition, faults) = Condition::compile(&vec!["agreed"; 400].join("&&"), &scope());
    assert!(
        condition.is_none() && faults[0].forbids == Forbids::Reading,
        "{faults:?}"
    );
}

/// A question that was published under one of the words before it was one means the question.
#[test]
fn a_question_called_like_a_word_stays_a_question() {
    let asked = ["and", "or", "not"].map(|id| question(id, Kind::Integer { min: None, max: None }));
    let scope = Scope::new(&asked, []);
    let mut answers = Answers::default();
    for asked in &asked {
        answers.insert(asked.id.clone(), Answer::Integer(3));
    }
    let condition = compile("and == 3 && or == 3 && !(not == 2)", &scope).unwrap();
    assert!(condition.holds(&answers));
}

/// Faults of a condition in words point at the same letters.
#[test]
fn faults_stay_in_their_place_behind_words() {
    for (source, place, message) in [
        (
            "not agreed and ñumber == 3",
            "ñ",
            "this cannot be read as a condition from here on",
        ),
        (
            "not agreed and numbr == 3",
            "numbr",
            "no question is called `numbr`",
        ),
        (
            "not agreed or nobody(name)",
            "nobody",
            "conditions have no function `nobody`",
        ),
        (
            "not number > 3",
            "not",
            "`not` turns a yes or no around; this is a number",
        ),
        (
            "agreed and number",
            "number",
            "`and` and `or` join yes or no; this is a number",
        ),
        (
            "agreed and and agreed",
            "and",
            "this cannot be read as a condition from here on",
        ),
        (
            "agreed AND agreed",
            "AND",
            "this cannot be read as a condition from here on",
        ),
        (
            "name == 'and or' and agre",
            "agre",
            "no question is called `agre`",
        ),
    ] {
        let faults = compile(source, &scope()).unwrap_err();
        let start = source.rfind(place).unwrap();
        assert_eq!(faults[0].span.start, start, "{source}: {faults:?}");
        assert_eq!(faults[0].message, message, "{source}");
    }
}

#[test]
fn a_day_is_needed_where_today_is_named() {
    let condition = compile("born < today", &scope()).unwrap();
    assert!(condition.holds_on(&answers(), today()));
    assert!(!condition.holds(&answers()));
}

#[test]
fn a_rule_sees_its_own_answer() {
    let scope = scope().with_own("own", &Kind::Integer { min: None, max: None });
    let rule = compile("answer > number && answer <= 7", &scope).unwrap();
    for (answer, holds) in [(3, false), (4, true), (7, true), (8, false)] {
        assert_eq!(
            rule.holds_for(&Answer::Integer(answer), &answers(), today()),
            holds,
            "{answer}"
        );
    }
}

/// Well-typed conditions over integers, texts and yes/no.
fn expression() -> impl Strategy<Value = String> {
    let whole = prop_oneof![Just("number".to_owned()), (-3_i64..4).prop_map(|n| n.to_string())];
    let whole = whole.prop_recursive(2, 6, 2, |inner| {
        (inner.clone(), prop_oneof!["\\+", "-", "\\*", "/", "%"], inner)
            .prop_map(|(a, op, b)| format!("({a} {op} {b})"))
    });
    let words = prop_oneof![
        Just("name".to_owned()),
        "[a-c]{0,2}".prop_map(|text| format!("'{text}'"))
    ];
    let leaf = prop_oneof![
        (
            whole.clone(),
            prop_oneof!["==", "!=", "<", "<=", ">", ">="],
            whole
        )
            .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (words.clone(), prop_oneof!["==", "!="], words.clone())
            .prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        (words.clone(), words).prop_map(|(a, b)| format!("{a}.contains({b})")),
        Just("agreed".to_owned()),
        Just("name in ['ab', 'b', '']".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} && {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} || {b})")),
            (inner.clone(), inner.clone(), inner.clone()).prop_map(|(a, b, c)| format!("({a} ? {b} : {c})")),
            inner.prop_map(|a| format!("!({a})")),
        ]
    })
}

proptest! {
    #[test]
    fn the_cel_interpreter_agrees(
        source in expression(), number in -3_i64..4, name in "[a-c]{0,2}", agreed: bool,
    ) {
        prop_assume!(source.len() <= 400);
        let mut answers = Answers::default();
        answers.insert("number".into(), Answer::Integer(number));
        answers.insert("name".into(), Answer::FullName(name.clone()));
        answers.insert("agreed".into(), Answer::YesNo(agreed));
        let condition = match compile(&source, &scope()) {
            Ok(condition) => condition,
            Err(faults) => return Err(TestCaseError::fail(format!("{source}: {faults:?}"))),
        };
        let mut context = cel::Context::default();
        context.add_variable_from_value("number", number);
        context.add_variable_from_value("name", name);
        context.add_variable_from_value("agreed", agreed);
        let oracle = cel::Program::compile(&source).unwrap().execute(&context);
        let oracle = matches!(oracle, Ok(cel::Value::Bool(true)));
        prop_assert_eq!(condition.holds_on(&answers, today()), oracle, "{}", source);
    }

    /// Words mean what the signs mean.
    #[test]
    fn words_and_signs_agree(source in expression(), number in -3_i64..4, name in "[a-c]{0,2}", agreed: bool) {
        let words = source.replace("&&", "and").replace("||", "or").replace('!', "not ").replace("not =", "!=");
        prop_assume!(words.len() <= 400);
        let mut answers = Answers::default();
        answers.insert("number".into(), Answer::Integer(number));
        answers.insert("name".into(), Answer::FullName(name));
        answers.insert("agreed".into(), Answer::YesNo(agreed));
        let by_signs = compile(&source, &scope()).map(|rule| rule.holds_on(&answers, today()));
        let by_words = compile(&words, &scope()).map(|rule| rule.holds_on(&answers, today()));
        prop_assert_eq!(by_signs, by_words, "{}", words);
    }

    /// Whatever is written, it is checked or complained of, inside its own bounds.
    #[test]
    fn nothing_makes_the_checker_panic(source in "([a-z.'()\\[\\]{}!?:,&|=<>+*/%0-9\" \nñ-]|name|size|in|has|not|and|or| and | or |not ){0,60}") {
        match compile(&source, &scope()) {
            Ok(condition) => { condition.holds_on(&answers(), today()); }
            Err(faults) => prop_assert!(faults.iter().all(|fault| fault.span.start <= source.len()), "{:?}", faults),
        }
    }
}
