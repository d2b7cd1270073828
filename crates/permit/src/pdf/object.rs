//! The skeleton as PDF objects: printpdf draws the page, and what it leaves to chance or spells at length is
//! set here, so that the same layout gives the same bytes.

use lopdf::{Dictionary, Document, Object, ObjectId, ObjectStream, Stream};
use printpdf::{FontId, Mm, Op, PdfDocument, PdfFont, PdfPage, PdfSaveOptions};

use super::PdfError;
use super::font::{Alphabet, Subset};

/// Objects 1 to `places.len()` as they stand in a file, without its cross-reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    pub(super) places: Vec<Place>,
    pub(super) catalog: u32,
}

/// Where an object stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// At so many bytes from the file's beginning.
    At(u32),
    /// As so manieth in the object stream, which is the body's last object.
    Packed(u32),
}

/// The page shows its own stream and then the object after the last: the permit's.
pub(super) fn assemble(ops: Vec<Op>, fonts: &[Subset], language: &str) -> Result<Body, PdfError> {
    let mut doc = print(ops, fonts)?;
    for font in fonts {
        spell_font(&mut doc, font)?;
    }
    // Both carry the moment or chance of this run; the permit brings its own.
    doc.trailer.remove(b"Info");
    doc.trailer.remove(b"ID");
    let catalog = doc.catalog_mut().map_err(drawing)?;
    catalog.set("Lang", Object::string_literal(language));
    catalog.set(
        "ViewerPreferences",
        Dictionary::from_iter([("DisplayDocTitle", Object::Boolean(true))]),
    );
    catalog.remove(b"PageLayout");
    catalog.remove(b"PageMode");
    doc.prune_objects();
    doc.renumber_objects();
    doc.compress();
    leave_room(&mut doc)?;
    write(&doc)
}

fn print(ops: Vec<Op>, fonts: &[Subset]) -> Result<Document, PdfError> {
    let mut pdf = PdfDocument::new("");
    for font in fonts {
        let id = FontId(font.face.resource().to_owned());
        pdf.resources.fonts.map.insert(id, PdfFont::new(font.parsed()?));
    }
    pdf.pages = vec![PdfPage::new(Mm(210.0), Mm(297.0), ops)];
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    Ok(pdf.to_lopdf_document(&options, &mut Vec::new()))
}

/// printpdf lists widths and Unicode values of the letters drawn; the permit will draw any of the font's.
fn spell_font(doc: &mut Document, font: &Subset) -> Result<(), PdfError> {
    let (id, to_unicode) = find_font(doc, font)?;
    let widths = font
        .alphabet
        .0
        .iter()
        .map(|one| Object::from(i64::from(one.width)))
        .collect();
    let cid = doc
        .get_object_mut(id)
        .and_then(Object::as_dict_mut)
        .and_then(|dict| dict.get_mut(b"DescendantFonts"));
    let cid = cid.and_then(Object::as_array_mut).map_err(drawing)?.first_mut();
    let cid = cid.ok_or_else(|| PdfError::Drawing("a font without descendant".to_owned()))?;
    cid.as_dict_mut()
        .map_err(drawing)?
        .set("W", vec![Object::from(1), Object::Array(widths)]);
    let cmap = Stream::new(Dictionary::new(), to_unicode_map(&font.alphabet).into_bytes());
    doc.set_object(to_unicode, cmap);
    Ok(())
}

fn find_font(doc: &Document, font: &Subset) -> Result<(ObjectId, ObjectId), PdfError> {
    let mut fonts = doc.objects.values().filter_map(|object| object.as_dict().ok());
    let resource = font.face.resource().as_bytes();
    let id = fonts.find_map(|dict| dict.get(resource).and_then(Object::as_reference).ok());
    let id = id.ok_or_else(|| PdfError::Drawing("a page without words".to_owned()))?;
    let dict = doc.get_dictionary(id).map_err(drawing)?;
    Ok((
        id,
        dict.get(b"ToUnicode")
            .and_then(Object::as_reference)
            .map_err(drawing)?,
    ))
}

