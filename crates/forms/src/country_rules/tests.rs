//! What each country's rules take, by numbers that python-stdnum 2.2 (a library of others) takes as well.

use super::*;
use crate::DocumentKind;
use crate::answers::tidy;

fn country(code: &str) -> &'static CountryRules {
    CountryRules::find(code).unwrap()
}

fn document(code: &str) -> &'static Identifier {
    DocumentKind::from_code(code)
        .and_then(DocumentKind::identifier)
        .unwrap()
}

#[test]
fn every_country_is_there() {
    let codes: Vec<&str> = CountryRules::all().iter().map(|rules| &*rules.code).collect();
    assert_eq!(codes, ["pe", "cl", "es", "gb", "mx"]);
    let documents = |code: &str| -> Vec<&str> {
        country(code)
            .documents()
            .map(|document| &*document.code)
            .collect()
    };
    assert_eq!(documents("pe"), ["dni", "foreigner-card", "passport"]);
    assert_eq!(documents("es"), ["spanish-dni", "nie", "passport"]);
    assert_eq!(CountryRules::usual().code, "pe");
    assert_eq!(CountryRules::find("xx"), None);
}

/// Codes stand in conditions and answers, where no country stands beside them.
#[test]
fn no_two_documents_have_one_code() {
    let mut codes: Vec<&str> = documents().map(|document| &*document.code).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

#[test]
fn samples_and_inventions_are_right_as_they_are_kept() {
    let numbers = CountryRules::all().iter();
    let numbers = numbers.flat_map(|country| [&country.tax_number, &country.plate]);
    let of_types = NumberType::all().map(NumberType::identifier);
    for identifier in documents().chain(numbers).chain(of_types) {
        for sample in &identifier.samples {
            assert_eq!(
                identifier.read(&tidy::code(sample)).as_ref(),
                Ok(sample),
                "{}",
                identifier.code
            );
        }
        let invented: Vec<String> = (0..10).map(|at| identifier.invented(at)).collect();
        assert_eq!(invented[0], identifier.samples[0], "{}", identifier.code);
        for (at, one) in invented.iter().enumerate() {
            assert_eq!(
                identifier.read(&tidy::code(one)).as_ref(),
                Ok(one),
                "{}",
                identifier.code
            );
            assert!(!invented[..at].contains(one), "{} {one}", identifier.code);
        }
    }
}

#[test]
fn identity_documents_by_their_check_characters() {
    for (code, right) in [
        ("dni", &["89640270F", "18601081G", "27954306H", "534077713"][..]),
        ("run", &["31861918", "81841489", "35379907K", "31776465"]),
        (
            "spanish-dni",
            &["13274231B", "39436991H", "16362467Z", "73728902X"],
        ),
        ("nie", &["Y9279055H", "Z8091418T", "X0497484V", "X2134828Z"]),
        (
            "curp",
            &[
                "XELX560812HJCZJL00",
                "ZXZT090612MNLHXWA4",
                "ZEII030323MDFZQWA3",
                "SEFH130212MOCQBDA1",
            ],
        ),
    ] {
        all_but_one_check(document(code), right);
    }
    for (code, kept, typed) in [
        ("run", "12345678-5", "run 12.345.678-5"),
        ("run", "5126663-3", "5.126.663-3"),
        ("spanish-dni", "12345678Z", "12.345.678-z"),
        ("nie", "X1234567L", "x-1234567-l"),
        ("uk-driving-licence", "MORGA657054SM9IJ", "morga 657054 sm9ij"),
    ] {
        assert_eq!(
            document(code).read(&tidy::code(typed)).as_deref(),
            Ok(kept),
            "{typed}"
        );
    }
}

#[test]
fn tax_numbers_by_their_check_characters() {
    for (code, right) in [
        (
            "pe",
            &[
                "17147008945",
                "15942233814",
                "17651419166",
                "20243180733",
                "10894863540",
            ][..],
        ),
        ("cl", &["31861918", "81841489", "35379907K"]),
        ("gb", &["9409248454", "2602553802", "8484156448", "4348068616"]),
        (
            "es",
            &[
                "G47833728",
                "H06092639",
                "F3843025B",
                "R3140573A",
                "V3350098D",
                "W1817682F",
                "B81369159",
                "Y9279055H",
                "13274231B",
            ],
        ),
    ] {
        all_but_one_check(&country(code).tax_number, right);
    }
    for (code, person, number) in [
        ("pe", Some("89486354"), "10894863540"),
        ("pe", None, "20243180733"),
        ("cl", Some("35379907K"), "35379907K"),
        ("es", Some("13274231B"), "13274231B"),
        ("es", None, "G47833728"),
        ("gb", None, "9409248454"),
        ("mx", None, "GODE561231GR8"),
    ] {
        assert_eq!(
            country(code).tax_number.person(number).as_deref(),
            person,
            "{number}"
        );
    }
}

/// Those are right, and none is with another check character in its place.
#[track_caller]
fn all_but_one_check(identifier: &Identifier, right: &[&str]) {
    for number in right {
        let format = identifier.form(number).unwrap();
        assert_eq!(identifier.read(number), Ok(format), "{number}");
        let at = if identifier.code == "utr" {
            0
        } else {
            number.len() - 1
        };
        let others = ('0'..='9')
            .chain('A'..='Z')
            .filter(|other| number[at..=at] != other.to_string());
        let wrong = others.filter(|other| {
            let changed = format!("{}{other}{}", &number[..at], &number[at + 1..]);
            identifier.read(&changed).is_ok()
        });
        // A DNI and an entity's NIF have a digit or a letter for the same rest.
        let most = usize::from(matches!(&*identifier.code, "dni" | "nif"));
        assert!(wrong.count() <= most, "{number}");
    }
}

#[test]
fn plates_as_they_are_on_vehicles() {
    for (code, kept, typed) in [
        ("pe", "ABC-123", "abc123"),
        ("pe", "A1B-234", "a1b 234"),
        ("pe", "1234-5A", "12345a"),
        ("cl", "BBCD-12", "bb·cd 12"),
        ("cl", "AB-1234", "ab 1234"),
        ("es", "1234 BCD", "1234-bcd"),
        ("es", "M-1234-AB", "m 1234 ab"),
        ("gb", "AB12 CDE", "ab12cde"),
        ("gb", "A123 BCD", "A123BCD"),
        ("mx", "ABC-123-D", "ABC123D"),
        ("mx", "ABC-12-34", "abc1234"),
    ] {
        assert_eq!(
            country(code).plate.read(&tidy::code(typed)).as_deref(),
            Ok(kept),
            "{typed}"
        );
    }
    for (code, typed) in [
        ("es", "1234AEI"),
        ("pe", "1234BCD"),
        ("cl", "ABC"),
        ("gb", "ABCDEFG"),
    ] {
        assert_eq!(country(code).plate.read(typed), Err(Unfit::Unlike), "{typed}");
    }
}

#[test]
fn telephones_as_people_part_them() {
    for (code, number, shown) in [
        ("pe", "+51987654321", "+51 987 654 321"),
        ("pe", "+5112345678", "+51 1 234 5678"),
        ("cl", "+56912345678", "+56 9 1234 5678"),
        ("es", "+34612345678", "+34 612 34 56 78"),
        ("gb", "+442079460958", "+44 20 7946 0958"),
        ("gb", "+447912345678", "+44 7912 345678"),
        ("mx", "+525512345678", "+52 55 1234 5678"),
        ("mx", "+529981234567", "+52 998 123 4567"),
    ] {
        let country = country(code);
        assert_eq!(country.phone.shown(number).as_deref(), Some(shown));
        for typed in [shown, &shown[3..], number, &number[3..], &number[1..]] {
            let read = crate::answers::e164(typed, country);
            assert_eq!(read.as_deref(), Some(number), "{code} {typed}");
        }
    }
    for (code, typed) in [
        ("cl", "12345678"),
        ("mx", "551234567"),
        ("es", "512345678"),
        ("gb", "0123"),
    ] {
        assert_eq!(crate::answers::e164(typed, country(code)), None, "{code} {typed}");
    }
    let abroad = crate::answers::e164("+51 987 654 321", country("cl"));
    assert_eq!(abroad.as_deref(), Some("+51987654321"));
}

#[test]
fn amounts_as_each_country_writes_them() {
    for (code, cents, written) in [
        ("pe", 0, "S/ 0.00"),
        ("pe", 5, "S/ 0.05"),
        ("pe", 3_550, "S/ 35.50"),
        ("pe", 99_999, "S/ 999.99"),
        ("pe", 100_000, "S/ 1,000.00"),
        ("pe", 123_456_789, "S/ 1,234,567.89"),
        ("pe", -150, "-S/ 1.50"),
        ("pe", i64::MIN, "-S/ 92,233,720,368,547,758.08"),
        ("cl", 1_234_500, "$ 12.345"),
        ("mx", 123_450, "$1,234.50"),
        ("es", 123_450, "1.234,50 €"),
        ("gb", 123_450, "£1,234.50"),
    ] {
        assert_eq!(country(code).amount(cents).replace('\u{a0}', " "), written);
    }
}

#[test]
fn every_line_of_holidays_is_read() {
    for (source, table) in COUNTRIES {
        let lines = table.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(holidays::read(table).len(), lines, "{source}");
    }
}

/// Two writings of one number would be two people.
#[test]
fn a_number_has_one_form_however_it_is_written() {
    for (code, kept, written) in [
        (
            "cl",
            "9876543-3",
            &["9.876.543-3", "09.876.543-3", "RUT 009876543-3"][..],
        ),
        ("mx", "P&G851223B24", &["P&G851223B24", "p&g-851223-b24"]),
        ("es", "A58818501", &["A-58818501", "NIF A58818501"]),
    ] {
        let identifier = &country(code).tax_number;
        for written in written {
            assert_eq!(
                identifier.read(&identifier.code(written)).as_deref(),
                Ok(kept),
                "{written}"
            );
        }
        let canonical = crate::canonical::tax_number(written[1]).map(|found| found.text().to_owned());
        assert_eq!(
            canonical.as_deref(),
            Some(&*crate::canonical::letters_and_digits(kept)),
            "{kept}"
        );
    }
    assert_eq!(
        country("es").tax_number.read("A5881850A"),
        Err(Unfit::Unlike),
        "a company's is a digit"
    );
    assert_eq!(
        country("cl").tax_number.person("765432103"),
        None,
        "a company is nobody"
    );
}

/// What a form keeps of a telephone is what somebody is found by.
#[test]
fn a_telephone_is_found_by_what_is_kept_of_it() {
    for rules in CountryRules::all() {
        let found = crate::canonical::phone(&rules.phone.sample);
        let found = found.map(|found| found.text().to_owned());
        assert_eq!(found.as_ref(), Some(&rules.phone.sample));
        let kept = crate::answers::e164(&rules.phone.example, rules);
        assert_eq!(
            kept.as_ref(),
            Some(&rules.phone.sample),
            "the example is the sample"
        );
    }
    assert_eq!(
        crate::answers::e164("07912 34567", country("gb")),
        None,
        "a digit is missing"
    );
}

#[test]
fn what_is_asked_for_with_a_keyboard_of_digits_has_nothing_else() {
    let numbers = CountryRules::all().iter().map(|rules| &rules.tax_number);
    for identifier in documents().chain(numbers).filter(|identifier| identifier.numeric) {
        for sample in &identifier.samples {
            assert!(sample.bytes().all(|byte| byte.is_ascii_digit()), "{sample}");
        }
    }
    let numeric: Vec<&str> = documents()
        .filter(|one| one.numeric)
        .map(|one| &*one.code)
        .collect();
    assert_eq!(numeric, ["dni"]);
}

/// An account of any country: its length, its check digits, and as people write it.
#[test]
fn an_iban_is_taken_as_it_is_written_and_shown_in_fours() {
    let iban = NumberType::all().next().unwrap().identifier();
    assert_eq!(iban.code, "iban");
    for right in [
        "AD1200012030200359100100",
        "BE68539007547034",
        "BR1800360305000010009795493C1",
        "CR05015202001026284066",
        "FR1420041010050500013M02606",
        "GB29NWBK60161331926819",
        "LC55HEMM000100010012001200023015",
        "MT84MALT011000012345MTLCAST001S",
        "NO9386011117947",
        "SV62CENR00000000000000700025",
    ] {
        assert_eq!(iban.read(right).as_deref(), Ok(right));
    }
    let spain = "ES9121000418450200051332";
    for typed in [
        "es91 2100 0418 4502 0005 1332",
        "IBAN ES91-2100-0418-4502-0005-1332",
        "ES9121000418450200051332\n",
    ] {
        assert_eq!(iban.read(&iban.code(typed)).as_deref(), Ok(spain), "{typed}");
    }
    for (wrong, why) in [
        // A digit another, two of them changed about, one missing, one too many.
        ("ES9121000418450200051333", Unfit::Mismatch),
        ("ES9121000418450200053132", Unfit::Mismatch),
        ("ES912100041845020005133", Unfit::Unlike),
        ("ES91210004184502000513322", Unfit::Unlike),
        // No country that has them, a Peruvian account, nothing.
        ("PE9121000418450200051332", Unfit::Unlike),
        ("00219300123456789012", Unfit::Unlike),
        ("", Unfit::Unlike),
        ("Ñ", Unfit::Unlike),
        ("ñ1", Unfit::Unlike),
    ] {
        assert_eq!(iban.read(&iban.code(wrong)), Err(why), "{wrong}");
    }
    assert_eq!(iban.shown(spain), "ES91 2100 0418 4502 0005 1332");
    assert_eq!(iban.shown("NO9386011117947"), "NO93 8601 1117 947");
}
