//! Passwords: argon2id, and nothing else ever leaves this file.

mod memory;

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::phc::{Output, ParamsString, PasswordHash, Salt},
};
use aws_lc_rs::constant_time;
use tokio::sync::Semaphore;

use crate::{clock::Random, error::Error};

/// The shortest password that is taken; length is what counts (NIST SP 800-63B).
pub(super) const SHORTEST: usize = 12;

/// What is kept of somebody who has set no password yet: nothing that is typed is right.
pub(super) const NONE: &str = "";

/// Whose turn it is. Those who wait hold no thread.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(memory::at_once()));

/// Does what hashes a password, away from where requests are answered, when it is its turn.
pub(super) async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let broken = |error: &dyn std::fmt::Display| Error::broken(format!("a password was not hashed: {error}"));
    let turn = TURNS.acquire().await.map_err(|error| broken(&error))?;
    // The turn ends with the work, also where whoever asked has gone away.
    let work = move || {
        let done = work();
        drop(turn);
        done
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| broken(&error))
}

/// The PHC text that is kept of a password: argon2id with OWASP's parameters (19 MiB, two passes).
pub(super) fn hash(password: &str, random: &dyn Random) -> Result<String, Error> {
    kept(password, random)
        .map(|hash| hash.to_string())
        .map_err(|error| Error::broken(format!("a password was not hashed: {error}")))
}

fn kept(password: &str, random: &dyn Random) -> argon2::password_hash::Result<PasswordHash> {
    let (argon2, salt) = (Argon2::default(), random.salt());
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    fill(&argon2, password, &salt, &mut output)?;
    Ok(PasswordHash {
        algorithm: Algorithm::default().ident(),
        version: Some(Version::default().into()),
        params: ParamsString::try_from(argon2.params())?,
        salt: Some(Salt::new(&salt)?),
        hash: Some(Output::new(&output)?),
    })
}

/// Whether it is the password. For nobody's address it takes as long, and is never right.
pub(super) fn is_right(password: &str, kept: Option<&str>) -> bool {
    let kept = kept.filter(|kept| *kept != NONE);
    let hash = PasswordHash::new(kept.unwrap_or(NOBODYS));
    let right = hash.is_ok_and(|hash| verify(password, &hash) == Some(true));
    right && kept.is_some()
}

/// Nothing of a hash that is not Argon2's or lacks a part.
fn verify(password: &str, kept: &PasswordHash) -> Option<bool> {
    let algorithm = Algorithm::try_from(kept.algorithm.as_str()).ok()?;
    let version = Version::try_from(kept.version?).ok()?;
    let argon2 = Argon2::new(algorithm, version, Params::try_from(kept).ok()?);
    let (salt, expected) = (kept.salt.as_ref()?, kept.hash.as_ref()?);
    let mut output = vec![0; expected.as_bytes().len()];
    fill(&argon2, password, salt, &mut output).ok()?;
    Some(constant_time::verify_slices_are_equal(&output, expected.as_bytes()).is_ok())
}

fn fill(argon2: &Argon2<'_>, password: &str, salt: &[u8], output: &mut [u8]) -> argon2::Result<()> {
    memory::lend(argon2.params().block_count(), |blocks| {
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, output, blocks)
    })
}

/// A hash with the same parameters, so that an unknown address answers no faster than a wrong password.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAECAwQFBgcICQoLDA0ODw$\
     AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher as _;

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
        assert!(!is_right("", Some(NONE)), "who has set none is not let in");
        assert!(
            PasswordHash::new(NOBODYS).is_ok(),
            "or an unknown address would answer at once"
        );
    }

    #[test]
    fn what_the_library_hashes_is_right_whatever_its_parameters() {
        for parameters in [
            Params::new(64, 3, 2, None),
            Params::new(19_456, 2, 1, None),
            Params::new(32_768, 1, 1, Some(16)),
        ] {
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters.unwrap());
            let of_library = argon2
                .hash_password_with_salt(b"correct horse battery", &[7; 16])
                .unwrap();
            let of_library = of_library.to_string();
            assert!(
                is_right("correct horse battery", Some(&of_library)),
                "{of_library}"
            );
            assert!(
                !is_right("wrong horse battery", Some(&of_library)),
                "{of_library}"
            );
        }
    }

    #[test]
    fn a_hash_that_lacks_a_part_is_nobodys() {
        for kept in [
            "",
            "$argon2id$v=19$m=19456,t=2,p=1",
            "$scrypt$ln=1$AAECAwQFBgc$AAAA",
        ] {
            assert!(!is_right("correct horse battery", Some(kept)), "{kept}");
        }
    }
}
