//! A device that keeps one passkey, as the standard (Web Authentication, level 2, sections 5.8.1 and 6.1) has it.

use std::rc::Rc;

use aws_lc_rs::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// The device, in a browser that shows a page. A clone has the same key.
#[derive(Clone)]
pub(crate) struct Authenticator {
    pub(crate) key: Rc<EcdsaKeyPair>,
    /// What the passkey is known by.
    pub(crate) id: [u8; 32],
    /// How often it signed; a device that synchronises its passkeys always says 0.
    pub(crate) counter: u32,
    /// Where the page is.
    pub(crate) origin: &'static str,
    /// Whether it asks its owner for a finger, a face or a PIN.
    pub(crate) verifies: bool,
    /// Whose passkey it says it is, where it says so: their id's bytes.
    pub(crate) owner: Option<[u8; 16]>,
}

impl Authenticator {
    pub(crate) fn new(id: u8) -> Self {
        Self {
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING)
                .unwrap()
                .into(),
            id: [id; 32],
            counter: 0,
            origin: "https://permisos.test",
            verifies: true,
            owner: None,
        }
    }

    /// What `navigator.credentials.create` hands back for these options.
    pub(crate) fn make(&self, options: &str) -> String {
        let options = &options_of(options)["publicKey"];
        let client = self.client_data("webauthn.create", options);
        let authenticator = self.authenticator_data(options["rp"]["id"].as_str().unwrap(), true);
        // {"fmt": "none", "attStmt": {}, "authData": h'…'}
        let length = u8::try_from(authenticator.len()).unwrap();
        let mut attestation = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        attestation.push(length);
        attestation.extend(authenticator);
        let response = json!({
            "clientDataJSON": text(client.as_bytes()),
            "attestationObject": text(&attestation),
        });
        self.answer(&response)
    }

    /// What `navigator.credentials.get` hands back for these options.
    pub(crate) fn sign(&self, options: &str) -> String {
        let options = &options_of(options)["publicKey"];
        let client = self.client_data("webauthn.get", options);
        let authenticator = self.authenticator_data(options["rpId"].as_str().unwrap(), false);
        let signed = [&authenticator[..], digest(&SHA256, client.as_bytes()).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let response = json!({
            "clientDataJSON": text(client.as_bytes()),
            "authenticatorData": text(&authenticator),
            "signature": text(signature.as_ref()),
            "userHandle": self.owner.map(|owner| text(&owner)),
        });
        self.answer(&response)
    }

    fn answer(&self, response: &Value) -> String {
        let id = text(&self.id);
        json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
    }

    fn client_data(&self, what: &str, options: &Value) -> String {
        json!({ "type": what, "challenge": options["challenge"], "origin": self.origin }).to_string()
    }

    /// rpIdHash || flags || signCount || [aaguid || credentialIdLength || credentialId || credentialPublicKey]
    fn authenticator_data(&self, site: &str, is_new: bool) -> Vec<u8> {
        let verified = if self.verifies { USER_VERIFIED } else { 0 };
        let attested = if is_new { ATTESTED } else { 0 };
        let mut data = digest(&SHA256, site.as_bytes()).as_ref().to_vec();
        data.push(USER_PRESENT | verified | attested);
        data.extend(self.counter.to_be_bytes());
        if is_new {
            data.extend([0; 16]);
            data.extend([0, 32]);
            data.extend(self.id);
            data.extend(self.public_key());
        }
        data
    }

    /// {1: 2, 3: -7, -1: 1, -2: x, -3: y}: EC2, ES256, P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = &self.key.public_key().as_ref()[1..];
        let (x, y) = point.split_at(32);
        let (before_x, before_y) = (b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", b"\x22\x58\x20");
        [&before_x[..], x, &before_y[..], y].concat()
    }
}

fn options_of(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn text(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
