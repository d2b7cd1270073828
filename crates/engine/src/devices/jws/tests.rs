use permit::{Signer, SigningKey};
use proptest::prelude::*;

use super::*;

const DEVICE: &str = "0197f0a2-0000-7000-8000-000000000001";
const HEADER: &str = r#"{"alg":"ES256","kid":"0197f0a2-0000-7000-8000-000000000001"}"#;
const CLAIMS: &str = r#"{"htm":"POST","htp":"/api/v1/scans","nonce":"n","bsh":"b"}"#;

fn signed(key: &SigningKey, header: &str, claims: &str) -> String {
    let encode = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = key.sign(message.as_bytes()).unwrap();
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

#[test]
fn what_a_phone_signs_is_read_and_is_its_keys() {
    let key = SigningKey::generate().unwrap();
    let text = signed(&key, HEADER, CLAIMS);
    let request = SignedRequest::read(&text).unwrap();
    assert_eq!(request.device.to_string(), DEVICE);
    assert_eq!(request.claims.htp, "/api/v1/scans");
    assert!(request.is_by(key.public_key()));
    assert!(!request.is_by(SigningKey::generate().unwrap().public_key()));
}

/// A high s is a signature too: browsers do not choose.
#[test]
fn the_higher_of_the_two_values_of_s_is_taken() {
    let key = SigningKey::generate().unwrap();
    let text = signed(&key, HEADER, CLAIMS);
    let (message, signature) = text.rsplit_once('.').unwrap();
    let mut other: [u8; 64] = bytes(signature).unwrap().try_into().unwrap();
    negate(&mut other[32..]);
    let text = format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(other));
    assert!(SignedRequest::read(&text).unwrap().is_by(key.public_key()));
}

/// s becomes n − s, with n the order of P-256.
fn negate(s: &mut [u8]) {
    let order = hex::decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551").unwrap();
    let mut borrow = 0i16;
    for (digit, order) in s.iter_mut().zip(order).rev() {
        let difference = i16::from(order) - i16::from(*digit) - borrow;
        borrow = i16::from(difference < 0);
        *digit = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
}

#[test]
fn every_other_shape_is_refused() {
    let key = SigningKey::generate().unwrap();
    let kid = format!("\"kid\":\"{DEVICE}\"");
    for header in [
        format!(r#"{{"alg":"none",{kid}}}"#),
        format!(r#"{{"alg":"HS256",{kid}}}"#),
        format!(r#"{{"alg":"es256",{kid}}}"#),
        format!(r#"{{"alg":"ES256","alg":"none",{kid}}}"#),
        format!(r#"{{"alg":"ES256",{kid},"crit":["b64"],"b64":false}}"#),
        format!(r#"{{"alg":"ES256",{kid},"jwk":{{}}}}"#),
        format!(r#"{{"alg":"ES256","kid":"{{{DEVICE}}}"}}"#),
        format!(
            r#"{{"alg":"ES256","kid":"{}"}}"#,
            DEVICE.to_uppercase().replace('7', "F")
        ),
        r#"{"alg":"ES256","kid":"1"}"#.to_owned(),
        r#"{"alg":"ES256"}"#.to_owned(),
        format!("{HEADER} {HEADER}"),
        "[]".to_owned(),
    ] {
        assert!(
            SignedRequest::read(&signed(&key, &header, CLAIMS)).is_none(),
            "{header}"
        );
    }
    for claims in [
        "{}",
        r#"{"htm":"POST","htp":"/","nonce":"n"}"#,
        r#"{"htm":"POST","htp":"/","nonce":"n","bsh":"b","sub":"x"}"#,
        r#"{"htm":["POST"],"htp":"/","nonce":"n","bsh":"b"}"#,
    ] {
        assert!(
            SignedRequest::read(&signed(&key, HEADER, claims)).is_none(),
            "{claims}"
        );
    }
    let text = signed(&key, HEADER, CLAIMS);
    let (message, signature) = text.rsplit_once('.').unwrap();
    let (header, claims) = message.split_once('.').unwrap();
    for text in [
        String::new(),
        "..".into(),
        message.into(),
        format!("{text}="),
        format!("{text}.{signature}"),
        format!("{header}.{claims}."),
        format!("{header}.{claims}.{}", &signature[..84]),
        format!("{header}.{claims}.{signature}AA"),
        format!("{header}.{}.{signature}", "A".repeat(LONGEST)),
        text.replace('.', " . "),
    ] {
        assert!(SignedRequest::read(&text).is_none(), "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_that_anybody_sends_makes_it_panic(text in ".{0,300}") {
        prop_assert!(SignedRequest::read(&text).is_none());
    }

    #[test]
    fn no_byte_of_a_signed_request_can_change(at in 0usize..400, to in any::<u8>()) {
        let key = SigningKey::generate().unwrap();
        let text = signed(&key, HEADER, CLAIMS);
        let mut other = text.clone().into_bytes();
        let at = at % other.len();
        prop_assume!(other[at] != to && to.is_ascii());
        other[at] = to;
        let other = String::from_utf8(other).unwrap();
        let believed = SignedRequest::read(&other).is_some_and(|request| request.is_by(key.public_key()));
        prop_assert!(!believed, "{other}");
    }
}
