//! How often one caller may try what could be guessed: log-ins, references, permit numbers.

use std::fmt::Display;

use jiff::SignedDuration;

use crate::{engine::Engine, error::Error, secret::Purpose};

/// An hour's cars at a busy gate: who asks more often is collecting.
const AT_A_GATE: u32 = 120;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Counts what a phone or a person does at a gate, and refuses it if it was done too often.
pub(crate) async fn at_a_gate(engine: &Engine, what: &str, whose: impl Display) -> Result<(), Error> {
    limit(engine, what, &whose.to_string(), AT_A_GATE, AN_HOUR).await
}

/// Counts one try and refuses it if there were too many. What is counted is kept as a hash only.
pub(crate) async fn limit(
    engine: &Engine,
    what: &str,
    whose: &str,
    most: u32,
    window: SignedDuration,
) -> Result<(), Error> {
    let bucket = bucket(engine, what, whose);
    if engine.store.hit(&bucket, window, engine.now()).await? > most {
        return Err(too_many(window));
    }
    Ok(())
}

/// A limit on failures alone: whoever succeeds is not counted.
pub(crate) struct Failures<'a> {
    pub(crate) what: &'a str,
    pub(crate) whose: &'a str,
    pub(crate) most: u32,
    pub(crate) window: SignedDuration,
}

impl Failures<'_> {
    /// Refuses a try if too many have failed before it.
    pub(crate) async fn allow(&self, engine: &Engine) -> Result<(), Error> {
        let bucket = bucket(engine, self.what, self.whose);
        if engine.store.hits(&bucket, engine.now()).await? < self.most {
            Ok(())
        } else {
            Err(too_many(self.window))
        }
    }

    /// Counts a try that failed.
    pub(crate) async fn count(&self, engine: &Engine) -> Result<(), Error> {
        let bucket = bucket(engine, self.what, self.whose);
        engine.store.hit(&bucket, self.window, engine.now()).await?;
        Ok(())
    }
}

fn bucket(engine: &Engine, what: &str, whose: &str) -> String {
    engine
        .secret
        .code_text(Purpose::LookUp, &[b"limit", what.as_bytes(), whose.as_bytes()])
}

fn too_many(window: SignedDuration) -> Error {
    Error::TooMany {
        retry_after: window.as_secs().unsigned_abs(),
    }
}
