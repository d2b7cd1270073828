//! What a file is, by how it begins: its name may say anything.

/// What can be done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A PDF, or a picture of a kind that is read.
    Readable,
    /// A picture that may show a permit, of a kind that is not read.
    OtherPicture,
    /// Something that shows no permit.
    Other,
}

/// How much of a file says what it is.
pub(super) const BEGINNING: usize = 32;
/// What is said of a picture of another kind.
pub(super) const OTHER_PICTURE: &str =
    "is a picture of a kind that is not read: save it as PNG or JPEG, or check its text";

/// The kind of a file that begins so.
pub(super) fn of(beginning: &[u8]) -> Kind {
    const READABLE: [&[u8]; 3] = [b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff"];
    const OTHERS: [&[u8]; 9] = [
        b"II*\0",
        b"MM\0*",
        b"II+\0",
        b"MM\0+",
        b"GIF8",
        b"BM",
        b"\xff\x0a",
        b"\0\0\0\x0cJXL ",
        b"\0\0\0\x0cjP  ",
    ];
    let begins = |with: &&[u8]| beginning.starts_with(with);
    // A box of ISO/IEC 14496-12: HEIC and AVIF, and films, which are pictures too.
    let is_box = beginning.get(4..8) == Some(b"ftyp");
    let is_webp = beginning.starts_with(b"RIFF") && beginning.get(8..12) == Some(b"WEBP");
    if READABLE.iter().any(begins) {
        Kind::Readable
    } else if is_box || is_webp || OTHERS.iter().any(begins) {
        Kind::OtherPicture
    } else {
        Kind::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_how_it_begins() {
        for (beginning, kind) in [
            (&b"%PDF-1.7"[..], Kind::Readable),
            (b"\x89PNG\r\n\x1a\n", Kind::Readable),
            (b"\xff\xd8\xff\xe0", Kind::Readable),
            (b"\0\0\0\x18ftypheic", Kind::OtherPicture),
            (b"\0\0\0\x1cftypavif", Kind::OtherPicture),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::OtherPicture),
            (b"II*\0\x08", Kind::OtherPicture),
            (b"MM\0*", Kind::OtherPicture),
            (b"GIF89a", Kind::OtherPicture),
            (b"RIFF\x10\0\0\0WAVEfmt ", Kind::Other),
            (b"nombre;codigo", Kind::Other),
            (b"", Kind::Other),
        ] {
            assert_eq!(of(beginning), kind, "{beginning:?}");
        }
    }
}
