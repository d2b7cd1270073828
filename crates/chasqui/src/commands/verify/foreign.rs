//! What a code is that is no permit's: named, so that whoever holds it before a camera sees the mistake.

use url::Url;

/// Beginnings that no other kind of code has; letters count alike in both cases.
const BEGINNINGS: [(&str, &str); 20] = [
    ("BEGIN:VCARD", "a contact card"),
    ("MECARD:", "a contact card"),
    ("WIFI:", "the access to a Wi-Fi"),
    ("HC1:", "a health certificate (EU Digital COVID Certificate)"),
    ("SHC:/", "a health certificate (SMART Health Card)"),
    ("BEGIN:VEVENT", "a date for a calendar"),
    ("BEGIN:VCALENDAR", "a date for a calendar"),
    (
        "OTPAUTH:",
        "a secret for one-time codes, which should be shown to nobody",
    ),
    ("0002010", "a payment"),
    ("BCD\n", "a payment (SEPA)"),
    ("BCD\r\n", "a payment (SEPA)"),
    ("SPC\n", "a payment (Swiss QR bill)"),
    ("SPC\r\n", "a payment (Swiss QR bill)"),
    ("UPI:", "a payment (UPI)"),
    ("BITCOIN:", "a payment (Bitcoin)"),
    ("MAILTO:", "an e-mail address"),
    ("TEL:", "a telephone number"),
    ("SMSTO:", "a text message"),
    ("GEO:", "a place on the map"),
    ("EYJ", "a web token"),
];

/// A sentence on what the text is, or none where nobody can tell.
pub(super) fn what_is(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some("this code is empty".to_owned());
    }
    let kind = beginning(text)
        .map(str::to_owned)
        .or_else(|| is_boarding_pass(text).then(|| "a boarding pass".to_owned()))
        .or_else(|| is_product(text).then(|| "a product's bar code".to_owned()))
        .or_else(|| web_address(text))?;
    Some(format!("this code is {kind}, not a permit"))
}

fn beginning(text: &str) -> Option<&'static str> {
    let starts = |start: &str| {
        text.get(..start.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(start))
    };
    let found = BEGINNINGS.iter().find(|(start, _)| starts(start));
    found.map(|(_, kind)| *kind)
}

/// IATA resolution 792: `M`, the number of legs, the name in 20 places, `E`, and more.
fn is_boarding_pass(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 58 && bytes[0] == b'M' && bytes[1].is_ascii_digit() && bytes[2..22].contains(&b'/')
}

/// GTIN: 8, 12, 13 or 14 digits.
fn is_product(text: &str) -> bool {
    matches!(text.len(), 8 | 12 | 13 | 14) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Any other page's address, its host in ASCII so that look-alike letters show. A permit's own that was damaged is told by its fault.
fn web_address(text: &str) -> Option<String> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let is_like_ours = text
        .split_once("/v#")
        .is_some_and(|(_, digits)| digits.starts_with(|first: char| first.is_ascii_digit()));
    (!is_like_ours || !text.is_ascii())
        .then(|| format!("a web address ({})", url.origin().ascii_serialization()))
}

#[cfg(test)]
mod tests {
    use super::what_is;

    #[test]
    fn what_people_hold_before_a_camera_is_named() {
        for (text, kind) in [
            ("BEGIN:VCARD\nVERSION:3.0\nEND:VCARD", "a contact card"),
            ("wifi:T:WPA;S:casa;P:secreto;;", "the access to a Wi-Fi"),
            (
                "HC1:6BFOXN%TSMAHN-H3ZSUZK+",
                "a health certificate (EU Digital COVID Certificate)",
            ),
            (
                "M1QUISPE/ROSA         EABC123 LIMCUZLA 2042 081Y014A0012 100",
                "a boarding pass",
            ),
            ("00020101021138570011", "a payment"),
            (
                "https://example.org/menu?a=1",
                "a web address (https://example.org)",
            ),
            (
                "https://permis\u{43e}s.gob.pe/v#123",
                "a web address (https://xn--permiss-fjg.gob.pe)",
            ),
            ("7750182003155", "a product's bar code"),
            ("tel:+51999999999", "a telephone number"),
        ] {
            assert_eq!(
                what_is(text).as_deref(),
                Some(&*format!("this code is {kind}, not a permit")),
                "{text}"
            );
        }
        assert_eq!(what_is(" ").as_deref(), Some("this code is empty"));
        for text in ["hola", "https://permisos.gob.pe/v#12345", "M1", "ñandú"] {
            assert_eq!(what_is(text), None, "{text}");
        }
    }
}
