//! What a permit says: the CWT claims set (RFC 8392) that is signed.
//!
//! ```cddl
//! Claims = {
//!   1 => tstr,                                   ; iss: the issuer's bare host
//!   4 => uint,                                   ; exp: first second in which it no longer holds
//!   5 => uint,                                   ; nbf: first second in which it holds
//!   7 => bstr .size 16,                          ; cti: the permit's identity
//!   -65537 => [ type: uint, list: uint, index: uint, * field ]
//! }
//! field = tstr / uint / null
//! ```
//!
//! No text begins with U+FEFF: half of all decoders take it for a byte order mark and drop it.

use jiff::Timestamp;
use minicbor::Decoder;
use minicbor::data::Type;
use minicbor::decode::Error as CborError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::cbor::{self, Written};

const ISS: i64 = 1;
const EXP: i64 = 4;
const NBF: i64 = 5;
const CTI: i64 = 7;
const PERMIT: i64 = -65537;
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A permit's claims; times are whole seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The issuer's bare host, for example `permisos.gob.pe`.
    pub issuer: String,
    /// First second in which the permit holds.
    pub not_before: Timestamp,
    /// First second in which it no longer holds.
    pub expires_at: Timestamp,
    /// The permit's identity; a permit signed anew under another key keeps it.
    pub id: PermitId,
    /// Number of the permit description that says what the fields mean.
    pub permit_type: u32,
    /// Number of the status list that the permit is on.
    pub list: u32,
    /// The permit's place on that list.
    pub index: u32,
    /// The holder's fields in the order of the permit description.
    pub fields: Vec<Field>,
}

/// 16 random bytes: unlike a v7 UUID they tell neither when nor where in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PermitId(pub [u8; 16]);

/// One field as it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// Text, or the code of a choice.
    Text(String),
    /// A count or an amount.
    Integer(u64),
    /// Asked by this type of permit, not answered in this one.
    Absent,
}

/// Why a payload does not hold a permit's claims.
#[derive(Debug, Error)]
#[error("not a permit's claims: {0}")]
pub struct ClaimsError(#[from] CborError);

impl Claims {
    /// Writes the claims the one deterministic way.
    pub fn to_bytes(&self) -> Vec<u8> {
        cbor::write(|w| {
            w.map(5)?.i64(ISS)?.str(&self.issuer)?;
            w.i64(EXP)?.i64(self.expires_at.as_second())?;
            w.i64(NBF)?.i64(self.not_before.as_second())?;
            w.i64(CTI)?.bytes(&self.id.0)?;
            w.i64(PERMIT)?.array(3 + self.fields.len() as u64)?;
            w.u32(self.permit_type)?.u32(self.list)?.u32(self.index)?;
            self.fields.iter().try_for_each(|field| encode_field(w, field))
        })
    }

    /// Whether every reader reads what is written here.
    pub(crate) fn is_readable(&self) -> bool {
        let readable = |text: &str| !text.starts_with(BYTE_ORDER_MARK);
        let field = |field: &Field| !matches!(field, Field::Text(text) if !readable(text));
        readable(&self.issuer) && self.fields.iter().all(field)
    }

    /// Reads claims that are written exactly as [`Claims::to_bytes`] writes them.
    pub fn read(bytes: &[u8]) -> Result<Self, ClaimsError> {
        Ok(cbor::read(bytes, decode, Self::to_bytes)?)
    }
}

fn encode_field(w: &mut cbor::Writer, field: &Field) -> Written {
    match field {
        Field::Text(text) => w.str(text)?.ok(),
        Field::Integer(number) => w.u64(*number)?.ok(),
        Field::Absent => w.null()?.ok(),
    }
}

fn decode(d: &mut Decoder<'_>) -> Result<Claims, CborError> {
    cbor::map_of(d, 5)?;
    cbor::key(d, ISS)?;
    let issuer = text(d)?;
    cbor::key(d, EXP)?;
    let expires_at = cbor::timestamp(d)?;
    cbor::key(d, NBF)?;
    let not_before = cbor::timestamp(d)?;
    cbor::key(d, CTI)?;
    let id = PermitId(cbor::fixed(d)?);
    cbor::key(d, PERMIT)?;
    let size = d
        .array()?
        .filter(|size| *size >= 3)
        .ok_or(CborError::message("too few members"))?;
    let (permit_type, list, index) = (d.u32()?, d.u32()?, d.u32()?);
    // The size is somebody else's word: the vector grows only as fields are really there.
    let fields = (3..size).map(|_| decode_field(d)).collect::<Result<_, _>>()?;
    Ok(Claims {
        issuer,
        not_before,
        expires_at,
        id,
        permit_type,
        list,
        index,
        fields,
    })
}

/// Refuses a text that another decoder would read shorter.
fn text(d: &mut Decoder<'_>) -> Result<String, CborError> {
    let text = d.str()?;
    if text.starts_with(BYTE_ORDER_MARK) {
        return Err(CborError::message("a text begins with U+FEFF"));
    }
    Ok(text.to_owned())
}

fn decode_field(d: &mut Decoder<'_>) -> Result<Field, CborError> {
    match d.datatype()? {
        Type::String => text(d).map(Field::Text),
        Type::U8 | Type::U16 | Type::U32 | Type::U64 => Ok(Field::Integer(d.u64()?)),
        Type::Null => d.null().map(|()| Field::Absent),
        other => Err(CborError::type_mismatch(other)),
    }
}
