//! Changes of the text: its digits and its address.

use super::{Material, pick};
use crate::support::{ADDRESS, Random};

pub(super) fn digits(material: &Material, random: &mut Random) -> String {
    let mut digits = material.digits().into_bytes();
    let at = random.below(digits.len());
    let group = at / 17 * 17;
    let digit = |random: &mut Random| b'0' + random.byte() % 10;
    match random.below(9) {
        0 => digits[at] = digit(random),
        1 => digits.truncate(at),
        2 => digits.insert(at, digit(random)),
        3 => drop(digits.remove(at)),
        4 => digits[at..].rotate_left(1),
        // A group that stands for more than seven bytes hold: the same bytes modulo 2^56, if nobody looked.
        5 => overflow(&mut digits, group),
        6 => digits.extend((0..=random.below(40)).map(|_| digit(random))),
        7 => (0..random.below(3)).for_each(|_| digits.extend_from_within(..)),
        _ => return letters(&digits, at, random),
    }
    format!("{ADDRESS}/v#{}", String::from_utf8(digits).unwrap())
}

fn overflow(digits: &mut [u8], group: usize) {
    let end = (group + 17).min(digits.len());
    let value = digits[group..end]
        .iter()
        .fold(0_u64, |value, digit| value * 10 + u64::from(digit - b'0'));
    let spelt = format!("{:0>17}", value + (1 << 56));
    digits[group..end].copy_from_slice(&spelt.as_bytes()[spelt.len() - (end - group)..]);
}

/// What other software takes for digits, or overlooks between them.
fn letters(digits: &[u8], at: usize, random: &mut Random) -> String {
    let letter = pick(
        &[
            "\u{ff11}", "\u{0661}", "\u{200b}", "\u{feff}", " ", "+", "-", ".", "e", "x", "_", "%31", "\n",
            "\0", "#",
        ],
        random,
    );
    let (before, after) = std::str::from_utf8(digits).unwrap().split_at(at);
    match random.below(4) {
        0 => format!("{ADDRESS}/v#{before}{after}{letter}"),
        1 => format!("{ADDRESS}/v#{letter}{before}{after}"),
        2 => format!("{ADDRESS}/v#{before}{letter}{}", &after[1..]),
        _ => format!("{ADDRESS}/v#{before}{letter}{after}"),
    }
}

/// A genuine permit behind an address that is not its issuer's.
pub(super) fn address(material: &Material, random: &mut Random) -> String {
    const ELSEWHERE: [&str; 24] = [
        "http://permisos.gob.pe/v#",
        "HTTPS://permisos.gob.pe/v#",
        "https://PERMISOS.gob.pe/v#",
        "https://permisos.gob.pe./v#",
        "https://permisos.gob.pe:443/v#",
        "https://permisos.gob.pe@evil.example/v#",
        "https://permisos.gob.pe.evil.example/v#",
        "https://permisos-gob.pe/v#",
        "https://permis\u{043e}s.gob.pe/v#",
        "https://permisos.gob.pe/v/#",
        "https://permisos.gob.pe//v#",
        "https://permisos.gob.pe/V#",
        "https://permisos.gob.pe/v?#",
        "https://permisos.gob.pe/v?x=1#",
        "https://permisos.gob.pe/v#v#",
        "https://permisos.gob.pe/x/v#",
        "https://permisos.gob.pe\\v#",
        " https://permisos.gob.pe/v#",
        "\u{feff}https://permisos.gob.pe/v#",
        "https:permisos.gob.pe/v#",
        "https:///v#",
        "javascript:https://permisos.gob.pe/v#",
        "https://permisos.gob.pe%2fv#",
        "",
    ];
    let mut address = pick(&ELSEWHERE, random).to_owned();
    if random.below(4) == 0 {
        let at = random.below(ADDRESS.len() + 1);
        address = format!("{ADDRESS}/v#");
        address.insert(at, char::from(b'!' + random.byte() % 94));
    }
    address + &material.digits()
}
