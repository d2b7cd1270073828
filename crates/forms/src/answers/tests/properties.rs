//! What holds of any input whatever.

use proptest::prelude::*;

use super::*;

/// Names of parts that some type reads, so that random fields are not all ignored.
const PARTS: [&str; 16] = [
    "",
    ".day",
    ".month",
    ".year",
    ".kind",
    ".number",
    ".department",
    ".province",
    ".district",
    ".region",
    ".street",
    ".reference",
    ".0.place",
    ".0.at",
    ".7.place",
    ".x",
];

/// Anything at all, and things near what is right.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9]{1,12}",
        "[A-Z0-9 .,:/+@-]{0,14}",
        "(dni|passport|food|yes|15|1501|150122|PE|S/|Lima)",
        "[\\PC]{0,12}",
        r"\d{1,4}[/:., -]\d{1,3}([/:., -]\d{1,4})?( ?[ap]\.? ?m\.?)?",
        "[\u{660}-\u{669}\u{202e}\u{200b}\u{301}'=\"]{0,10}",
    ]
}

fn fields() -> impl Strategy<Value = Raw> {
    let field = (
        prop::sample::select(&PARTS[..]),
        prop::collection::vec(value(), 0..3),
    );
    prop::collection::btree_map(
        field.prop_map(|(part, _)| format!("q{part}")),
        prop::collection::vec(value(), 0..3),
        0..6,
    )
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(every_kind())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Nothing that is sent panics; a refusal says something in every language, without a gap in the sentence,
    /// about a field of the question.
    #[test]
    fn any_input_is_taken_or_told_why_not(kind in any_kind(), raw in fields(), optional: bool) {
        let question = Question { optional, ..question(kind) };
        for language in ["es", "en", "qu"] {
            if let Err(said) = read(&question, &raw, language) {
                for line in said.lines() {
                    prop_assert!(line.starts_with('q'), "{line}");
                    prop_assert!(line.len() > 12 && !line.contains('{') | raw.values().flatten().any(|v| v.contains('{')), "{line}");
                }
            }
        }
    }

    /// What was kept of an answer, sent again, is kept unchanged; and it can be shown.
    #[test]
    fn a_kept_answer_is_read_back(kind in any_kind(), raw in fields()) {
        let question = question(kind);
        if let Ok(Reading::Given(answer)) = read(&question, &raw, "es") {
            let again = read(&question, &answer.to_raw(&question), "es");
            prop_assert_eq!(again, Ok(Reading::Given(answer.clone())));
            prop_assert!(!answer.show(&question, &"en".into()).is_empty());
            let json = serde_json::to_string(&answer).unwrap();
            prop_assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), answer);
        }
    }

    /// Exactly one check digit of ten makes a RUC.
    #[test]
    fn a_ruc_has_one_check_digit(digits in "20[0-9]{8}") {
        let question = question(formatted(Format::TaxNumber));
        let right = (0..10).filter(|check| read(&question, &raw(&[("q", &format!("{digits}{check}"))]), "es").is_ok());
        prop_assert_eq!(right.count(), 1);
    }

    /// Exactly one digit and one letter check a DNI.
    #[test]
    fn a_dni_has_two_check_characters(digits in "[0-9]{8}") {
        let question = question(Kind::IdentityDocument { accepts: vec![DocumentKind::DNI] });
        let right = ('0'..='9').chain('A'..='Z').filter(|check| {
            read(&question, &raw(&[("q.number", &format!("{digits}-{check}"))]), "es").is_ok()
        });
        prop_assert_eq!(right.count(), 2);
    }
}
