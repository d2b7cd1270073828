//! The text of a permit's QR: `{address}/v#{digits}`. Any phone's camera opens it, and no server sees the fragment.

use thiserror::Error;

use crate::digits::{self, DigitsError};
use crate::qr::{self, QrError};

const PATH: &str = "/v";

/// A QR text taken apart; nothing of it is proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrText {
    /// Where the code sends a phone, for example `https://permisos.gob.pe`.
    pub address: String,
    /// The bytes that the digits spell.
    pub bytes: Vec<u8>,
}

/// Why a text is not a permit's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum QrTextError {
    /// No `http(s)://…/v#` in front.
    #[error("not an address of a permit check")]
    NotAnAddress,
    /// What follows `#` spells no bytes.
    #[error(transparent)]
    Digits(#[from] DigitsError),
}

/// Puts a text together; `address` is the base address without a slash at its end.
pub fn build(address: &str, bytes: &[u8]) -> String {
    format!("{address}{PATH}#{}", digits::encode(bytes))
}

/// The QR version of the text of so many bytes behind an address, by arithmetic alone.
pub fn version(address: &str, bytes: usize) -> Result<u8, QrError> {
    qr::version_of(address.len() + PATH.len() + "#".len(), digits::count(bytes))
}

/// Takes a text apart.
pub fn parse(text: &str) -> Result<QrText, QrTextError> {
    let (page, digits) = text.split_once('#').ok_or(QrTextError::NotAnAddress)?;
    let address = page.strip_suffix(PATH).ok_or(QrTextError::NotAnAddress)?;
    let host = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    // Letters that only look like others are the whole danger of an address: nothing but ASCII passes.
    if host.is_none_or(|host| host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_graphic())) {
        return Err(QrTextError::NotAnAddress);
    }
    Ok(QrText {
        address: address.to_owned(),
        bytes: digits::decode(digits)?,
    })
}
