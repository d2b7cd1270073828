//! The envelope that permits, status lists and permit descriptions share: `COSE_Sign1` (RFC 9052).
//!
//! ```cddl
//! Envelope  = #6.18([ protected: bstr .cbor Protected, unprotected: {}, payload: bstr, signature: bstr .size 64 ])
//! Protected = { 1 => -7, 4 => bstr .size 8, ? 16 => tstr }   ; ES256, kid, typ
//! ```
//!
//! The signature is r ‖ s with s ≤ n ÷ 2, so that no other 64 bytes pass for it.

mod low_s;

use minicbor::Decoder;
use minicbor::data::Tag;
use thiserror::Error;

use crate::cbor;
use crate::key::{KeyId, PublicKey, SignError, Signer};

const SIGN1: u64 = 18;
const ALG: i64 = 1;
const KID: i64 = 4;
const TYP: i64 = 16;
const ES256: i64 = -7;

/// A signed payload whose form has been checked and whose signature has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    key_id: KeyId,
    typ: Option<String>,
    payload: Vec<u8>,
    signature: [u8; 64],
}

/// Why bytes are no envelope of ours.
#[derive(Debug, Error)]
pub enum EnvelopeError {
    /// Not the one form above, byte for byte.
    #[error("not a COSE_Sign1 envelope of the agreed form: {0}")]
    Malformed(#[from] minicbor::decode::Error),
    /// The protected header says that this is something else.
    #[error("the envelope holds {found:?}, not {expected:?}")]
    OtherType {
        /// The `typ` that the caller asked for; permits carry none.
        expected: Option<&'static str>,
        /// The `typ` found.
        found: Option<String>,
    },
}

/// Signs a payload into an envelope.
pub(crate) fn sign(payload: Vec<u8>, typ: Option<&str>, signer: &dyn Signer) -> Result<Vec<u8>, SignError> {
    let key_id = signer.key_id();
    let protected = protected(key_id, typ);
    let signature = low_s::lower(signer.sign(&to_be_signed(&protected, &payload))?);
    Ok(Envelope {
        key_id,
        typ: typ.map(str::to_owned),
        payload,
        signature,
    }
    .to_bytes())
}

impl Envelope {
    /// Reads an envelope whose `typ` is exactly the one expected (none for a permit).
    pub fn read(bytes: &[u8], expected: Option<&'static str>) -> Result<Self, EnvelopeError> {
        let envelope = cbor::read(bytes, decode, Self::to_bytes)?;
        if envelope.typ.as_deref() == expected {
            Ok(envelope)
        } else {
            Err(EnvelopeError::OtherType {
                expected,
                found: envelope.typ,
            })
        }
    }

    /// Which key is said to have signed.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// The bytes that were signed, to be believed only after [`Envelope::is_signed_by`].
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Whether the signature is this key's, in the one spelling that we write.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        let protected = protected(self.key_id, self.typ.as_deref());
        low_s::is_low(&self.signature)
            && key.verify(&to_be_signed(&protected, &self.payload), &self.signature)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let protected = protected(self.key_id, self.typ.as_deref());
        cbor::write(|w| {
            w.tag(Tag::new(SIGN1))?.array(4)?;
            w.bytes(&protected)?
                .map(0)?
                .bytes(&self.payload)?
                .bytes(&self.signature)?
                .ok()
        })
    }
}

/// `Sig_structure = [ "Signature1", body_protected: bstr, external_aad: h'', payload: bstr ]` (RFC 9052, 4.4).
fn to_be_signed(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    cbor::write(|w| {
        w.array(4)?
            .str("Signature1")?
            .bytes(protected)?
            .bytes(b"")?
            .bytes(payload)?
            .ok()
    })
}

fn protected(key_id: KeyId, typ: Option<&str>) -> Vec<u8> {
    cbor::write(|w| {
        w.map(if typ.is_some() { 3 } else { 2 })?;
        w.i64(ALG)?.i64(ES256)?.i64(KID)?.bytes(key_id.as_bytes())?;
        match typ {
            Some(typ) => w.i64(TYP)?.str(typ)?.ok(),
            None => Ok(()),
        }
    })
}

fn decode(d: &mut Decoder<'_>) -> Result<Envelope, minicbor::decode::Error> {
    if d.tag()? != Tag::new(SIGN1) {
        return Err(minicbor::decode::Error::message("another tag than 18"));
    }
    cbor::array_of(d, 4)?;
    let (key_id, typ) = decode_protected(d.bytes()?)?;
    cbor::map_of(d, 0)?;
    Ok(Envelope {
        key_id,
        typ,
        payload: d.bytes()?.to_vec(),
        signature: cbor::fixed(d)?,
    })
}

fn decode_protected(bytes: &[u8]) -> Result<(KeyId, Option<String>), minicbor::decode::Error> {
    let mut d = Decoder::new(bytes);
    let has_typ = d.map()? == Some(3);
    cbor::key(&mut d, ALG)?;
    cbor::key(&mut d, ES256)?;
    cbor::key(&mut d, KID)?;
    let key_id = KeyId::from_bytes(cbor::fixed(&mut d)?);
    if !has_typ {
        return Ok((key_id, None));
    }
    cbor::key(&mut d, TYP)?;
    Ok((key_id, Some(d.str()?.to_owned())))
}
