//! The font of letters that few names have, put into the papers that need it.
//!
//! The paper is whole without it but for those letters. The font and the page that names it come after its end, as an incremental
//! update (ISO 32000-1, 7.5.6): the bytes before stay as every other paper of the service has them.

use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, dictionary};

use super::PdfError;
use super::font::{Face, Subset};
use super::object::{drawing, to_unicode_map};

/// The paper with that font among its page's.
pub(super) fn add(paper: Vec<u8>, font: &Subset) -> Result<Vec<u8>, PdfError> {
    let whole = Document::load_mem(&paper).map_err(drawing)?;
    let page = whole
        .page_iter()
        .next()
        .ok_or_else(|| PdfError::Drawing("no page".to_owned()))?;
    let mut update = IncrementalDocument::create_from(paper, whole);
    let font = put_font(&mut update.new_document, font);
    name_font(&mut update, page, font).map_err(drawing)?;
    let mut file = Vec::new();
    update
        .save_to(&mut file)
        .map_err(|error| PdfError::Drawing(error.to_string()))?;
    Ok(file)
}

/// A composite font of glyphs by number, as the skeleton's are.
fn put_font(doc: &mut Document, font: &Subset) -> ObjectId {
    let name = || Object::Name(font.face.postscript_name().into());
    let length = i64::try_from(font.program.len()).unwrap_or(i64::MAX);
    let program = packed(dictionary! { "Length1" => length }, font.program.clone());
    let program = doc.add_object(program);
    let descriptor = doc.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name(),
        "Flags" => 4,
        "FontBBox" => [-621, -389, 2800, 1067].map(Object::from).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => 1069,
        "Descent" => -293,
        "CapHeight" => 714,
        "StemV" => 80,
        "FontFile2" => program,
    });
    let widths = font.alphabet.0.iter().map(|one| i64::from(one.width).into());
    let glyphs = doc.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "DW" => 0,
        "W" => vec![Object::from(1), Object::Array(widths.collect())],
        "CIDToGIDMap" => "Identity",
    });
    let map = packed(Dictionary::new(), to_unicode_map(&font.alphabet).into_bytes());
    let map = doc.add_object(map);
    doc.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![Object::Reference(glyphs)],
        "ToUnicode" => map,
    })
}

fn packed(dictionary: Dictionary, content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(dictionary, content);
    // What does not shrink stays as it is.
    let _ = stream.compress();
    stream
}

/// Names the font where the page looks for its fonts, wherever that is written.
fn name_font(update: &mut IncrementalDocument, page: ObjectId, font: ObjectId) -> Result<(), lopdf::Error> {
    let resources = update.get_or_create_resources(page)?.as_dict_mut()?;
    let fonts = resources.get_mut(b"Font")?;
    let fonts = match fonts {
        Object::Reference(id) => {
            let id = *id;
            update.opt_clone_object_to_new_document(id)?;
            update.new_document.get_object_mut(id)?
        }
        fonts => fonts,
    };
    fonts.as_dict_mut()?.set(Face::Further.resource(), font);
    Ok(())
}
