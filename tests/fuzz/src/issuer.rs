//! An issuer whose keys the fuzzer has, so that what it makes up comes behind the signature too.

use jiff::Timestamp;
use minicbor::Encoder;
use minicbor::data::Tag;
use permit::{
    Claims, Field, KeySet, PermitDescription, PermitId, PublishedList, Purpose, Signer, SigningKey,
    StatusList, Trust, TrustedKey,
    description::{FieldDescription, Role},
};

pub(crate) const HOST: &str = "permisos.gob.pe";
pub(crate) const ADDRESS: &str = "https://permisos.gob.pe";
const NOW: i64 = 1_774_314_000;

/// The P-256 key of RFC 6979, A.2.5.
const PERMIT_KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFX
Z7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth
+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ
-----END PRIVATE KEY-----";
const STATUS_KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/yB1QhwZn+ykw1K4
FteTE1K5gVqZkRHSsN58MgCtC0qhRANCAAQRdZ9tA3y2/Q+1/FA5NA5XZQvqIWSB
S+1elAM3hoib6nEQJk/YqX+ZFNHw+1f/DgpbdHT5wYbyvq+qpUPMhfZ6
-----END PRIVATE KEY-----";

pub(crate) struct Issuer {
    pub(crate) permits: SigningKey,
    pub(crate) status: SigningKey,
    pub(crate) keys: KeySet,
    pub(crate) trust: Trust,
    pub(crate) now: Timestamp,
}

impl Issuer {
    pub(crate) fn new() -> Self {
        let key = |pem| SigningKey::from_pem(pem).expect("a key");
        let (permits, status) = (key(PERMIT_KEY), key(STATUS_KEY));
        let trusted = |key: &SigningKey, purpose| TrustedKey::new(key.public_key().clone(), purpose);
        let keys = vec![
            trusted(&permits, Purpose::Permit),
            trusted(&status, Purpose::Status),
        ];
        let keys = KeySet::new(HOST, ADDRESS, keys);
        Self {
            permits,
            status,
            trust: Trust::new(vec![keys.clone()]),
            keys,
            now: at(NOW),
        }
    }

    /// `COSE_Sign1` over a payload, as ours are written, whatever the payload is.
    pub(crate) fn signed(payload: &[u8], typ: Option<&str>, key: &SigningKey) -> Vec<u8> {
        let mut head = Encoder::new(Vec::new());
        head.map(if typ.is_some() { 3 } else { 2 }).expect("room");
        head.i8(1).and_then(|w| w.i8(-7)).expect("room");
        head.i8(4)
            .and_then(|w| w.bytes(key.key_id().as_bytes()))
            .expect("room");
        if let Some(typ) = typ {
            head.i8(16).and_then(|w| w.str(typ)).expect("room");
        }
        let head = head.into_writer();
        let mut covered = Encoder::new(Vec::new());
        covered.array(4).and_then(|w| w.str("Signature1")).expect("room");
        covered
            .bytes(&head)
            .and_then(|w| w.bytes(b""))
            .and_then(|w| w.bytes(payload))
            .expect("room");
        let signature = key.sign(covered.writer()).expect("a signature");
        let mut whole = Encoder::new(Vec::new());
        whole.tag(Tag::new(18)).and_then(|w| w.array(4)).expect("room");
        whole.bytes(&head).and_then(|w| w.map(0)).expect("room");
        whole
            .bytes(payload)
            .and_then(|w| w.bytes(&signature))
            .expect("room");
        whole.into_writer()
    }
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

pub(crate) fn claims() -> Claims {
    Claims {
        issuer: HOST.to_owned(),
        not_before: at(NOW - 3600),
        expires_at: at(NOW + 3600),
        id: PermitId([7; 16]),
        permit_type: 1,
        list: 12,
        index: 4711,
        fields: vec![
            Field::Text("Rosa Quispe Mamani".to_owned()),
            Field::Text("a,b".to_owned()),
            Field::Absent,
            Field::Integer(2),
        ],
    }
}

pub(crate) fn list() -> PublishedList {
    PublishedList {
        issuer: HOST.to_owned(),
        list: 12,
        issued_at: at(NOW - 60),
        expires_at: at(NOW + 86_400),
        ttl: 300,
        statuses: StatusList::new(5000),
    }
}

pub(crate) fn description() -> PermitDescription {
    let texts = |text: &str| [("es".to_owned(), text.to_owned())].into();
    let field = |id: &str, role| FieldDescription {
        id: id.to_owned(),
        role,
        form: None,
        label: texts(id),
        values: [("a".to_owned(), texts("A"))].into(),
    };
    PermitDescription {
        issuer: HOST.to_owned(),
        permit_type: 1,
        service: "transit-permit".to_owned(),
        issued_at: at(NOW - 60),
        languages: vec!["es".to_owned()],
        title: texts("Pase"),
        fields: vec![field("name", Role::Holder), field("reason", Role::Detail)],
        conditions: [("es".to_owned(), vec!["Lleva tu documento.".to_owned()])].into(),
        offline_for: 3600,
    }
}
