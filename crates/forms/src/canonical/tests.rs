//! What means the same, and what does not.

use super::*;
use crate::DocumentKind;
use crate::answers::IdentityDocument;

mod properties;

fn text(canonical: Option<Canonical>) -> String {
    canonical.map(|canonical| canonical.text).unwrap_or_default()
}

#[test]
fn a_mailbox_has_many_addresses() {
    for (mailbox, addresses) in [
        (
            "ana@example.org",
            &[
                " Ana@Example.ORG ",
                "ana+jefe@example.org",
                "ANA+a+b@example.org",
                "mailto:ana@example.org",
                "<ana@example.org>;",
                "ana@example.org.",
                "ana@EXAMPLE\u{3002}org",
            ][..],
        ),
        ("a.na@example.org", &["a.na+x@example.org"]),
        (
            "anaquispe@gmail.com",
            &[
                "Ana.Quispe@gmail.com",
                "a.n.a.quispe+permisos@googlemail.com",
                "anaquispe@GoogleMail.com",
            ],
        ),
        (
            "ana@xn--and-6ma2c.pe",
            &["ana@ñandú.pe", "ana@ÑANDÚ.PE", "ana@n\u{303}andu\u{301}.pe"],
        ),
        (
            "josé@example.org",
            &["JOSÉ@example.org", "jose\u{301}@example.org"],
        ),
        (
            "strasse@example.org",
            &["STRASSE@example.org", "straße@example.org"],
        ),
        ("+x@example.org", &["+X@example.org"]),
        ("..@gmail.com", &["..@gmail.com"]),
        ("ana@xn--a.example", &["ANA@XN--A.example"]),
    ] {
        assert_eq!(text(email(mailbox)), mailbox);
        for address in addresses {
            assert_eq!(text(email(address)), mailbox, "{address}");
        }
    }
    for nothing in [
        "",
        "ana",
        "@",
        "ana@",
        "@example.org",
        "ana maria@example.org",
        "a@b@c",
    ] {
        assert_eq!(email(nothing), None, "{nothing}");
    }
    assert_ne!(email("a.na@example.org"), email("ana@example.org"));
    assert_ne!(email("josé@example.org"), email("jose@example.org"));
}

#[test]
fn a_document_is_its_number() {
    for (kind, kept, number) in [
        (DocumentKind::DNI, "10117410", "10117410"),
        (DocumentKind::DNI, "10117410-2", "10117410"),
        (DocumentKind::DNI, "DNI 10117410", "10117410"),
        (DocumentKind::FOREIGNER_CARD, "001234567", "001234567"),
        (DocumentKind::FOREIGNER_CARD, "CE 001234567", "001234567"),
        (DocumentKind::FOREIGNER_CARD, "101174102", "101174102"),
        (DocumentKind::PASSPORT, "ab 123-456", "AB123456"),
        (DocumentKind::PASSPORT, "101174102", "101174102"),
        (DocumentKind::PASSPORT, "CE123456789", "CE123456789"),
    ] {
        let kept = IdentityDocument {
            kind,
            number: kept.to_owned(),
        };
        assert_eq!(text(document(&kept)), number, "{kept:?}");
    }
}

#[test]
fn who_types_a_document_may_mean_one_or_another() {
    for (typed, meant) in [
        ("10117410", &["10117410"][..]),
        (" 10.117.410 ", &["10117410"]),
        ("10117410-2", &["10117410", "101174102"]),
        ("101174102", &["10117410", "101174102"]),
        ("10117410-3", &["101174103"]),
        ("dni 10117410", &["10117410", "DNI10117410"]),
        ("DNI: 10117410-2", &["10117410", "DNI101174102"]),
        ("١٠١١٧٤١٠", &["10117410"]),
        ("１０１１７４１０", &["10117410"]),
        ("१०११७४१०-२", &["10117410", "101174102"]),
        ("CE 001234567", &["001234567", "CE001234567"]),
        ("ce1234567", &["CE1234567"]),
        ("001234567", &["001234567"]),
        ("ｘｙ１２３４５６", &["XY123456"]),
        (" - ", &[]),
    ] {
        let found: Vec<String> = documents(typed).into_iter().map(|found| found.text).collect();
        assert_eq!(found, meant, "{typed}");
    }
}

#[test]
fn a_name_is_its_letters() {
    for (kept, written) in [
        (
            "jose o connor ruiz",
            &[
                "José  O’Connor-Ruiz",
                "JOSÉ O'CONNOR RUIZ",
                "jose\u{301} o`connor, ruiz.",
            ][..],
        ),
        ("nguyen van an", &["Nguyễn Văn An", "NGUYEN VAN AN"]),
        ("col lell", &["Col·lell", "col lell"]),
        ("ka ahumanu", &["Kaʻahumanu", "Ka'ahumanu"]),
        ("strauss", &["Strauß", "STRAUSS"]),
        ("σοφοσ", &["Σοφός", "ΣΟΦΟΣ"]),
        ("iris", &["İris", "iris"]),
        ("ana 2", &["Ana ２"]),
    ] {
        for name_of in written {
            assert_eq!(text(name(name_of)), kept, "{name_of}");
        }
    }
    assert_eq!(name(" ·- "), None);
    assert_ne!(name("Ana Quispe"), name("Anaquispe"));
}

