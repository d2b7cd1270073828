//! The server's secret, and the keys and tokens that are made with it.

use aws_lc_rs::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    constant_time, digest, hmac,
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::clock::Random;

/// Thirty-two bytes that every node of a site shares. Never printed; wiped when dropped.
pub struct Secret(Zeroizing<[u8; 32]>);

/// What a code made with the secret is good for: a code for one purpose opens nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Opened one application for ever, in releases before this: the mailed link, the browser that applied.
    Access,
    /// Opens one application for a while: the mailed link.
    Link,
    /// Opens one application for a while: the browser that was let in.
    Browser,
    /// Opens one application beside a second fact.
    ReturnCode,
    /// Says yes or no to one application, for whoever is asked to consent to it: the link that is mailed to them.
    Consent,
    /// Goes with every form, so that no other site can send one for a caller.
    Form,
    /// Makes two submissions of one draft the same submission.
    Submission,
    /// Hides document numbers and addresses from whoever reads the store.
    LookUp,
    /// The permutation of status-list indexes.
    Indexes,
    /// What the secret is known by, so that nodes with different ones notice.
    Mark,
    /// The nonce of a phone's next request.
    DeviceNonce,
    /// The invitation that makes a phone one of ours.
    Enrolment,
    /// Hides what an authenticator app was told.
    Authenticator,
    /// What is kept of a recovery code.
    RecoveryCode,
    /// What is kept of a browser in which somebody has logged in.
    KnownBrowser,
    /// What somebody typed into a form that was not taken.
    UnsentForm,
    /// Whose a form of the office is, without telling.
    FormOwner,
    /// What somebody typed who tries a version of a service, and what is drawn for it.
    Specimen,
}

impl Secret {
    /// The secret as it was read from its file.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// HMAC-SHA256 over the purpose and the parts, each part with its length.
    pub fn code(&self, purpose: Purpose, parts: &[&[u8]]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.0.as_ref());
        let mut context = hmac::Context::with_key(&key);
        context.update(purpose.label());
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let mut code = [0; 32];
        code.copy_from_slice(context.sign().as_ref());
        code
    }

    /// The same as text, to be carried to somebody and brought back.
    pub fn code_text(&self, purpose: Purpose, parts: &[&[u8]]) -> String {
        to_text(&self.code(purpose, parts))
    }

    /// Bytes that nobody reads without the secret, nor where they are said to be about anything else: AES-256-GCM under a key of the
    /// purpose's own. Nothing if the cipher fails, which it does for no input of ours.
    pub fn seal(&self, purpose: Purpose, about: &[u8], bytes: &[u8], random: &dyn Random) -> Option<String> {
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce);
        let mut sealed = bytes.to_vec();
        let key = self.cipher(purpose)?;
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(about), &mut sealed)
            .ok()?;
        Some(to_text(&[&nonce[..], &sealed].concat()))
    }

    /// What was sealed so; nothing of what was not, or under another secret.
    pub fn unseal(&self, purpose: Purpose, about: &[u8], sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut opened = Zeroizing::new(sealed.to_vec());
        let key = self.cipher(purpose)?;
        let plain = key.open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::from(about),
            &mut opened,
        );
        let length = plain.ok()?.len();
        opened.truncate(length);
        Some(opened)
    }

    fn cipher(&self, purpose: Purpose) -> Option<LessSafeKey> {
        let key = UnboundKey::new(&AES_256_GCM, &self.code(purpose, &[b"key"]));
        key.ok().map(LessSafeKey::new)
    }

    /// Whether a code that came back is the one we made, in constant time.
    pub fn made(&self, purpose: Purpose, parts: &[&[u8]], code: &str) -> bool {
        from_text(code).is_some_and(|code| {
            constant_time::verify_slices_are_equal(&self.code(purpose, parts), &code).is_ok()
        })
    }
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Access => b"access",
            Self::Link => b"link",
            Self::Browser => b"browser",
            Self::ReturnCode => b"return-code",
            Self::Consent => b"consent",
            Self::Form => b"form",
            Self::Submission => b"submission",
            Self::LookUp => b"look-up",
            Self::Indexes => b"indexes",
            Self::Mark => b"mark",
            Self::DeviceNonce => b"device-nonce",
            Self::Enrolment => b"enrolment",
            Self::Authenticator => b"authenticator",
            Self::RecoveryCode => b"recovery-code",
            Self::KnownBrowser => b"known-browser",
            Self::UnsentForm => b"unsent-form",
            Self::FormOwner => b"form-owner",
            Self::Specimen => b"specimen",
        }
    }
}

/// Base64url without padding.
pub fn to_text(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

/// Thirty-two bytes out of base64url.
pub fn from_text(text: &str) -> Option<[u8; 32]> {
    BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

/// A secret as a browser keeps it, and what the store knows it by.
pub fn handed_out(secret: &[u8; 32]) -> (String, [u8; 32]) {
    (to_text(secret), hash(secret))
}

/// The secret that a browser keeps, and what the store knows it by.
pub fn kept(text: &str) -> Option<([u8; 32], [u8; 32])> {
    let secret = from_text(text)?;
    Some((secret, hash(&secret)))
}

/// SHA-256: what the store keeps of a token.
pub fn hash(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Sevens;

    impl Random for Sevens {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn what_is_sealed_opens_for_its_secret_purpose_and_subject_alone() {
        let (secret, purpose) = (Secret::new([7; 32]), Purpose::Authenticator);
        let sealed = secret.seal(purpose, b"olga", b"hidden", &Sevens).unwrap();
        let opened = |secret: &Secret, purpose, about: &[u8], sealed: &str| {
            secret
                .unseal(purpose, about, sealed)
                .map(|opened| opened.to_vec())
        };
        assert_eq!(
            opened(&secret, purpose, b"olga", &sealed).as_deref(),
            Some(&b"hidden"[..])
        );
        let changed = format!("{}A", &sealed[..sealed.len() - 1]);
        for (secret, purpose, about, sealed) in [
            (&Secret::new([8; 32]), purpose, &b"olga"[..], sealed.as_str()),
            (&secret, Purpose::Browser, b"olga", &sealed),
            (&secret, purpose, b"rosa", &sealed),
            (&secret, purpose, b"olga", &changed),
            (&secret, purpose, b"olga", "short"),
            (&secret, purpose, b"olga", "not base64!"),
        ] {
            assert_eq!(opened(secret, purpose, about, sealed), None, "{sealed}");
        }
    }

    #[test]
    fn a_code_is_good_for_its_purpose_and_parts_alone() {
        let secret = Secret::new([7; 32]);
        let code = secret.code_text(Purpose::Access, &[b"one"]);
        assert!(secret.made(Purpose::Access, &[b"one"], &code));
        assert!(!secret.made(Purpose::Form, &[b"one"], &code));
        assert!(!secret.made(Purpose::Access, &[b"two"], &code));
        assert!(!secret.made(Purpose::Access, &[b"on", b"e"], &code));
        assert!(!secret.made(Purpose::Access, &[b"one"], "not base64!"));
        assert!(!Secret::new([8; 32]).made(Purpose::Access, &[b"one"], &code));
    }
}
