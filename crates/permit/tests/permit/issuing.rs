//! Issuing: what is signed, what is not, and how small it is.

use jiff::Timestamp;
use permit::{Claims, Field, IssueError, KeyId, SignError, Signer, issue, qr};

use crate::support::{ADDRESS, EXPIRES_AT, NOT_BEFORE, at, claims, permit_key};

/// An issuer of 15 letters, a name of 28, an ID's last four, a plate and two zones.
fn realistic() -> Claims {
    let text = |text: &str| Field::Text(text.to_owned());
    let name = "María Fernanda Quispe Huanca";
    assert_eq!((claims().issuer.len(), name.chars().count()), (15, 28));
    let fields = vec![
        text(name),
        text("4821"),
        text("ABC-123"),
        text("150101"),
        text("150140"),
    ];
    Claims {
        index: 471_100,
        fields,
        ..claims()
    }
}

#[test]
fn a_realistic_permit_is_small() {
    let permit = issue(&realistic(), &permit_key()).unwrap();
    assert!(
        permit.as_bytes().len() <= 205,
        "{} bytes",
        permit.as_bytes().len()
    );
    let matrix = qr::encode(&permit.qr_text(ADDRESS)).unwrap();
    assert!(matrix.version() <= 11, "version {}", matrix.version());
    assert!(matrix.width() <= 61);
}

/// Half of all decoders drop a byte order mark, and would then find other bytes than those that were signed.
#[test]
fn a_text_that_begins_with_a_byte_order_mark_is_not_signed() {
    let mut marked = claims();
    marked.fields[0] = Field::Text("\u{feff}Rosa".to_owned());
    assert!(matches!(
        issue(&marked, &permit_key()),
        Err(IssueError::ByteOrderMark)
    ));
    assert!(Claims::read(&marked.to_bytes()).is_err());
    marked.fields[0] = Field::Text("Rosa\u{feff}".to_owned());
    assert_eq!(Claims::read(&marked.to_bytes()).unwrap(), marked);
}

#[test]
fn times_that_no_claim_can_say_are_refused() {
    let half: Timestamp = "2026-03-24T00:00:00.5Z".parse().unwrap();
    let issued = |not_before, expires_at| {
        issue(
            &Claims {
                not_before,
                expires_at,
                ..claims()
            },
            &permit_key(),
        )
    };
    assert!(matches!(issued(half, at(EXPIRES_AT)), Err(IssueError::NotWholeSecond(time)) if time == half));
    assert!(matches!(
        issued(at(NOT_BEFORE), half),
        Err(IssueError::NotWholeSecond(_))
    ));
    assert!(matches!(
        issued(at(-1), at(EXPIRES_AT)),
        Err(IssueError::NotWholeSecond(_))
    ));
    assert!(matches!(
        issued(at(EXPIRES_AT), at(EXPIRES_AT)),
        Err(IssueError::NeverValid { .. })
    ));
    assert!(issued(at(0), at(1)).is_ok());
}

#[test]
fn a_signer_that_fails_is_told_of() {
    struct Unplugged;
    impl Signer for Unplugged {
        fn key_id(&self) -> KeyId {
            KeyId::from_bytes([0; 8])
        }
        fn sign(&self, _: &[u8]) -> Result<[u8; 64], SignError> {
            Err(SignError {
                reason: "the token was unplugged".to_owned(),
            })
        }
    }
    let error = issue(&claims(), &Unplugged).unwrap_err();
    insta::assert_snapshot!(error, @"the signer failed: the token was unplugged");
}
