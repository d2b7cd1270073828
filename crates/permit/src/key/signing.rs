//! A private key in this process's memory.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use thiserror::Error;
use zeroize::Zeroizing;

use super::{KeyId, PublicKey, SignError, Signer, pem};

/// A P-256 private key. It is never printed, and its memory is wiped when it is dropped.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    public: PublicKey,
}

/// Why there is no signing key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SigningKeyError {
    /// Not one PEM block `PRIVATE KEY`.
    #[error("not a private key in PEM (-----BEGIN PRIVATE KEY-----)")]
    NotPem,
    /// The block holds something else than an unencrypted P-256 key in PKCS#8.
    #[error("not an unencrypted P-256 key in PKCS#8")]
    NotP256,
    /// The machine's cryptography failed.
    #[error("the cryptographic provider failed")]
    Provider,
}

impl SigningKey {
    /// Makes a new key. The randomness is the cryptographic provider's own and cannot be handed in.
    pub fn generate() -> Result<Self, SigningKeyError> {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
        Self::from_pair(pair.map_err(|_| SigningKeyError::Provider)?)
    }

    /// Reads PKCS#8 in PEM, as [`SigningKey::to_pem`] and `openssl genpkey` write it.
    pub fn from_pem(pem: &str) -> Result<Self, SigningKeyError> {
        let der = pem::read(pem).ok_or(SigningKeyError::NotPem)?;
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der);
        Self::from_pair(pair.map_err(|_| SigningKeyError::NotP256)?)
    }

    /// The key for a file that only its owner may read.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, SigningKeyError> {
        let der = self.pair.to_pkcs8v1().map_err(|_| SigningKeyError::Provider)?;
        Ok(pem::write(der.as_ref()))
    }

    /// The half that is published.
    pub fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn from_pair(pair: EcdsaKeyPair) -> Result<Self, SigningKeyError> {
        let point = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| SigningKeyError::NotP256)?;
        let public = PublicKey::from_point(point).ok_or(SigningKeyError::NotP256)?;
        Ok(Self { pair, public })
    }
}

impl Signer for SigningKey {
    fn key_id(&self) -> KeyId {
        self.public.id()
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], SignError> {
        let failed = || SignError {
            reason: "the cryptographic provider failed".to_owned(),
        };
        let signature = self
            .pair
            .sign(&SystemRandom::new(), message)
            .map_err(|_| failed())?;
        signature.as_ref().try_into().map_err(|_| failed())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.key_id())
    }
}
