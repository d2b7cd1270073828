//! JSON values as deterministic CBOR (RFC 8949, section 4.2.1): shortest integers, definite lengths, map keys
//! in the order of their encoded bytes. One value has one encoding, whatever order its fields were read in.

use std::convert::Infallible;

use minicbor::Encoder;
use serde_json::{Map, Number, Value};

pub(crate) type Cbor = Encoder<Vec<u8>>;
pub(crate) type Written = Result<(), minicbor::encode::Error<Infallible>>;

/// Writes into memory cannot fail; this says so once.
pub(crate) fn encode(write: impl FnOnce(&mut Cbor) -> Written) -> Vec<u8> {
    let mut cbor = Encoder::new(Vec::new());
    write(&mut cbor).expect("writing to memory does not fail");
    cbor.into_writer()
}

pub(crate) fn value(cbor: &mut Cbor, json: &Value) -> Written {
    match json {
        Value::Null => cbor.null()?.ok(),
        Value::Bool(yes) => cbor.bool(*yes)?.ok(),
        Value::Number(number) => self::number(cbor, number),
        Value::String(text) => cbor.str(text)?.ok(),
        Value::Array(items) => {
            cbor.array(items.len() as u64)?;
            items.iter().try_for_each(|item| value(cbor, item))
        }
        Value::Object(fields) => map(cbor, fields),
    }
}

fn map(cbor: &mut Cbor, fields: &Map<String, Value>) -> Written {
    // An encoded text starts with its length, so byte order is length first, then the letters.
    let mut keys: Vec<&String> = fields.keys().collect();
    keys.sort_by(|a, b| (a.len(), a.as_bytes()).cmp(&(b.len(), b.as_bytes())));
    cbor.map(keys.len() as u64)?;
    for key in keys {
        cbor.str(key)?;
        value(cbor, &fields[key])?;
    }
    Ok(())
}

/// Events hold whole numbers only; a fraction would still be encoded in one way, as 64 bits.
fn number(cbor: &mut Cbor, number: &Number) -> Written {
    if let Some(whole) = number.as_u64() {
        cbor.u64(whole)?.ok()
    } else if let Some(negative) = number.as_i64() {
        cbor.i64(negative)?.ok()
    } else {
        cbor.f64(number.as_f64().unwrap_or(f64::NAN))?.ok()
    }
}
