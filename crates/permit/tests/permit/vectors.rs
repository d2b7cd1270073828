//! Bytes that another implementation made (Python's `cryptography`, with RFC 6979's deterministic ES256, of each pair the
//! signature with the lower s).

use permit::cose::Envelope;
use permit::{Claims, PublishedList, Status, Verdict, qr_text, verify, verify_bytes};

use crate::support::{ADDRESS, NOON, claims, keys, list, permit_bytes, permit_key, trust};
use crate::support::{NOT_BEFORE, at};

/// `18([ h'…', {}, h'…', h'…' ])`, taken apart.
const PERMIT: [&str; 8] = [
    "d2",                             // 18(
    "84",                             //   [
    "4d",                             //     << (13 bytes)
    "a2 01 26 04 485a7a78cca4a0f420", //       {1: -7, 4: h'5a7a78cca4a0f420'} >>,
    "a0",                             //     {},
    "5855",                           //     << (85 bytes: CLAIMS) >>,
    "",                               //
    "5840 654de12dd0232ba0426c789dbca86886ea9227de034acb9e09662d328578c840 \
     554069d9d52ed73ba7427eb84105a18471b898a2115d0a1b752ad19063fe701f", // h'r ‖ s' ])
];

/// n − s: what the other implementation gave first, and nobody may take for the permit's own s.
const OTHER_S: &str = "aabf96252ad128c558bd8147befa5e7b4b2e620b95ba94697e8ef9329864b532";

const CLAIMS: [&str; 15] = [
    "a5",                                      // {
    "01 6f 7065726d69736f732e676f622e7065",    //   1: "permisos.gob.pe",
    "04 1a69c3ce40",                           //   4: 1774440000,
    "05 1a69c1d400",                           //   5: 1774310400,
    "07 50 000102030405060708090a0b0c0d0e0f",  //   7: h'000102…0f',
    "3a00010000",                              //   -65537:
    "87",                                      //   [
    "01",                                      //     1,     / type /
    "0c",                                      //     12,    / list /
    "191267",                                  //     4711,  / index /
    "72 526f736120517569737065204d616d616e69", //     "Rosa Quispe Mamani",
    "64 34383231",                             //     "4821",
    "f6",                                      //     null,
    "02",                                      //     2
    "",                                        //   ] }
];

/// The permit's QR text.
const TEXT: &str = "https://permisos.gob.pe/v#\
    59255214074570244203656803823545926871576736626406531367303428663667313703655559255503163626568900705418\
    02000951108096002058285784105732014140021529011310339205375669043300000579838155026291176209839147842292\
    85688823247682178069562067594014698487026680408181257836742451551227963114668793247402724757743582009266\
    63320364589142205026377618562979438219173776718716678292873604320096380618908260772865113616486228703";

/// List 12: permit 1 invalid, 2 suspended, 15 invalid; `{2: sub, 4: exp, 6: iat, 65533: {"lst": zlib, "bits": 2}, 65534: 300}`.
const STATUS_LIST: [&str; 12] = [
    "d2 84 582a a3 01 26 04 485a7a78cca4a0f420", // 18([ << {1: -7, 4: kid,
    "10 781a 6170706c69636174696f6e2f7374617475736c6973742b637774", //   16: "application/statuslist+cwt"} >>,
    "a0 5852 a5",                                //   {}, << {
    "02 7821 68747470733a2f2f7065726d69736f732e676f622e70652f7374617475732f3132", // 2: "https://permisos.gob.pe/status/12",
    "04 1a69c32580",                                                              //     4: 1774396800,
    "06 1a69c1d400",                                                              //     6: 1774310400,
    "19fffd a2",                                                                  //     65533: {
    "63 6c7374 4c 78da53616070000000d40065",                                      //       "lst": h'78da…',
    "64 62697473 02",                                                             //       "bits": 2 },
    "19fffe 19012c",                                                              //     65534: 300 } >>,
    "5840 f2ddfb4e821a9879688b225abfacac5f0460344ea4f0ecf4f163a2e0b055d8e3",      //   h'r
    "637f2823008e1e9621392dfaa4da3b2cbf5fccb3ff42f9b7905c935477f326b7",           //     ‖ s' ])
];

fn bytes(parts: &[&str]) -> Vec<u8> {
    hex::decode(parts.concat().replace(' ', "")).unwrap()
}

fn permit() -> Vec<u8> {
    let mut parts = PERMIT;
    let claims = CLAIMS.concat();
    parts[6] = &claims;
    bytes(&parts)
}

#[test]
fn the_claims_are_read_and_written() {
    assert_eq!(Claims::read(&bytes(&CLAIMS)).unwrap(), claims());
    assert_eq!(hex::encode(claims().to_bytes()), hex::encode(bytes(&CLAIMS)));
}

#[test]
fn the_envelope_is_read_and_written() {
    let envelope = Envelope::read(&permit(), None).unwrap();
    assert_eq!(envelope.payload(), bytes(&CLAIMS));
    assert_eq!(envelope.key_id(), permit_key().public_key().id());
    assert!(envelope.is_signed_by(permit_key().public_key()));
    // ES256 here takes a random nonce: all but the signature is equal.
    let (ours, theirs) = (permit_bytes(), permit());
    assert_eq!(ours.len(), theirs.len());
    assert_eq!(ours[..ours.len() - 64], theirs[..theirs.len() - 64]);
}

#[test]
fn the_signature_with_the_higher_s_is_nobodys() {
    let mut bytes = permit();
    let s = bytes.len() - 32;
    bytes[s..].copy_from_slice(&hex::decode(OTHER_S).unwrap());
    let envelope = Envelope::read(&bytes, None).unwrap();
    assert!(!envelope.is_signed_by(permit_key().public_key()));
    assert_eq!(verify_bytes(&bytes, &trust(), at(NOON)).verdict, Verdict::Forged);
}

#[test]
fn the_text_is_read_and_written() {
    assert_eq!(qr_text::build(ADDRESS, &permit()), TEXT);
    assert_eq!(qr_text::parse(TEXT).unwrap().bytes, permit());
    let checked = verify(TEXT, &trust(), at(NOON));
    assert_eq!(checked.verdict, Verdict::Valid);
    assert_eq!(checked.claims, Some(claims()));
    assert_eq!(
        verify_bytes(&permit(), &trust(), at(NOON)).verdict,
        Verdict::Valid
    );
}

#[test]
fn the_status_list_is_read() {
    // The vector is signed with the permit key, which is trusted here for status lists.
    let mut keys = keys();
    keys.keys[0].purpose = permit::Purpose::Status;
    let read = PublishedList::read(&bytes(&STATUS_LIST), &keys, at(NOT_BEFORE)).unwrap();
    let statuses = (0..16).filter_map(|index| read.statuses.status(index));
    let marked: Vec<_> = (0..)
        .zip(statuses)
        .filter(|(_, status)| *status != Status::Valid)
        .collect();
    assert_eq!(
        marked,
        [
            (1, Status::Invalid),
            (2, Status::Suspended),
            (15, Status::Invalid)
        ]
    );
    assert_eq!(
        PublishedList {
            statuses: read.statuses,
            ..list()
        },
        list_of_sixteen()
    );
}

fn list_of_sixteen() -> PublishedList {
    let mut statuses = permit::StatusList::new(16);
    for (index, status) in [
        (1, Status::Invalid),
        (2, Status::Suspended),
        (15, Status::Invalid),
    ] {
        assert!(statuses.set(index, status));
    }
    PublishedList { statuses, ..list() }
}
