use insta::assert_snapshot;

use super::*;

/// The P-256 key of RFC 6979, A.2.5.
const PEM: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFX
Z7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth
+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ
-----END PRIVATE KEY-----
";
/// Its signature of "sample" with SHA-256, from the same place.
const SAMPLE: &str = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                      f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";

fn key() -> SigningKey {
    SigningKey::from_pem(PEM).unwrap()
}

fn at(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(seconds).unwrap()
}

#[test]
fn a_signature_of_the_rfc_verifies() {
    let signature: [u8; 64] = hex::decode(SAMPLE).unwrap().try_into().unwrap();
    assert!(key().public_key().verify(b"sample", &signature));
    assert!(!key().public_key().verify(b"test", &signature));
    assert!(!key().public_key().verify(b"sample", &[0; 64]));
}

#[test]
fn what_is_signed_verifies_with_that_key_alone() {
    let other = SigningKey::generate().unwrap();
    let signature = key().sign(b"message").unwrap();
    assert!(key().public_key().verify(b"message", &signature));
    assert!(!other.public_key().verify(b"message", &signature));
}

#[test]
fn the_name_is_that_of_the_spki() {
    // openssl pkey -pubout -outform DER | sha256sum
    assert_eq!(hex::encode(key().key_id().as_bytes()), "5a7a78cca4a0f420");
    assert_snapshot!(key().key_id(), @"Wnp4zKSg9CA");
    assert_eq!(key().public_key().spki().len(), 91);
}

#[test]
fn a_key_file_comes_back_and_is_what_openssl_writes() {
    assert_eq!(key().to_pem().unwrap().as_str(), PEM);
    let made = SigningKey::generate().unwrap();
    let read = SigningKey::from_pem(&made.to_pem().unwrap()).unwrap();
    assert_eq!(read.public_key(), made.public_key());
    assert_eq!(
        SigningKey::from_pem(&PEM.replace('\n', "\r\n")).unwrap().key_id(),
        key().key_id()
    );
}

#[test]
fn other_files_are_no_signing_keys() {
    let public = PEM.replace("PRIVATE", "PUBLIC");
    let cut = PEM.replace("MIGHAgEA", "");
    // An Ed25519 key, as openssl genpkey writes it.
    let ed25519 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
    for (text, error) in [
        ("", SigningKeyError::NotPem),
        (public.as_str(), SigningKeyError::NotPem),
        (&PEM.replace("ya+p", "ya!p"), SigningKeyError::NotPem),
        (&PEM.repeat(2), SigningKeyError::NotPem),
        (&cut, SigningKeyError::NotP256),
        (ed25519, SigningKeyError::NotP256),
    ] {
        assert_eq!(SigningKey::from_pem(text).err(), Some(error), "{text}");
    }
}

#[test]
fn a_private_key_is_never_printed() {
    assert_snapshot!(format!("{:?}", key()), @"SigningKey(Wnp4zKSg9CA)");
}

#[test]
fn points_off_the_curve_are_no_keys() {
    let mut point = *key().public_key().point();
    point[64] ^= 1;
    assert_eq!(PublicKey::from_point(point), None);
    assert_eq!(PublicKey::from_point([0; 65]), None);
    let mut compressed = *key().public_key().point();
    compressed[0] = 2;
    assert_eq!(PublicKey::from_point(compressed), None);
}

#[test]
fn a_key_set_is_written_for_everyone() {
    let mut status = TrustedKey::new(key().public_key().clone(), Purpose::Status);
    status.retired_at = Some(at(1_774_310_400));
    status.expires_at = Some(at(1_774_440_000));
    let permit = TrustedKey::new(key().public_key().clone(), Purpose::Permit);
    let set = KeySet::new("demo.invalid", "http://127.0.0.1:8080", vec![permit, status]);
    assert_snapshot!(set.to_json(), @r#"
    {
      "iss": "demo.invalid",
      "address": "http://127.0.0.1:8080",
      "keys": [
        {
          "kty": "EC",
          "crv": "P-256",
          "x": "YP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Y",
          "y": "eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk",
          "kid": "Wnp4zKSg9CA",
          "alg": "ES256",
          "use": "sig",
          "purpose": "permit"
        },
        {
          "kty": "EC",
          "crv": "P-256",
          "x": "YP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Y",
          "y": "eQP-EAi4vJmkGunpVii8ZPLxsgwtfp9Rd6PClNRGIpk",
          "kid": "Wnp4zKSg9CA",
          "alg": "ES256",
          "use": "sig",
          "purpose": "status",
          "retired_at": 1774310400,
          "exp": 1774440000
        }
      ]
    }
    "#);
    assert_eq!(KeySet::from_json(&set.to_json()).unwrap(), set);
}

#[test]
fn a_plain_set_speaks_for_anybody_at_its_own_host() {
    let jwk = serde_json::to_string(&key().public_key().to_jwk()).unwrap();
    let set = KeySet::from_json(&format!(r#"{{"keys":[{jwk}]}}"#)).unwrap();
    assert!(set.speaks_for("permisos.gob.pe"));
    assert_eq!(set.address_of("permisos.gob.pe"), "https://permisos.gob.pe");
    assert!(set.find(key().key_id(), Purpose::Permit, at(0)).is_some());
    assert!(set.find(key().key_id(), Purpose::Status, at(0)).is_none());
}

#[test]
fn a_key_has_its_purpose_and_its_end() {
    let mut retired = TrustedKey::new(key().public_key().clone(), Purpose::Permit);
    retired.retired_at = Some(at(10));
    retired.expires_at = Some(at(20));
    let set = KeySet::new("a.pe", "https://a.pe", vec![retired]);
    let found = |purpose, now| set.find(key().key_id(), purpose, at(now)).is_some();
    assert!(
        found(Purpose::Permit, 9) && found(Purpose::Permit, 19),
        "retired keys still verify"
    );
    assert!(!found(Purpose::Permit, 20), "the last of its permits has run out");
    assert!(!found(Purpose::Status, 9));
    assert!(!set.speaks_for("b.pe"));
}

#[test]
fn keys_that_are_not_for_us_are_passed_over_and_wrong_ones_refused() {
    let jwk = serde_json::to_value(key().public_key().to_jwk()).unwrap();
    let read = |member: &str, value: &str| {
        let mut jwk = jwk.clone();
        jwk[member] = value.into();
        KeySet::from_json(&serde_json::json!({ "keys": [jwk] }).to_string())
    };
    for (member, value) in [
        ("kty", "RSA"),
        ("crv", "P-384"),
        ("alg", "ES384"),
        ("use", "enc"),
        ("purpose", "mail"),
    ] {
        assert_eq!(read(member, value).unwrap().keys, [], "{member}");
    }
    for (member, value, message) in [
        (
            "kid",
            "AAAAAAAAAAA",
            "key 0 of the set: the key is named AAAAAAAAAAA, by its bytes it is Wnp4zKSg9CA",
        ),
        ("x", "AAAA", "key 0 of the set: x and y are no point of P-256"),
        (
            "y",
            "Wnp4zKSg9CA=",
            "key 0 of the set: x and y are no point of P-256",
        ),
        (
            "d",
            "c2VjcmV0",
            "key 0 of the set is a private key: it is compromised if this was published",
        ),
    ] {
        assert_eq!(read(member, value).unwrap_err().to_string(), message);
    }
    assert!(KeySet::from_json("{}").is_err());
    assert!(KeySet::from_json("[]").is_err());
}
