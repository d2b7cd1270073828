//! Why a phone is not let in, in the words that it acts on.

/// Why a device, or a phone that wants to become one, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceRefusal {
    /// No signature, or one of a device that we do not know: it must be enrolled.
    Unknown,
    /// It was shut out.
    Revoked,
    /// The nonce is missing, not ours, or too old: the answer brings a fresh one.
    Nonce,
    /// The signature is not the device's, or not over this request.
    Signature,
    /// There is no such invitation.
    TokenUnknown,
    /// Another phone has used the invitation.
    TokenUsed,
    /// The invitation has run out.
    TokenExpired,
    /// The key, or the proof that the phone holds it, is none.
    Proof,
}

impl DeviceRefusal {
    /// All of them, for tables.
    pub const ALL: [Self; 8] = [
        Self::Unknown,
        Self::Revoked,
        Self::Nonce,
        Self::Signature,
        Self::TokenUnknown,
        Self::TokenUsed,
        Self::TokenExpired,
        Self::Proof,
    ];

    /// What the phone acts on; the sentences are `error-{code}-title`, `-body`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "device-unknown",
            Self::Revoked => "device-revoked",
            Self::Nonce => "nonce",
            Self::Signature => "device-signature",
            Self::TokenUnknown => "token-unknown",
            Self::TokenUsed => "token-used",
            Self::TokenExpired => "token-expired",
            Self::Proof => "device-proof",
        }
    }
}
