//! The skeleton as bytes that are kept with the service version (CBOR).

use minicbor::{Decoder, Encoder};

use super::PdfError;
use super::field::Field;
use super::font::{Alphabet, Face, Letter};
use super::object::{Body, Place};
use super::page::QrPlace;
use super::skeleton::Skeleton;

/// Raised when the form of these bytes changes: another form is refused, and whoever keeps them draws the page anew.
const FORM: u8 = 2;
/// No length on a page is larger, in points.
const LARGEST: f32 = 2000.0;

impl Skeleton {
    /// The skeleton as it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.body.bytes.len() + 8192);
        encode(self, &mut Encoder::new(&mut bytes)).expect("writing to memory does not fail");
        bytes
    }

    /// Reads a kept skeleton; anything that this program did not write is refused.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PdfError> {
        let mut decoder = Decoder::new(bytes);
        let skeleton = decode(&mut decoder).map_err(|error| PdfError::Damaged(error.to_string()))?;
        if decoder.position() != bytes.len() {
            return Err(PdfError::Damaged("something follows it".to_owned()));
        }
        Ok(skeleton)
    }
}

type Written = Result<(), minicbor::encode::Error<std::convert::Infallible>>;
type Pen<'b> = Encoder<&'b mut Vec<u8>>;
type Read<T> = Result<T, minicbor::decode::Error>;

fn encode(skeleton: &Skeleton, pen: &mut Pen<'_>) -> Written {
    pen.u8(FORM)?
        .bytes(&skeleton.body.bytes)?
        .u32(skeleton.body.catalog)?;
    pen.array(skeleton.body.places.len() as u64)?;
    for place in &skeleton.body.places {
        match place {
            Place::At(offset) => pen.bool(false)?.u32(*offset)?,
            Place::Packed(index) => pen.bool(true)?.u32(*index)?,
        };
    }
    pen.bytes(&skeleton.fingerprint)?
        .str(&skeleton.title)?
        .str(&skeleton.author)?;
    let own = [
        &skeleton.number,
        &skeleton.valid_from,
        &skeleton.valid_until,
        &skeleton.address,
    ];
    for field in own {
        encode_field(field, pen)?;
    }
    pen.array(skeleton.slots.len() as u64)?;
    for field in &skeleton.slots {
        encode_field(field, pen)?;
    }
    pen.f32(skeleton.qr.x)?
        .f32(skeleton.qr.top)?
        .f32(skeleton.qr.side)?;
    encode_alphabet(&skeleton.regular, pen)?;
    encode_alphabet(&skeleton.bold, pen)
}

fn encode_field(field: &Field, pen: &mut Pen<'_>) -> Written {
    pen.str(&field.label)?
        .bool(field.face == Face::Bold)?
        .bool(field.flush_right)?;
    let lengths = [
        field.x,
        field.top,
        field.width,
        field.height,
        field.largest,
        field.smallest,
        field.tracking,
    ];
    for length in lengths {
        pen.f32(length)?;
    }
    Ok(())
}

fn encode_alphabet(alphabet: &Alphabet, pen: &mut Pen<'_>) -> Written {
    pen.array(alphabet.0.len() as u64)?;
    for one in &alphabet.0 {
        pen.char(one.sign)?.u16(one.glyph)?.u16(one.width)?;
    }
    Ok(())
}

fn decode(bytes: &mut Decoder<'_>) -> Read<Skeleton> {
    if bytes.u8()? != FORM {
        return Err(minicbor::decode::Error::message("of another form"));
    }
    let (body, catalog) = (bytes.bytes()?.to_vec(), bytes.u32()?);
    let places = list(bytes, place)?;
    Ok(Skeleton {
        body: Body {
            bytes: body,
            places,
            catalog,
        },
        fingerprint: bytes.bytes()?.to_vec(),
        title: bytes.str()?.to_owned(),
        author: bytes.str()?.to_owned(),
        number: field(bytes)?,
        valid_from: field(bytes)?,
        valid_until: field(bytes)?,
        address: field(bytes)?,
        slots: list(bytes, field)?,
        qr: QrPlace {
            x: length(bytes)?,
            top: length(bytes)?,
            side: length(bytes)?,
        },
        regular: alphabet(bytes)?,
        bold: alphabet(bytes)?,
    })
}

fn place(bytes: &mut Decoder<'_>) -> Read<Place> {
    let packed = bytes.bool()?;
    let number = bytes.u32()?;
    Ok(if packed {
        Place::Packed(number)
    } else {
        Place::At(number)
    })
}

fn field(bytes: &mut Decoder<'_>) -> Read<Field> {
    let label = bytes.str()?.to_owned();
    let face = if bytes.bool()? { Face::Bold } else { Face::Regular };
    Ok(Field {
        label,
        face,
        flush_right: bytes.bool()?,
        x: length(bytes)?,
        top: length(bytes)?,
        width: length(bytes)?,
        height: length(bytes)?,
        largest: length(bytes)?,
        smallest: length(bytes)?,
        tracking: length(bytes)?,
    })
}

fn alphabet(bytes: &mut Decoder<'_>) -> Read<Alphabet> {
    let letter = |bytes: &mut Decoder<'_>| {
        Ok(Letter {
            sign: bytes.char()?,
            glyph: bytes.u16()?,
            width: bytes.u16()?,
        })
    };
    list(bytes, letter).map(Alphabet)
}

fn length(bytes: &mut Decoder<'_>) -> Read<f32> {
    let value = bytes.f32()?;
    if (0.0..=LARGEST).contains(&value) {
        Ok(value)
    } else {
        Err(minicbor::decode::Error::message("a length that no page has"))
    }
}

fn list<'b, T>(bytes: &mut Decoder<'b>, one: impl Fn(&mut Decoder<'b>) -> Read<T>) -> Read<Vec<T>> {
    let count = bytes
        .array()?
        .ok_or_else(|| minicbor::decode::Error::message("a list without length"))?;
    (0..count).map(|_| one(bytes)).collect()
}