/// Glyph to UTF-16, in runs; a run stays within 256 of both (ISO 32000-1, 9.10.3).
pub(super) fn to_unicode_map(alphabet: &Alphabet) -> String {
    let mut runs: Vec<(u16, u16, u32)> = Vec::new();
    for one in &alphabet.0 {
        let code = u32::from(one.sign);
        match runs.last_mut() {
            Some((first, last, start))
                if one.glyph == *last + 1
                    && code == *start + u32::from(one.glyph - *first)
                    && one.glyph & 0xff != 0
                    && code & 0xff != 0 =>
            {
                *last = one.glyph;
            }
            _ => runs.push((one.glyph, one.glyph, code)),
        }
    }
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n\
         /CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    );
    for block in runs.chunks(100) {
        let line =
            |(first, last, start): &(u16, u16, u32)| format!("<{first:04X}> <{last:04X}> <{start:04X}>\n");
        map.extend([block.len().to_string(), " beginbfrange\n".to_owned()]);
        map.extend(block.iter().map(line));
        map.push_str("endbfrange\n");
    }
    map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
}

fn leave_room(doc: &mut Document) -> Result<(), PdfError> {
    // The pack of small objects comes after all others, the permit's stream after that.
    let reserved = (doc.max_id + 2, 0);
    let page = doc
        .page_iter()
        .next()
        .ok_or_else(|| PdfError::Drawing("no page".to_owned()))?;
    let page = doc
        .get_object_mut(page)
        .and_then(Object::as_dict_mut)
        .map_err(drawing)?;
    page.remove(b"Annots");
    let fixed = page.get(b"Contents").map_err(drawing)?.clone();
    page.set("Contents", vec![fixed, Object::Reference(reserved)]);
    Ok(())
}

/// Streams stand by themselves; all else is packed into one object stream, which saves some 3 kB a file.
fn write(doc: &Document) -> Result<Body, PdfError> {
    let catalog = doc
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(drawing)?
        .0;
    let mut bytes = b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n".to_vec();
    let mut places = Vec::new();
    let mut pack = ObjectStream::builder()
        .max_objects(doc.objects.len())
        .compression_level(9)
        .build();
    for (id, object) in &doc.objects {
        if let Ok(stream) = object.as_stream() {
            places.push(put(&mut bytes, id.0, stream)?);
        } else {
            places.push(Place::Packed(
                u32::try_from(pack.object_count()).unwrap_or(u32::MAX),
            ));
            pack.add_object(*id, object.clone()).map_err(drawing)?;
        }
    }
    let pack = pack.to_stream_object().map_err(drawing)?;
    places.push(put(&mut bytes, doc.max_id + 1, &pack)?);
    let gaps = doc.objects.keys().zip(1..).any(|(id, number)| *id != (number, 0));
    if gaps {
        Err(PdfError::Drawing("objects without numbers in a row".to_owned()))
    } else {
        Ok(Body {
            bytes,
            places,
            catalog,
        })
    }
}

fn put(bytes: &mut Vec<u8>, number: u32, stream: &Stream) -> Result<Place, PdfError> {
    let place = Place::At(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
    bytes.extend_from_slice(format!("{number} 0 obj\n<</Length {}", stream.content.len()).as_bytes());
    for (key, value) in stream.dict.iter().filter(|(key, _)| *key != b"Length") {
        let key = String::from_utf8_lossy(key);
        let pair = match value {
            Object::Name(name) => format!("/{key}/{}", String::from_utf8_lossy(name)),
            Object::Integer(number) => format!("/{key} {number}"),
            other => return Err(PdfError::Drawing(format!("a stream with {key} of {other:?}"))),
        };
        bytes.extend_from_slice(pair.as_bytes());
    }
    bytes.extend_from_slice(b">>\nstream\n");
    bytes.extend_from_slice(&stream.content);
    bytes.extend_from_slice(b"\nendstream\nendobj\n");
    Ok(place)
}

#[expect(clippy::needless_pass_by_value)]
pub(super) fn drawing(error: lopdf::Error) -> PdfError {
    PdfError::Drawing(error.to_string())
}
