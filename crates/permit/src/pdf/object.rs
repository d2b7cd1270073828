//! The skeleton as PDF objects: printpdf draws the page, and what it leaves to chance or spells at length is
//! set here, so that the same layout gives the same bytes.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use printpdf::{FontId, Mm, Op, PdfDocument, PdfFont, PdfPage, PdfSaveOptions};

use super::PdfError;
use super::font::{Alphabet, Subset};

/// Objects 1 to `offsets.len()` as they stand in a file, without its cross-reference table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Vec<u8>,
    /// Where each object begins.
    pub(super) offsets: Vec<u32>,
    pub(super) catalog: u32,
}

/// The page shows its own stream and then the object after the last: the permit's.
pub(super) fn assemble(ops: Vec<Op>, fonts: &[Subset], language: &str) -> Result<Body, PdfError> {
    let mut doc = print(ops, fonts)?;
    for font in fonts {
        spell_font(&mut doc, font)?;
    }
    doc.version = "1.7".to_owned();
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
    write(&mut doc)
}

fn print(ops: Vec<Op>, fonts: &[Subset]) -> Result<Document, PdfError> {
    let mut pdf = PdfDocument::new("");
    for font in fonts {
        let id = FontId(font.weight.resource().to_owned());
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
    let fonts = doc.objects.values().filter_map(|object| object.as_dict().ok());
    let resource = font.weight.resource().as_bytes();
    let id = fonts
        .filter_map(|dict| dict.get(resource).and_then(Object::as_reference).ok())
        .next();
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
fn to_unicode_map(alphabet: &Alphabet) -> String {
    let mut runs: Vec<(u16, u16, u32)> = Vec::new();
    for one in &alphabet.0 {
        let code = u32::from(one.letter);
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
        map += &format!("{} beginbfrange\n", block.len());
        for (first, last, start) in block {
            map += &format!("<{first:04X}> <{last:04X}> <{start:04X}>\n");
        }
        map += "endbfrange\n";
    }
    map + "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
}

fn leave_room(doc: &mut Document) -> Result<(), PdfError> {
    let reserved = (doc.max_id + 1, 0);
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

fn write(doc: &mut Document) -> Result<Body, PdfError> {
    let catalog = doc
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .map_err(drawing)?
        .0;
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes)
        .map_err(|error| PdfError::Drawing(error.to_string()))?;
    let start = start_of_table(&bytes).ok_or_else(|| PdfError::Drawing("no cross-reference".to_owned()))?;
    let table = String::from_utf8_lossy(&bytes[start..]);
    let entries = table
        .lines()
        .skip(3)
        .map_while(|line| line.strip_suffix(" 00000 n "));
    let offsets: Vec<u32> = entries.filter_map(|entry| entry.parse().ok()).collect();
    if offsets.len() != doc.objects.len() {
        return Err(PdfError::Drawing(
            "the objects are not numbered without gaps".to_owned(),
        ));
    }
    bytes.truncate(start);
    Ok(Body {
        bytes,
        offsets,
        catalog,
    })
}

fn start_of_table(file: &[u8]) -> Option<usize> {
    let word = b"startxref\n";
    let at = file.windows(word.len()).rposition(|window| window == word)? + word.len();
    let digits = file[at..].split(|byte| *byte == b'\n').next()?;
    let start = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (start < file.len()).then_some(start)
}

#[expect(clippy::needless_pass_by_value)]
fn drawing(error: lopdf::Error) -> PdfError {
    PdfError::Drawing(error.to_string())
}