#[test]
fn a_phone_is_its_number_in_the_world() {
    for (number, written) in [
        (
            "+51987654321",
            &[
                "987 654 321",
                "+51 987654321",
                "0051-987-654-321",
                "＋51 ٩٨٧٦٥٤٣٢١",
            ][..],
        ),
        ("+5112345678", &["(01) 234-5678", "+51 1 2345678"]),
        (
            "+442079460958",
            &["+44 (0)20 7946 0958", "+4402079460958", "0044 20 7946 0958"],
        ),
        (
            "+56912345678",
            &["+56 9 1234 5678", "0056912345678", "＋５６ 912345678"],
        ),
    ] {
        for phone_of in written {
            assert_eq!(text(phone(phone_of)), number, "{phone_of}");
        }
    }
    for nothing in ["", "12", "ring me"] {
        assert_eq!(phone(nothing), None, "{nothing}");
    }
}

#[test]
fn a_plate_is_its_letters_and_digits() {
    for written in ["abc-123", "ABC 123", "A.B.C.1.2.3", "ａｂｃ－１２３", "ABC١٢٣"] {
        assert_eq!(text(plate(written)), "ABC123", "{written}");
    }
    assert_ne!(plate("AB0-123"), plate("ABO-123"));
    assert_eq!(plate(" - "), None);
}

#[test]
fn a_tax_number_tells_whose_it_is() {
    assert_eq!(text(tax_number("RUC 10-10117410-5")), "10101174105");
    assert_eq!(text(person_of_tax_number("10101174105")), "10117410");
    assert_eq!(text(tax_number("20131312955")), "20131312955");
    assert_eq!(person_of_tax_number("20131312955"), None);
    // What one country's rules would keep of it has to be what all of them keep of that.
    for text in ["0100000000-K", "0100000000", "1123456789"] {
        let kept = tax_number(text);
        let again = kept.as_ref().and_then(|kept| tax_number(kept.text()));
        assert_eq!(again, kept, "{text}");
    }
    for nothing in ["", "10101", "10101174105X"] {
        assert_eq!(tax_number(nothing), None, "{nothing}");
    }
}

#[test]
fn kinds_are_kept_by_name() {
    for kind in CanonicalKind::ALL {
        assert_eq!(CanonicalKind::read(kind.as_str()), Some(kind));
    }
    let names = CanonicalKind::ALL.map(CanonicalKind::as_str);
    assert_eq!(
        names,
        ["document", "e-mail", "name", "phone", "plate", "tax-number"]
    );
    assert_eq!(CanonicalKind::read("none"), None);
}

#[test]
fn a_persons_document_is_found_whatever_kind_it_was_given_as() {
    const DNI: DocumentKind = DocumentKind::DNI;
    const CARD: DocumentKind = DocumentKind::FOREIGNER_CARD;
    const PASSPORT: DocumentKind = DocumentKind::PASSPORT;
    let given = |kind, number: &str| {
        let number = number.to_owned();
        document(&IdentityDocument { kind, number }).unwrap()
    };
    for (typed, kept, forms) in [
        (
            &["10117410", "10117410-2", "dni 10117410", "10 117 410"][..],
            "10117410",
            &[
                (DNI, "10117410"),
                (PASSPORT, "10117410"),
                (PASSPORT, "101174102"),
                (PASSPORT, "DNI10117410"),
                (CARD, "101174102"),
            ][..],
        ),
        (
            &["001234567", "CE 001234567"],
            "001234567",
            &[(CARD, "CE001234567"), (PASSPORT, "CE001234567")],
        ),
        (&["ab-123456"], "AB123456", &[(PASSPORT, "AB123456")]),
        (
            &["12.345.678-5"],
            "123456785",
            &[(PASSPORT, "RUN123456785"), (PASSPORT, "123456785")],
        ),
    ] {
        for typed in typed {
            assert_eq!(text(document_of_person(typed)), kept, "{typed}");
        }
        for (kind, number) in forms {
            assert!(
                documents_of_person(kept).contains(&given(*kind, number)),
                "{number}"
            );
        }
    }
    for nothing in [
        "",
        "-",
        "12345",
        "DNI 1011741",
        "DNI 10117410-3",
        "DNI 12345678-Z",
        "PASAPORTE",
        "1234567890123",
    ] {
        assert_eq!(document_of_person(nothing), None, "{nothing}");
    }
}
