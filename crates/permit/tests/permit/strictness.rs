//! Envelopes that are rightly signed and of another form are refused: one permit has one spelling.

use minicbor::Encoder;
use minicbor::data::Tag;
use permit::{Signer, Verdict, verify_bytes};

use crate::support::{NOON, at, claims, permit_key, trust};

/// An envelope in parts, each as CBOR bytes, signed over whatever its protected header and payload are.
struct Parts {
    tag: Vec<u8>,
    protected: Vec<u8>,
    unprotected: Vec<u8>,
    payload: Vec<u8>,
    after: Vec<u8>,
}

fn parts() -> Parts {
    Parts {
        tag: vec![0xd2],
        protected: hex::decode("a2012604485a7a78cca4a0f420").unwrap(),
        unprotected: vec![0xa0],
        payload: claims().to_bytes(),
        after: Vec::new(),
    }
}

fn bstr(bytes: &[u8]) -> Vec<u8> {
    minicbor::to_vec(minicbor::bytes::ByteVec::from(bytes.to_vec())).unwrap()
}

impl Parts {
    fn signature(&self) -> [u8; 64] {
        let mut w = Encoder::new(Vec::new());
        w.array(4)
            .unwrap()
            .str("Signature1")
            .unwrap()
            .bytes(&self.protected)
            .unwrap();
        w.bytes(b"").unwrap().bytes(&self.payload).unwrap();
        let signed = w.into_writer();
        // A bare key hands out either half of a pair; only the lower s is taken.
        let mut signatures = std::iter::repeat_with(|| permit_key().sign(&signed).unwrap());
        signatures.find(|signature| signature[32] < 0x7f).unwrap()
    }

    fn bytes(&self) -> Vec<u8> {
        let body = [
            bstr(&self.protected),
            self.unprotected.clone(),
            bstr(&self.payload),
            bstr(&self.signature()),
        ];
        [self.tag.clone(), vec![0x84], body.concat(), self.after.clone()].concat()
    }
}

fn verdict(bytes: &[u8]) -> Verdict {
    verify_bytes(bytes, &trust(), at(NOON)).verdict
}

fn with_protected(hex: &str) -> Vec<u8> {
    Parts {
        protected: hex::decode(hex.replace(' ', "")).unwrap(),
        ..parts()
    }
    .bytes()
}

fn with_payload(hex: &str) -> Vec<u8> {
    Parts {
        payload: hex::decode(hex.replace(' ', "")).unwrap(),
        ..parts()
    }
    .bytes()
}

#[test]
fn the_parts_as_they_should_be_are_valid() {
    assert_eq!(verdict(&parts().bytes()), Verdict::Valid);
}

#[test]
fn other_envelopes_are_refused() {
    let good = parts().bytes();
    let cases: [(&str, Vec<u8>); 13] = [
        (
            "no tag",
            Parts {
                tag: Vec::new(),
                ..parts()
            }
            .bytes(),
        ),
        (
            "tag 17 (MAC)",
            Parts {
                tag: head_of_tag(17),
                ..parts()
            }
            .bytes(),
        ),
        (
            "tag 98 (COSE_Sign)",
            Parts {
                tag: head_of_tag(98),
                ..parts()
            }
            .bytes(),
        ),
        (
            "tag 61 (CWT) outside",
            Parts {
                tag: [head_of_tag(61), head_of_tag(18)].concat(),
                ..parts()
            }
            .bytes(),
        ),
        (
            "tag 18 in two bytes",
            Parts {
                tag: vec![0xd8, 0x12],
                ..parts()
            }
            .bytes(),
        ),
        (
            "something unprotected",
            Parts {
                unprotected: vec![0xa1, 0x04, 0x41, 0x00],
                ..parts()
            }
            .bytes(),
        ),
        (
            "an indefinite empty map",
            Parts {
                unprotected: vec![0xbf, 0xff],
                ..parts()
            }
            .bytes(),
        ),
        (
            "a byte after it",
            Parts {
                after: vec![0],
                ..parts()
            }
            .bytes(),
        ),
        (
            "an indefinite array",
            [&[0xd2, 0x9f], &good[2..], &[0xff]].concat(),
        ),
        ("five members", [&[0xd2, 0x85], &good[2..], &[0xf6]].concat()),
        ("a signature of 63 bytes", {
            let cut = [&good[..good.len() - 66], &[0x58, 63]].concat();
            [cut.as_slice(), &good[good.len() - 64..good.len() - 1]].concat()
        }),
        (
            "a length in more bytes",
            [&[0xd2, 0x84, 0x58, 0x0d], &good[3..]].concat(),
        ),
        ("nothing", Vec::new()),
    ];
    for (name, bytes) in cases {
        assert_eq!(verdict(&bytes), Verdict::NotAPermit, "{name}");
    }
}

fn head_of_tag(number: u64) -> Vec<u8> {
    let mut w = Encoder::new(Vec::new());
    w.tag(Tag::new(number)).unwrap();
    w.into_writer()
}

