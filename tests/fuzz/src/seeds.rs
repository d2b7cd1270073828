//! Something good of each kind, for the fuzzer to begin with.

use permit::key::SignedKeySet;
use permit::{Field, cose::Envelope, issue};

use crate::issuer::{ADDRESS, HOST, Issuer, at, claims, description, list};

/// Short, and with a bit of everything.
pub(crate) const SERVICE: &str = include_str!("../../src/errand.yaml");

/// What a phone signs over a request.
const REQUEST: &str = r#"{"alg":"ES256","kid":"0197f0a2-0000-7000-8000-000000000001"}
{"htm":"POST","htp":"/api/v1/scans","nonce":"n","bsh":"b"}"#;

/// Each target's, by its name.
pub fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let issuer = Issuer::new();
    let mut more = claims();
    more.fields.push(Field::Integer(u64::MAX));
    // A stranger's signature: what is valid already is no finding.
    let permit = Issuer::signed(&claims().to_bytes(), None, &issuer.status);
    let signed = issue(&claims(), &issuer.status).expect("it is signed");
    let payload = |message: Vec<u8>, typ| {
        Envelope::read(&message, Some(typ))
            .expect("ours")
            .payload()
            .to_vec()
    };
    let list = list().sign(&issuer.status).expect("it is signed");
    let description = description().sign(&issuer.status).expect("it is signed");
    [
        ("text", signed.qr_text(ADDRESS).into_bytes()),
        ("text", b"https://permisos.gob.pe/v#00000000000000000".to_vec()),
        ("permit", permit),
        ("claims", claims().to_bytes()),
        ("claims", more.to_bytes()),
        ("list", payload(list, "application/statuslist+cwt")),
        (
            "description",
            payload(description, "application/chasqui-permit-description+json"),
        ),
        ("keys", issuer.keys.to_json().into_bytes()),
        ("keys", root_signed(&issuer)),
        ("request", REQUEST.as_bytes().to_vec()),
        ("service", SERVICE.as_bytes().to_vec()),
    ]
    .into()
}

/// The payload of a key set that the status key signs, as a root.
fn root_signed(issuer: &Issuer) -> Vec<u8> {
    let set = SignedKeySet {
        issuer: HOST.to_owned(),
        address: ADDRESS.to_owned(),
        version: 3,
        issued_at: issuer.now,
        expires_at: at(issuer.now.as_second() + 3600),
        root: issuer.status.public_key().clone(),
        roots: None,
        keys: issuer.keys.keys.clone(),
    };
    let signed = set.sign(&issuer.status).expect("it is signed");
    let envelope = Envelope::read(&signed, Some("application/chasqui-key-set+json")).expect("ours");
    envelope.payload().to_vec()
}
