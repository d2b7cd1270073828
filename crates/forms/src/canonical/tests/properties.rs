//! What holds of any text whatever.

use proptest::prelude::*;

use super::*;

/// Every form that one text has.
fn forms(typed: &str) -> Vec<Canonical> {
    let mut forms = documents(typed);
    forms.extend(email(typed));
    forms.extend(name(typed));
    forms.extend(phone(typed));
    forms.extend(plate(typed));
    forms.extend(tax_number(typed));
    forms
}

/// Anything at all, and things near what is meant.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "\\PC{0,14}",
        "(DNI |CE |RUC |RUN |RUT |NIF |NIE |UTR )?[XYZ]?0{0,3}[0-9]{5,11}(-[0-9A-Z])?",
        "[A-Za-zÀ-ž.+<>]{0,12}@[A-Za-zÀ-ž.-]{0,12}(gmail|GoogleMail)?\\.(com|pe)",
        "(\\+|00)?(51)?[ 0-9()-]{6,12}",
        "[\u{3b1}-\u{3c9}\u{130}\u{131}\u{1e9e}ßŉΐ\u{301}\u{307} ']{0,8}",
    ]
}

fn written(typed: &str, gaps: &[usize]) -> String {
    const GAPS: [&str; 6] = ["", " ", "-", ".", " - ", "\u{a0}"];
    let gaps = gaps.iter().cycle().map(|gap| GAPS[*gap]);
    let parts = typed.chars().zip(gaps).map(|(c, gap)| c.to_string() + gap);
    parts.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A canonical form is its own.
    #[test]
    fn a_canonical_text_stays_as_it_is(typed in typed()) {
        for form in forms(&typed) {
            prop_assert!(forms(&form.text).contains(&form), "{typed:?} {form:?} {:?}", forms(&form.text));
        }
    }

    /// Neither case nor what stands between letters and digits makes another document or plate.
    #[test]
    fn a_code_is_one_however_it_is_written(code in "[A-Z0-9]{6,12}", gaps in prop::collection::vec(0_usize..6, 1..5)) {
        let other = written(&code.to_lowercase(), &gaps);
        prop_assert_eq!(documents(&other), documents(&code), "{}", &other);
        prop_assert_eq!(plate(&other), plate(&code), "{}", &other);
        prop_assert_eq!(plate(&code).map(|plate| plate.text), Some(code));
    }

    /// A DNI is the same with its check character, which nobody needs to know.
    #[test]
    fn a_dni_is_one_with_its_check_character_and_without(number in "[0-9]{8}") {
        let bare = documents(&number);
        let checked = ('0'..='9').chain('A'..='K').filter(|check| documents(&format!("{number}-{check}"))[0] == bare[0]);
        prop_assert_eq!(checked.count(), 2);
    }

    /// Case, tags and a blank at the end make no other mailbox.
    #[test]
    fn a_mailbox_is_one_however_it_is_addressed(local in "[a-zà-žß]{1,8}", tag in "[a-z+.]{0,6}", domain in "[a-z]{1,8}\\.(pe|org)") {
        let plain = email(&format!("{local}@{domain}"));
        prop_assert!(plain.is_some());
        for other in [
            format!(" {local}+{tag}@{domain} "),
            format!("{local}@{domain}").to_uppercase(),
            format!("{}@{}", local.nfd(), domain),
        ] {
            prop_assert_eq!(email(&other), plain.clone(), "{}", &other);
        }
    }

    /// Case, accents and what stands between words make no other name.
    #[test]
    fn a_name_is_one_however_it_is_written(words in prop::collection::vec("[a-zà-öø-žßα-ω]{1,8}", 1..4)) {
        let plain = name(&words.join(" "));
        for other in [
            words.join("  -  ").to_uppercase(),
            words.join("'").to_lowercase(),
            words.join(", ").nfd().collect(),
        ] {
            prop_assert_eq!(name(&other), plain.clone(), "{}", &other);
        }
    }
}
