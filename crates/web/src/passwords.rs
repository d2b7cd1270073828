//! Passwords: argon2id, and nothing else ever leaves this file.

use argon2::{Argon2, PasswordHasher, PasswordVerifier, password_hash::phc::PasswordHash};

use crate::{Random, WebError};

/// The shortest password that is taken; length is what counts (NIST SP 800-63B).
pub const SHORTEST: usize = 12;

/// The PHC text that is kept of a password: argon2id with OWASP's parameters (19 MiB, two passes).
pub fn hash(password: &str, random: &dyn Random) -> Result<String, WebError> {
    let hash: PasswordHash = Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &random.salt())
        .map_err(|error| WebError::broken(format!("a password was not hashed: {error}")))?;
    Ok(hash.to_string())
}

/// Whether it is the password. For nobody's address it takes as long, and is never right.
pub fn is_right(password: &str, kept: Option<&str>) -> bool {
    let hash = kept.unwrap_or(NOBODYS);
    let right = PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    });
    right && kept.is_some()
}

/// A hash with the same parameters, so that an unknown address answers no faster than a wrong password.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$\
     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;

    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(7);
        }
    }

    #[test]
    fn only_the_password_is_right() {
        let kept = hash("correct horse battery", &Counting).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(is_right("correct horse battery", Some(&kept)));
        assert!(!is_right("correct horse batter", Some(&kept)));
        assert!(!is_right("", None));
        assert!(
            PasswordHash::new(NOBODYS).is_ok(),
            "or an unknown address would answer at once"
        );
    }
}
