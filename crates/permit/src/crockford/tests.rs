use proptest::prelude::*;

use super::*;

type Number = Code<10>;

#[test]
fn the_check_symbol_is_crockfords() {
    // 1234 is 16J with check D (1234 = 37 × 33 + 13), as other implementations have it.
    assert_eq!(Code::<4>(1234).to_string(), "01-6J-D");
    assert_eq!(Number::from_random(&[0; 7]).to_string(), "00000-00000-0");
    assert_eq!(Number::from_random(&[255; 7]).to_string(), "ZZZZZ-ZZZZZ-X");
}

#[test]
fn reading_is_as_lenient_as_people_are() {
    let number = Number::from_random(&[0, 1, 2, 3, 4, 5, 6]);
    let shown = number.to_string();
    assert_eq!(shown, "01081-G8186-D");
    let typed = [
        "01081g8186d",
        " OlO8I g8L86 d ",
        "01081\u{2011}G8186\u{2013}D",
        "0-1-0-8-1-G-8-1-8-6-D",
        "01081\tG8186\u{a0}D",
    ];
    for typed in typed {
        assert_eq!(typed.parse(), Ok(number), "{typed:?}");
    }
    assert_eq!("oi6j-d".parse(), Ok(Code::<4>(1234)));
}

#[test]
fn what_is_wrong_is_said() {
    let table = [
        (
            "",
            CodeError::WrongLength {
                expected: 11,
                found: 0,
            },
        ),
        (
            "01081-G8186",
            CodeError::WrongLength {
                expected: 11,
                found: 10,
            },
        ),
        (
            "01081-G8186-DD",
            CodeError::WrongLength {
                expected: 11,
                found: 12,
            },
        ),
        ("01081-G8186-1", CodeError::Mistyped),
        ("0U081-G8186-D", CodeError::Mistyped),
        ("01081-G8186-é", CodeError::UnknownSymbol('é')),
        ("01081_G8186_D", CodeError::UnknownSymbol('_')),
    ];
    for (text, error) in table {
        assert_eq!(text.parse::<Number>(), Err(error), "{text}");
    }
}

#[test]
fn a_check_that_cannot_be_said_is_drawn_again() {
    let unspeakable = [0, 0, 0, 0, 0, 0, 32];
    assert_eq!(Number::from_random(&unspeakable).to_string(), "00000-00010-*");
    assert_eq!(Number::draw(&unspeakable), None);
    assert_eq!("00000-00010-*".parse::<Number>(), Err(CodeError::Mistyped));
    let then_good = [unspeakable, [0, 0, 0, 0, 0, 0, 7]].concat();
    assert_eq!(Number::draw(&then_good).unwrap().to_string(), "00000-00007-7");
    assert_eq!(Number::draw(&[1, 2, 3]), None);
}

#[test]
fn json_holds_the_shown_form() {
    let code = Number::draw(&[0, 1, 2, 3, 4, 5, 6]).unwrap();
    let json = serde_json::to_string(&code).unwrap();
    assert_eq!(json, r#""01081-G8186-D""#);
    assert_eq!(serde_json::from_str::<Number>(&json).unwrap(), code);
    assert!(serde_json::from_str::<Number>(r#""01081-G8186-1""#).is_err());
}

proptest! {
    #[test]
    fn codes_come_back(random: [u8; 56]) {
        let number = Number::draw(&random).unwrap();
        prop_assert_eq!(number.to_string().parse(), Ok(number));
        let reference = Code::<8>::draw(&random).unwrap();
        prop_assert_eq!(reference.to_string().parse(), Ok(reference));
    }

    #[test]
    fn one_wrong_symbol_is_found(random: [u8; 56], at in 0_usize..11, other in 0_usize..32) {
        let mut symbols = plain(&random);
        let other = char::from(SYMBOLS[other]);
        prop_assume!(symbols[at] != other);
        symbols[at] = other;
        prop_assert_eq!(symbols.iter().collect::<String>().parse::<Number>(), Err(CodeError::Mistyped));
    }

    #[test]
    fn two_swapped_neighbours_are_found(random: [u8; 56], at in 0_usize..10) {
        let mut symbols = plain(&random);
        prop_assume!(symbols[at] != symbols[at + 1]);
        symbols.swap(at, at + 1);
        prop_assert_eq!(symbols.iter().collect::<String>().parse::<Number>(), Err(CodeError::Mistyped));
    }
}

fn plain(random: &[u8]) -> Vec<char> {
    Number::draw(random)
        .unwrap()
        .to_string()
        .chars()
        .filter(|c| *c != '-')
        .collect()
}
