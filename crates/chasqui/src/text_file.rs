//! Texts that people's editors and spreadsheets saved: with a byte order mark or without, in UTF-8, in UTF-16, or in what came before.

use std::{
    fs,
    io::{self, Read as _},
    path::Path,
    string::FromUtf8Error,
};

use encoding_rs::{Encoding, WINDOWS_1252};

/// The largest service file: they have some kilobytes.
pub(crate) const LARGEST_SERVICE: u64 = 1 << 20;

/// The text of a file, or of what a shell puts in its place.
pub(crate) fn read(path: &Path) -> io::Result<String> {
    decode(fs::read(path)?)
}

/// The same of a service file: what never ends must not fill the memory.
pub(crate) fn service(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path)?;
    file.take(LARGEST_SERVICE + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST_SERVICE {
        let message = "it is larger than 1 MB, and service files have some kilobytes";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    decode(bytes)
}

/// UTF-8, or what the byte order mark says. Of other encodings nobody knows which it is, so that letters would be guessed.
pub(crate) fn decode(bytes: Vec<u8>) -> io::Result<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        let decoded = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        let damaged = || {
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("it is damaged {}", encoding.name()),
            )
        };
        return decoded.map(Into::into).ok_or_else(damaged);
    }
    String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, advice(&error)))
}

/// The same, and Windows-1252 where it is neither: what a table is read for is in ASCII, and a heading's accents are then right
/// nearly always.
pub(crate) fn decode_or_guess(bytes: &[u8]) -> String {
    let encoding = match std::str::from_utf8(bytes) {
        Ok(text) => return text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
        Err(_) => WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}

fn advice(error: &FromUtf8Error) -> String {
    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
    let line = before.split(|byte| *byte == b'\n').count();
    format!(
        "its line {line} is not UTF-8, but Windows-1252 (Latin-1) or another encoding: save the file as UTF-8"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_refused() {
        let said = service(Path::new("/dev/zero")).unwrap_err().to_string();
        assert!(said.starts_with("it is larger than 1 MB"), "{said}");
    }

    const TEXT: &str = "uno\r\nañ\u{f3}\r\n";

    fn utf16(unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        format!("\u{feff}{TEXT}").encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn what_a_mark_or_utf_8_says_is_read() {
        let marked = format!("\u{feff}{TEXT}").into_bytes();
        for bytes in [
            TEXT.into(),
            marked,
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert_eq!(decode_or_guess(&bytes), TEXT);
            assert_eq!(decode(bytes).unwrap(), TEXT);
        }
    }

    #[test]
    fn another_encoding_is_named_with_its_line() {
        let said = decode(b"uno\r\na\xf1\xf3\r\n".to_vec()).unwrap_err().to_string();
        assert!(
            said.starts_with("its line 2 is not UTF-8") && said.ends_with("save the file as UTF-8"),
            "{said}"
        );
        assert_eq!(decode_or_guess(b"uno\r\na\xf1\xf3\r\n"), TEXT);
        let said = decode(b"\xff\xfe\x00\xd8".to_vec()).unwrap_err().to_string();
        assert_eq!(said, "it is damaged UTF-16LE");
    }
}
