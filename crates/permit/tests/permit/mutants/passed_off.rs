//! Genuine things of the same issuer that are no permits, and codes of others.

use permit::Signer;

use super::envelope::{Parts, header};
use super::{Material, pick, text};
use crate::support::{ADDRESS, Random};

pub(super) fn any(material: &Material, random: &mut Random) -> String {
    let mut bytes = match random.below(6) {
        0 => material.list.clone(),
        1 => material.description.clone(),
        2 => material.keys.clone().into_bytes(),
        3 => relabelled(material, random),
        4 => return foreign(random),
        // The payload alone, which no one signed.
        _ => Parts::of([0; 8]).payload,
    };
    if random.below(2) == 0 {
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
    }
    text(&bytes)
}

/// A permit's claims under a list's or a description's `typ`, or theirs without it, each signed by either key.
fn relabelled(material: &Material, random: &mut Random) -> Vec<u8> {
    let signer = pick(&[&material.permit_key, &material.status_key], random);
    let kid = *signer.key_id().as_bytes();
    let mut parts = Parts::of(kid);
    if random.below(2) == 0 {
        let typ = pick(
            &[
                "application/statuslist+cwt",
                "application/chasqui-permit-description+json",
                "application/cwt",
                "",
            ],
            random,
        );
        let mut label = minicbor::Encoder::new(vec![0x10]);
        label.str(typ).unwrap();
        let name = [&[0x04, 0x48], kid.as_slice()].concat();
        parts.protected = header(&[&[0x01, 0x26], &name, label.writer()]);
    } else {
        let genuine = pick(&[&material.list, &material.description], random);
        parts.payload = permit::cose::Envelope::read(genuine, Some("application/statuslist+cwt"))
            .or_else(|_| {
                permit::cose::Envelope::read(genuine, Some("application/chasqui-permit-description+json"))
            })
            .unwrap()
            .payload()
            .to_vec();
    }
    parts.signed_by(signer)
}

/// What else people hold before a camera.
fn foreign(random: &mut Random) -> String {
    let text = pick(
        &[
            "https://example.org/menu",
            "BEGIN:VCARD\nVERSION:3.0\nN:Quispe;Rosa\nEND:VCARD",
            "WIFI:T:WPA;S:casa;P:secreto;;",
            "HC1:6BFOXN%TSMAHN-H3ZSUZK+.V0ET9%6-AH-R6IOO6+IUQ4",
            "M1QUISPE/ROSA         EABC123 LIMCUZLA 2042 081Y014A0012 100",
            "00020101021238570011",
            "tel:+51999999999",
            "",
            "1234567890",
        ],
        random,
    );
    match random.below(3) {
        0 => text.to_owned(),
        1 => format!("{ADDRESS}/v#{text}"),
        _ => super::text(text.as_bytes()),
    }
}
