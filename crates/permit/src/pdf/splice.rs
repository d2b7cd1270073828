//! The file's end: one permit's stream and information, the cross-reference and the trailer.

use std::cell::RefCell;
use std::io::Write as _;

use aws_lc_rs::digest::{SHA256, digest};
use flate2::{Compress, Compression, FlushCompress, Status};

use super::layout::Paper;
use super::object::Place;
use super::skeleton::Skeleton;

/// Appends to the skeleton what makes it this permit's file.
pub(super) fn splice(skeleton: &Skeleton, content: &[u8], paper: &Paper) -> Vec<u8> {
    let body = &skeleton.body;
    let mut file = Vec::with_capacity(body.bytes.len() + 8 * 1024);
    file.extend_from_slice(&body.bytes);
    // The object stream is the last of the body's; content, information and cross-reference follow.
    let count = body.places.len();
    let content_at = file.len();
    stream(&mut file, count + 1, content);
    let info_at = file.len();
    info(&mut file, count + 2, skeleton, paper);
    let table_at = file.len();
    let own = [content_at, info_at, table_at];
    put(
        &mut file,
        format_args!("{} 0 obj\n<</Type/XRef/Size {}/W[1 3 1]", count + 3, count + 4),
    );
    put(
        &mut file,
        format_args!("/Root {} 0 R/Info {} 0 R/ID[", body.catalog, count + 2),
    );
    for _ in 0..2 {
        identity(&mut file, &skeleton.fingerprint, &paper.number);
    }
    put(
        &mut file,
        format_args!("]/Length {}>>\nstream\n", 5 * (count + 4)),
    );
    file.extend_from_slice(&[0, 0, 0, 0, 255]);
    for place in &body.places {
        match place {
            Place::At(offset) => entry(&mut file, 1, *offset as usize, 0),
            Place::Packed(index) => entry(&mut file, 2, count, *index),
        }
    }
    for offset in own {
        entry(&mut file, 1, offset, 0);
    }
    put(
        &mut file,
        format_args!("\nendstream\nendobj\nstartxref\n{table_at}\n%%EOF\n"),
    );
    file
}

/// Type, place in three bytes, generation or index (ISO 32000-1, 7.5.8).
fn entry(file: &mut Vec<u8>, kind: u8, place: usize, index: u32) {
    let [.., a, b, c] = place.to_be_bytes();
    file.extend_from_slice(&[kind, a, b, c, index.to_be_bytes()[3]]);
}

thread_local! {
    /// A compressor's tables cost more to clear than a page costs to compress: one a thread is kept. Level 2 packs the QR's
    /// lines a sixth smaller than level 1; level 4 takes twice as long for a twentieth more.
    static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(2), true));
}

fn stream(file: &mut Vec<u8>, number: usize, content: &[u8]) {
    let mut packed = Vec::with_capacity(content.len());
    let done = COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        compressor.compress_vec(content, &mut packed, FlushCompress::Finish)
    });
    // Digits and spaces always shrink; plain bytes are right too, should they not.
    let (filter, bytes) = match done {
        Ok(Status::StreamEnd) => ("/Filter/FlateDecode", packed.as_slice()),
        _ => ("", content),
    };
    put(
        file,
        format_args!("{number} 0 obj\n<<{filter}/Length {}>>\nstream\n", bytes.len()),
    );
    file.extend_from_slice(bytes);
    put(file, format_args!("\nendstream\nendobj\n"));
}

fn info(file: &mut Vec<u8>, number: usize, skeleton: &Skeleton, paper: &Paper) {
    put(file, format_args!("{number} 0 obj\n<</Title "));
    text(file, &[&skeleton.title, " ", &paper.number]);
    put(file, format_args!("/Author "));
    text(file, &[&skeleton.author]);
    let created = paper.issued_at.strftime("%Y%m%d%H%M%S");
    put(
        file,
        format_args!("/Producer (Chasqui)/CreationDate (D:{created}Z)>>\nendobj\n"),
    );
}

/// The same permit on the same skeleton is the same file.
fn identity(file: &mut Vec<u8>, fingerprint: &[u8], number: &str) {
    let whole = digest(&SHA256, &[fingerprint, number.as_bytes()].concat());
    file.push(b'<');
    for byte in &whole.as_ref()[..16] {
        put(file, format_args!("{byte:02X}"));
    }
    file.push(b'>');
}

/// A text string of PDF: a byte a letter where `PDFDocEncoding` is as Latin-1 (ISO 32000-1, D.2), else UTF-16.
fn text(file: &mut Vec<u8>, parts: &[&str]) {
    let mut letters = parts.iter().flat_map(|part| part.chars());
    if !letters.all(|letter| matches!(letter, ' '..='~' | '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}')) {
        return utf16(file, parts);
    }
    file.push(b'(');
    for letter in parts.iter().flat_map(|part| part.chars()) {
        if matches!(letter, '(' | ')' | '\\') {
            file.push(b'\\');
        }
        file.extend(u8::try_from(letter));
    }
    file.push(b')');
}

/// UTF-16 with its mark, in hexadecimal.
fn utf16(file: &mut Vec<u8>, parts: &[&str]) {
    put(file, format_args!("<FEFF"));
    for unit in parts.iter().flat_map(|part| part.encode_utf16()) {
        put(file, format_args!("{unit:04X}"));
    }
    file.push(b'>');
}

fn put(file: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    file.write_fmt(words).expect("writing to memory does not fail");
}
