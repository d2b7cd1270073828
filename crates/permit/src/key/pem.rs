//! PEM (RFC 7468) around one private key.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
const LINE: usize = 64;

pub(super) fn write(der: &[u8]) -> Zeroizing<String> {
    let body = Zeroizing::new(STANDARD.encode(der));
    // All the room at once: a text that grows leaves copies of the key behind in memory.
    let mut pem = Zeroizing::new(String::with_capacity(body.len() * 2 + BEGIN.len() + END.len()));
    pem.push_str(BEGIN);
    for (at, symbol) in body.chars().enumerate() {
        if at % LINE == 0 {
            pem.push('\n');
        }
        pem.push(symbol);
    }
    pem.push('\n');
    pem.push_str(END);
    pem.push('\n');
    pem
}

pub(super) fn read(pem: &str) -> Option<Zeroizing<Vec<u8>>> {
    let body = pem.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    let mut packed = Zeroizing::new(String::with_capacity(body.len()));
    packed.extend(body.chars().filter(|c| !c.is_ascii_whitespace()));
    STANDARD.decode(packed.as_bytes()).ok().map(Zeroizing::new)
}