#[test]
fn other_protected_headers_are_refused() {
    for (name, hex) in [
        ("empty", ""),
        ("an empty map", "a0"),
        ("no kid", "a1 01 26"),
        ("no alg", "a1 04 485a7a78cca4a0f420"),
        ("EdDSA", "a2 01 27 04 485a7a78cca4a0f420"),
        ("ES384", "a2 01 3822 04 485a7a78cca4a0f420"),
        ("alg as text", "a2 01 654553323536 04 485a7a78cca4a0f420"),
        ("alg in two bytes", "a2 01 3806 04 485a7a78cca4a0f420"),
        ("kid first", "a2 04 485a7a78cca4a0f420 01 26"),
        (
            "kid twice",
            "a3 01 26 04 485a7a78cca4a0f420 04 485a7a78cca4a0f420",
        ),
        ("kid of 7 bytes", "a2 01 26 04 475a7a78cca4a0f4"),
        ("a critical header", "a3 01 26 02 8104 04 485a7a78cca4a0f420"),
        ("a content type", "a3 01 26 03 00 04 485a7a78cca4a0f420"),
        ("a typ", "a3 01 26 04 485a7a78cca4a0f420 10 6163"),
        ("a byte after the map", "a2 01 26 04 485a7a78cca4a0f420 00"),
        ("an indefinite map", "bf 01 26 04 485a7a78cca4a0f420 ff"),
    ] {
        assert_eq!(verdict(&with_protected(hex)), Verdict::NotAPermit, "{name}");
    }
}

#[test]
fn other_claims_are_refused() {
    let iss = "01 6f7065726d69736f732e676f622e7065";
    let rest = "07 50000102030405060708090a0b0c0d0e0f 3a00010000 83 01 0c 191267";
    let times = "04 1a69c3ce40 05 1a69c1d400";
    let good = format!("a5 {iss} {times} {rest}");
    assert_eq!(
        verdict(&with_payload(&good)),
        Verdict::Valid,
        "no fields are a permit too"
    );
    for (name, hex) in [
        ("nothing", String::new()),
        ("an unknown claim", format!("a6 {iss} 02 6161 {times} {rest}")),
        (
            "a status list reference",
            format!("a6 {iss} {times} {rest} 19fffd a0"),
        ),
        (
            "nbf before exp",
            format!("a5 {iss} 05 1a69c1d400 04 1a69c3ce40 {rest}"),
        ),
        ("exp missing", format!("a4 {iss} 05 1a69c1d400 {rest}")),
        ("exp twice", format!("a6 {iss} 04 1a69c3ce40 {times} {rest}")),
        (
            "exp as a float",
            format!("a5 {iss} 04 fb41da70f390000000 05 1a69c1d400 {rest}"),
        ),
        ("exp below zero", format!("a5 {iss} 04 20 05 1a69c1d400 {rest}")),
        (
            "exp beyond the year 9999",
            format!("a5 {iss} 04 1b0000ffffffffffff 05 1a69c1d400 {rest}"),
        ),
        (
            "exp in more bytes",
            format!("a5 {iss} 04 1b0000000069c3ce40 05 1a69c1d400 {rest}"),
        ),
        ("iss as bytes", good.replace("01 6f", "01 4f")),
        ("iss not UTF-8", good.replace("7065726d", "ff65726d")),
        (
            "iss in pieces",
            good.replace(
                "01 6f7065726d69736f732e676f622e7065",
                "01 7f6f7065726d69736f732e676f622e7065ff",
            ),
        ),
        ("cti of 15 bytes", good.replace("50000102", "4f0102")),
        ("two members", good.replace("83 01 0c 191267", "82 01 0c")),
        ("type as text", good.replace("83 01 0c", "83 6131 0c")),
        (
            "index beyond 32 bits",
            good.replace("191267", "1b0000000100000000"),
        ),
        (
            "an indefinite array",
            good.replace("83 01 0c 191267", "9f 01 0c 191267 ff"),
        ),
        (
            "more members said than there are",
            good.replace("83 01 0c", "9bffffffffffffffff 01 0c"),
        ),
        (
            "a field as bytes",
            good.replace("83 01 0c 191267", "84 01 0c 191267 4161"),
        ),
        (
            "a field below zero",
            good.replace("83 01 0c 191267", "84 01 0c 191267 20"),
        ),
        (
            "a field true",
            good.replace("83 01 0c 191267", "84 01 0c 191267 f5"),
        ),
        (
            "a field undefined",
            good.replace("83 01 0c 191267", "84 01 0c 191267 f7"),
        ),
        (
            "a field an array",
            good.replace("83 01 0c 191267", "84 01 0c 191267 80"),
        ),
        (
            "a field in more bytes",
            good.replace("83 01 0c 191267", "84 01 0c 191267 1802"),
        ),
        ("a byte after it", format!("{good} 00")),
        ("a tag before it", format!("d8 3d {good}")),
    ] {
        assert_ne!(hex, good, "{name}");
        assert_eq!(verdict(&with_payload(&hex)), Verdict::NotAPermit, "{name}");
    }
}
