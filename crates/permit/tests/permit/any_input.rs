//! Nothing that anybody can type, scan or serve makes a reader panic.

use permit::cose::Envelope;
use permit::{
    Claims, KeySet, PermitDescription, PermitNumber, PublishedList, Reference, SigningKey, digits, qr,
    qr_text, verify, verify_bytes,
};
use proptest::prelude::*;

use crate::support::{ADDRESS, NOON, Random, at, keys, list, permit_bytes, status_key, trust};

fn read_bytes(bytes: &[u8]) {
    let keys = keys();
    let _ = Envelope::read(bytes, None);
    let _ = Claims::read(bytes);
    let _ = PublishedList::read(bytes, &keys, at(NOON));
    let _ = PermitDescription::read(bytes, &keys, at(NOON));
    let _ = verify_bytes(bytes, &trust(), at(NOON));
}

fn read_text(text: &str) {
    let _ = digits::decode(text);
    let _ = qr_text::parse(text);
    let _ = KeySet::from_json(text);
    let _ = SigningKey::from_pem(text);
    let _ = text.parse::<PermitNumber>();
    let _ = text.parse::<Reference>();
    let _ = verify(text, &trust(), at(NOON));
}

/// One to four bytes of something good replaced: further into the readers than noise comes.
fn nearly(good: &[u8], seed: u64) -> Vec<u8> {
    let (mut bytes, mut random) = (good.to_vec(), Random(seed));
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        bytes[at] = random.byte();
    }
    bytes
}

proptest! {
    #[test]
    fn any_bytes(bytes: Vec<u8>) {
        read_bytes(&bytes);
    }

    #[test]
    fn any_claims(seed: u64) {
        let claims = crate::support::claims().to_bytes();
        let _ = Claims::read(&nearly(&claims, seed));
    }

    #[test]
    fn nearly_a_permit_or_a_list(seed: u64) {
        read_bytes(&nearly(&permit_bytes(), seed));
        read_bytes(&nearly(&list().sign(&status_key()).unwrap(), seed));
    }

    #[test]
    fn any_text(text: String) {
        read_text(&text);
    }

    #[test]
    fn any_digits(digits in "[0-9]{0,200}") {
        read_text(&format!("{ADDRESS}/v#{digits}"));
    }

    #[test]
    fn any_payload_that_is_signed(text in "\\PC{0,30}", number: u64, count in 0_usize..300) {
        use permit::{Field, issue};
        let mut claims = crate::support::claims();
        claims.fields = vec![Field::Text(text), Field::Integer(number)];
        claims.fields.resize(count, Field::Absent);
        let permit = issue(&claims, &crate::support::permit_key()).unwrap();
        let checked = verify_bytes(permit.as_bytes(), &trust(), at(NOON));
        prop_assert_eq!(checked.claims, Some(claims));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_picture(text in "\\PC{0,600}") {
        prop_assert_eq!(qr::encode(&text).map(|code| code.version()), qr::version(&text));
    }
}
