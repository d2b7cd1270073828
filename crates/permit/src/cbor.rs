//! The one strict way in which this crate reads and writes CBOR (RFC 8949, core deterministic).

use minicbor::decode::Error;
use minicbor::encode::Error as WriteError;
use minicbor::{Decoder, Encoder};
use std::convert::Infallible;

pub(crate) type Writer = Encoder<Vec<u8>>;
pub(crate) type Written = Result<(), WriteError<Infallible>>;

/// Writes into a vector, which takes whatever it is given.
pub(crate) fn write(body: impl FnOnce(&mut Writer) -> Written) -> Vec<u8> {
    let mut writer = Encoder::new(Vec::new());
    body(&mut writer).expect("a vector refuses no bytes");
    writer.into_writer()
}

/// Reads one value that spans all of `bytes` and is written the one deterministic way.
///
/// Writing the value again and comparing covers every deviation at once: longer integers than needed,
/// indefinite lengths, another order of keys, bytes left over.
pub(crate) fn read<'b, T>(
    bytes: &'b [u8],
    read: impl FnOnce(&mut Decoder<'b>) -> Result<T, Error>,
    write_again: impl FnOnce(&T) -> Vec<u8>,
) -> Result<T, Error> {
    let value = read(&mut Decoder::new(bytes))?;
    if write_again(&value) == bytes {
        Ok(value)
    } else {
        Err(Error::message("not deterministic"))
    }
}

/// Refuses a map of another size, or of indefinite length.
pub(crate) fn map_of(decoder: &mut Decoder<'_>, size: u64) -> Result<(), Error> {
    if decoder.map()? == Some(size) {
        Ok(())
    } else {
        Err(Error::message("a map of another size"))
    }
}

/// Refuses an array of another size, or of indefinite length.
pub(crate) fn array_of(decoder: &mut Decoder<'_>, size: u64) -> Result<(), Error> {
    if decoder.array()? == Some(size) {
        Ok(())
    } else {
        Err(Error::message("an array of another size"))
    }
}

/// Refuses any other key than the next one of the deterministic order.
pub(crate) fn key(decoder: &mut Decoder<'_>, expected: i64) -> Result<(), Error> {
    if decoder.i64()? == expected {
        Ok(())
    } else {
        Err(Error::message("another key"))
    }
}

/// A byte string of one length.
pub(crate) fn fixed<const N: usize>(decoder: &mut Decoder<'_>) -> Result<[u8; N], Error> {
    decoder
        .bytes()?
        .try_into()
        .map_err(|_| Error::message("a byte string of another length"))
}

/// Whole seconds since 1970 as an unsigned integer.
pub(crate) fn timestamp(decoder: &mut Decoder<'_>) -> Result<jiff::Timestamp, Error> {
    let seconds = i64::try_from(decoder.u64()?).map_err(|_| Error::message("a time out of range"))?;
    jiff::Timestamp::from_second(seconds).map_err(|_| Error::message("a time out of range"))
}

/// Refuses any other text than this one.
pub(crate) fn name(decoder: &mut Decoder<'_>, expected: &str) -> Result<(), Error> {
    if decoder.str()? == expected {
        Ok(())
    } else {
        Err(Error::message("another key"))
    }
}
