//! Claims that the issuer's own key signed: written in another way than the one (never a permit), or saying what permits seldom
//! say (judged like any other).

use permit::{Claims, Field, PermitId, Signer};

use super::envelope::Parts;
use super::{Material, pick, text};
use crate::support::{EXPIRES_AT, NOT_BEFORE, Random, at, claims};

/// Items that are no claim of ours wherever they stand.
const STRANGE: [&[u8]; 22] = [
    &[0xf6],                                                 // null
    &[0xf7],                                                 // undefined
    &[0xf4],                                                 // false
    &[0xf5],                                                 // true
    &[0xe0],                                                 // simple(0)
    &[0xf8, 0xff],                                           // simple(255)
    &[0xf9, 0x7e, 0x00],                                     // NaN
    &[0xf9, 0x00, 0x00],                                     // 0.0
    &[0xfa, 0x7f, 0x80, 0x00, 0x00],                         // infinity
    &[0xfb, 0x41, 0xda, 0x70, 0x75, 0x00, 0x00, 0x00, 0x00], // a time as a float
    &[0xc2, 0x41, 0x01],                                     // 1 as a big number
    &[0xc1, 0x1a, 0x69, 0xc3, 0xce, 0x40],                   // a time in tag 1
    &[0xd8, 0x3d, 0x01],                                     // tag 61
    &[0x20],                                                 // -1
    &[0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], // -2^64
    &[0x5f, 0x41, 0x00, 0xff],                               // a byte string in pieces
    &[0x7f, 0x61, b'a', 0xff],                               // a text in pieces
    &[0x62, 0xff, 0xfe],                                     // no UTF-8
    &[0x63, 0xed, 0xa0, 0x80],                               // half a surrogate pair
    &[0x9f, 0x01, 0xff],                                     // an array without a size
    &[0xbf, 0xff],                                           // a map without a size
    &[0x1c],                                                 // reserved
];

/// The claims as five keys with their values, so that each can be another.
fn entries() -> Vec<[Vec<u8>; 2]> {
    let claims = claims().to_bytes();
    // Each value ends where the next key begins: sizes are those of the claims that the tests share.
    let ends = [1, 18, 24, 30, 48, claims.len()];
    let keys = [1, 1, 1, 1, 5];
    (0..5)
        .map(|n| {
            let (key, value) = claims[ends[n]..ends[n + 1]].split_at(keys[n]);
            [key.to_vec(), value.to_vec()]
        })
        .collect()
}

/// Deviates from the one way of writing, and is signed by the issuer all the same.
pub(super) fn ill_written(material: &Material, random: &mut Random) -> String {
    let mut parts = Parts::of(*material.permit_key.key_id().as_bytes());
    match random.below(4) {
        0 => parts.opening = opening(random),
        1 => parts.payload = structure(random),
        2 => parts.payload = value(random),
        _ => parts.payload = noise(random),
    }
    let mut bytes = parts.signed_by(&material.permit_key);
    if parts.opening == [0xd2, 0x84] && parts.payload == claims().to_bytes() {
        bytes.push(random.byte());
    }
    text(&bytes)
}

