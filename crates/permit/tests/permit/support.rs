//! One issuer, one permit and one status list that the tests share.

use jiff::Timestamp;
use permit::{
    Claims, Field, KeySet, PermitId, PublishedList, Purpose, SigningKey, StatusList, Trust, TrustedKey, issue,
};

pub(crate) const ISSUER: &str = "permisos.gob.pe";
pub(crate) const ADDRESS: &str = "https://permisos.gob.pe";
pub(crate) const NOT_BEFORE: i64 = 1_774_310_400;
pub(crate) const EXPIRES_AT: i64 = 1_774_440_000;
/// An hour into the permit's validity.
pub(crate) const NOON: i64 = NOT_BEFORE + 3600;

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

/// The P-256 key of RFC 6979, A.2.5, which signs permits.
pub(crate) fn permit_key() -> SigningKey {
    SigningKey::from_pem(
        "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFX
Z7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth
+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ
-----END PRIVATE KEY-----",
    )
    .unwrap()
}

/// Another key, which signs status lists and descriptions.
pub(crate) fn status_key() -> SigningKey {
    SigningKey::from_pem(
        "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/yB1QhwZn+ykw1K4
FteTE1K5gVqZkRHSsN58MgCtC0qhRANCAAQRdZ9tA3y2/Q+1/FA5NA5XZQvqIWSB
S+1elAM3hoib6nEQJk/YqX+ZFNHw+1f/DgpbdHT5wYbyvq+qpUPMhfZ6
-----END PRIVATE KEY-----",
    )
    .unwrap()
}

pub(crate) fn keys() -> KeySet {
    let permit = TrustedKey::new(permit_key().public_key().clone(), Purpose::Permit);
    let status = TrustedKey::new(status_key().public_key().clone(), Purpose::Status);
    KeySet::new(ISSUER, ADDRESS, vec![permit, status])
}

pub(crate) fn claims() -> Claims {
    Claims {
        issuer: ISSUER.to_owned(),
        not_before: at(NOT_BEFORE),
        expires_at: at(EXPIRES_AT),
        id: PermitId([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        permit_type: 1,
        list: 12,
        index: 4711,
        fields: vec![
            Field::Text("Rosa Quispe Mamani".to_owned()),
            Field::Text("4821".to_owned()),
            Field::Absent,
            Field::Integer(2),
        ],
    }
}

pub(crate) fn permit_bytes() -> Vec<u8> {
    issue(&claims(), &permit_key()).unwrap().as_bytes().to_vec()
}

pub(crate) fn permit_text() -> String {
    issue(&claims(), &permit_key()).unwrap().qr_text(ADDRESS)
}

/// List 12 with room for 5,000, signed at the permit's first second, good for a day, to be renewed after 300 s.
pub(crate) fn list() -> PublishedList {
    PublishedList {
        issuer: ISSUER.to_owned(),
        list: 12,
        issued_at: at(NOT_BEFORE),
        expires_at: at(NOT_BEFORE + 86_400),
        ttl: 300,
        statuses: StatusList::new(5000),
    }
}

pub(crate) fn trust() -> Trust {
    Trust::new(vec![keys()])
}

/// A small repeatable source of randomness (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.next().to_le_bytes()[0]
    }
}

/// The same envelope with (r, n − s) for (r, s).
pub(crate) fn other_half(mut bytes: Vec<u8>) -> Vec<u8> {
    let s = bytes.len() - 32;
    let negated = negate(bytes[s..].try_into().unwrap());
    bytes[s..].copy_from_slice(&negated);
    bytes
}

/// `n − s` for the order n of P-256 (FIPS 186-4, D.1.2.3).
fn negate(s: [u8; 32]) -> [u8; 32] {
    let order = hex::decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551").unwrap();
    let mut result = [0; 32];
    let mut borrow = 0_i16;
    for at in (0..32).rev() {
        let difference = i16::from(order[at]) - i16::from(s[at]) - borrow;
        borrow = i16::from(difference < 0);
        result[at] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    result
}
