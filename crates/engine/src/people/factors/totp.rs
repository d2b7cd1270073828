//! Codes of an authenticator app: RFC 6238 as every app has it, six digits of SHA-1 each thirty seconds.

use jiff::Timestamp;
use review::PersonId;
use store::Person;
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use crate::{engine::Engine, error::Error, secret::Purpose};

/// As long as SHA-1's result (RFC 4226, section 4).
const SECRET: usize = 20;

/// What an app is told, and knows its codes by.
pub(in crate::people) struct Secret(Zeroizing<Vec<u8>>);

/// An app's secret as it is offered to somebody. It counts once a code of it was typed.
#[allow(missing_debug_implementations, reason = "whoever reads it has the codes")]
pub struct Offer {
    /// What the page's form brings back; nobody reads it.
    pub sealed: String,
    /// What a camera reads: `otpauth://totp/…`.
    pub uri: String,
    /// What is typed where there is no camera, in groups of four letters.
    pub typed: String,
}

impl Secret {
    pub(super) fn unsealed(engine: &Engine, person: PersonId, sealed: &str) -> Option<Self> {
        let about = person.0.as_bytes();
        let opened = engine.secret.unseal(Purpose::Authenticator, about, sealed)?;
        (opened.len() == SECRET).then_some(Self(opened))
    }

    /// The time step of a code: this one, the one before or the one after, and later than the last that was good.
    pub(super) fn step_of(&self, typed: &str, now: Timestamp, last: Option<u64>) -> Option<u64> {
        let totp = builder(&self.0).build().ok()?;
        let step = totp.check(typed, u64::try_from(now.as_second()).ok()?)?;
        last.is_none_or(|last| last < step).then_some(step)
    }
}

/// A secret for somebody's app, new.
pub(in crate::people) fn offer(engine: &Engine, person: &Person) -> Result<Offer, Error> {
    let mut bytes = Zeroizing::new(vec![0; SECRET]);
    engine.random.fill(&mut bytes);
    let sealed = engine.secret.seal(
        Purpose::Authenticator,
        person.id.0.as_bytes(),
        &bytes,
        &*engine.random,
    );
    let sealed = sealed.ok_or_else(|| Error::broken("an authenticator's secret was not sealed"))?;
    described(engine, person, &Secret(bytes), sealed)
}

/// The same once more, after a wrong code; a new one where this is none of ours.
pub(in crate::people) fn offer_again(engine: &Engine, person: &Person, sealed: &str) -> Result<Offer, Error> {
    match Secret::unsealed(engine, person.id, sealed) {
        Some(secret) => described(engine, person, &secret, sealed.to_owned()),
        None => offer(engine, person),
    }
}

fn described(engine: &Engine, person: &Person, secret: &Secret, sealed: String) -> Result<Offer, Error> {
    let broken = |error: totp_rs::TotpError| {
        Error::broken(format!("an authenticator's address was not made: {error}"))
    };
    let totp = named(engine, person, secret).map_err(broken)?;
    let letters = totp.secret().to_base32();
    let groups: Vec<&str> = (0..letters.len())
        .step_by(4)
        .filter_map(|from| letters.get(from..(from + 4).min(letters.len())))
        .collect();
    Ok(Offer {
        sealed,
        uri: totp.to_url().map_err(broken)?,
        typed: groups.join(" "),
    })
}

/// With the names by which an app lists it: the site's host, and whose account it is.
fn named(engine: &Engine, person: &Person, secret: &Secret) -> Result<Totp, totp_rs::TotpError> {
    let host = engine.settings.base_url.split("//").last().unwrap_or_default();
    let host = host.split([':', '/']).next().unwrap_or_default();
    let account = person.email.replace(':', "");
    builder(&secret.0)
        .with_issuer(Some(host))
        .with_account_name(account)
        .build()
}

fn builder(secret: &[u8]) -> Builder {
    Builder::new().with_secret(secret).with_skew(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, for SHA-1; its eight digits end in our six.
    #[test]
    fn codes_are_those_of_the_standard_and_good_for_one_step_around() {
        let secret = Secret(Zeroizing::new(b"12345678901234567890".to_vec()));
        let step = |typed: &str, second: i64, last| {
            let now = Timestamp::from_second(second).unwrap();
            secret.step_of(typed, now, last)
        };
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let own = u64::try_from(second / 30).unwrap();
            assert_eq!(step(code, second, None), Some(own), "{second}");
            assert_eq!(
                step(code, second + 30, None),
                Some(own),
                "a slow hand at {second}"
            );
            assert_eq!(
                step(code, second - 30, None),
                Some(own),
                "a fast clock at {second}"
            );
            assert_eq!(step(code, second + 60, None), None, "too late at {second}");
            assert_eq!(step(code, second, Some(own)), None, "used at {second}");
            assert_eq!(step(code, second, Some(own - 1)), Some(own));
        }
        for typed in ["", "28708", "2870820", "28708a", "١٢٣٤٥٦"] {
            assert_eq!(step(typed, 59, None), None, "{typed}");
        }
    }
}