/// Another tag, more tags, another size, a size longer than needed or none.
fn opening(random: &mut Random) -> Vec<u8> {
    pick(
        &[
            vec![0x84],
            vec![0xd1, 0x84],
            vec![0xd0, 0x84],
            vec![0xd8, 0x62, 0x84],
            vec![0xd8, 0x12, 0x84],
            vec![0xd9, 0x00, 0x12, 0x84],
            vec![0xd2, 0xd2, 0x84],
            vec![0xd8, 0x3d, 0xd2, 0x84],
            vec![0xd9, 0xd9, 0xf7, 0xd2, 0x84],
            vec![0xd2, 0x83],
            vec![0xd2, 0x85],
            vec![0xd2, 0x98, 0x04],
            vec![0xd2, 0x9f],
            vec![0xd2, 0xa2],
            vec![0xd2, 0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ],
        random,
    )
}

/// Entries moved, doubled, left out, added; sizes that lie.
fn structure(random: &mut Random) -> Vec<u8> {
    let mut entries = entries();
    let (one, other) = (random.below(5), random.below(5));
    let mut size = vec![0xa5];
    match random.below(8) {
        0 => entries.swap(one, (one + 1 + other % 4) % 5),
        1 => {
            let again = entries[one].clone();
            entries.insert(other, again);
            size = vec![0xa6];
        }
        2 => {
            entries.remove(one);
            size = vec![0xa4];
        }
        3 => {
            entries.insert(
                other,
                [
                    vec![pick(&[0x00, 0x02, 0x03, 0x06, 0x08, 0x20, 0xf6], random)],
                    vec![0x01],
                ],
            );
            size = vec![0xa6];
        }
        4 => {
            size = pick(
                &[
                    vec![0xb8, 0x05],
                    vec![0xa4],
                    vec![0xa6],
                    vec![0x85],
                    vec![0x8a],
                    vec![0xc1, 0xa5],
                ],
                random,
            );
        }
        5 => size = vec![0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        6 => {
            size = vec![0xbf];
            entries.push([vec![0xff], Vec::new()]);
        }
        _ => entries.push([vec![random.byte()], Vec::new()]),
    }
    [size, entries.concat().concat()].concat()
}

/// One key or value, or one member of the private claim, of another kind or in a longer form.
fn value(random: &mut Random) -> Vec<u8> {
    let mut entries = entries();
    let at = random.below(5);
    let part = random.below(2);
    let strange = pick(&STRANGE, random).to_vec();
    match random.below(6) {
        0 => entries[at][part] = strange,
        1 => entries[at][part] = nested(random),
        2 => entries[at][part] = huge(random),
        3 => entries[at][part] = longer(&entries[at][part]),
        4 => entries[4][1] = [vec![0x84, 0x01, 0x0c, 0x18, 0x20], not_a_field(random)].concat(),
        _ => {
            // Type, list or index: too large, negative, or no number.
            let mut members = [vec![0x01], vec![0x0c], vec![0x19, 0x12, 0x67]];
            members[random.below(3)] = pick(
                &[
                    vec![0x1b, 0, 0, 0, 1, 0, 0, 0, 0],
                    vec![0x20],
                    vec![0x61, b'1'],
                    vec![0xf6],
                    vec![0x18, 0x05],
                ],
                random,
            );
            entries[4][1] = [vec![0x83], members.concat()].concat();
        }
    }
    [vec![0xa5], entries.concat().concat()].concat()
}

fn not_a_field(random: &mut Random) -> Vec<u8> {
    // The first is null, which is a field.
    pick(&[&STRANGE[1..], &[&[0x40], &[0x80], &[0xa0]]].concat(), random).to_vec()
}

/// Arrays, maps or tags inside each other, deeper than any stack.
fn nested(random: &mut Random) -> Vec<u8> {
    let depth = pick(&[2, 100, 1_000, 2_500], random);
    let level = pick(
        &[&[0x81][..], &[0xa1, 0x00], &[0xc1], &[0x9f], &[0xd8, 0x18, 0x41]],
        random,
    );
    level.repeat(depth)
}

/// A string, array or map that says it is larger than any memory.
fn huge(random: &mut Random) -> Vec<u8> {
    let kind = pick(&[0x5b, 0x7b, 0x9b, 0xbb], random);
    let top = pick(&[0x00, 0x7f, 0xff], random);
    vec![kind, top, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
}

/// The same item with its size in one more byte than needed.
fn longer(item: &[u8]) -> Vec<u8> {
    let (kind, size) = (item[0] & 0xe0, item[0] & 0x1f);
    match size {
        0..=23 => [&[kind | 0x18, size], &item[1..]].concat(),
        24 => [&[kind | 0x19, 0], &item[1..]].concat(),
        25 => [&[kind | 0x1a, 0, 0], &item[1..]].concat(),
        _ => [&[kind | 0x1b, 0, 0, 0, 0], &item[1..]].concat(),
    }
}

/// Genuine claims with some bytes changed, signed anew: refused unless they happen to be claims again.
fn noise(random: &mut Random) -> Vec<u8> {
    let mut bytes = claims().to_bytes();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        bytes[at] = random.byte();
    }
    if Claims::read(&bytes).is_ok() {
        bytes.push(0);
    }
    bytes
}

/// Claims at the edges of what may be said.
pub(super) fn unusual(material: &Material, random: &mut Random) -> String {
    const TEXTS: [&str; 12] = [
        "",
        "\0",
        "\u{feff}Rosa",
        "\u{10ffff}",
        "ñandú",
        "Q\u{0301}",
        "\u{202e}asoR",
        "a,b,c",
        "<b>",
        "\r\n",
        "👩‍👩‍👧",
        "\u{d7ff}\u{e000}",
    ];
    let mut unusual = claims();
    unusual.issuer = String::from(pick(
        &[
            "permisos.gob.pe",
            "permisos.gob.pe",
            "permisos.gob.pe ",
            "",
            "\u{feff}permisos.gob.pe",
        ],
        random,
    ));
    let seconds = [
        0,
        1,
        NOT_BEFORE,
        NOT_BEFORE + 3599,
        NOT_BEFORE + 3600,
        NOT_BEFORE + 3601,
        EXPIRES_AT,
        253_402_207_200,
    ];
    (unusual.not_before, unusual.expires_at) = (at(pick(&seconds, random)), at(pick(&seconds, random)));
    unusual.id = PermitId([random.byte(); 16]);
    let number = |random: &mut Random| {
        pick(
            &[0, 1, 12, 23, 24, 255, 256, 4_711, 4_999, 5_000, 65_536, u32::MAX],
            random,
        )
    };
    (unusual.permit_type, unusual.list, unusual.index) =
        (number(random), pick(&[12, 12, 13], random), number(random));
    unusual.fields = (0..random.below(30))
        .map(|_| match random.below(4) {
            0 => Field::Absent,
            1 => Field::Integer(pick(
                &[
                    0,
                    23,
                    24,
                    255,
                    65_536,
                    u64::from(u32::MAX) + 1,
                    (1 << 53) - 1,
                    1 << 53,
                    (1 << 53) + 1,
                    u64::MAX,
                ],
                random,
            )),
            2 => Field::Text(pick(&TEXTS, random).repeat(pick(&[1, 1, 30, 300], random))),
            _ => Field::Text(pick(&TEXTS, random).to_owned()),
        })
        .collect();
    let mut parts = Parts::of(*material.permit_key.key_id().as_bytes());
    parts.payload = unusual.to_bytes();
    text(&parts.signed_by(&material.permit_key))
}
