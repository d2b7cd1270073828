//! How often one caller may do what costs something, or try what could be guessed. Each falls on whoever causes the cost:
//! docs/limits.md lists them all.

pub(crate) mod guessing;

use std::fmt::Display;

use jiff::{SignedDuration, Timestamp};
use store::Hits;

use crate::{engine::Engine, error::Error, peer::Peer, secret::Purpose};

/// An hour's cars at a busy gate: who asks more often is collecting.
const AT_A_GATE: u32 = 120;
const AN_HOUR: SignedDuration = SignedDuration::from_hours(1);
/// A network may do so many times what one subscriber in it may.
const SUBSCRIBERS: u32 = 5;

/// Counts what a phone or a person does at a gate, and refuses it if it was done too often.
pub(crate) async fn at_a_gate(engine: &Engine, what: &str, whose: impl Display) -> Result<(), Error> {
    limit(engine, what, &whose.to_string(), AT_A_GATE, AN_HOUR).await
}

/// Counts what somebody does without showing who they are, by their address and by the network around it. Networks of offices are
/// not counted.
pub(crate) async fn of_peer(
    engine: &Engine,
    what: &str,
    peer: Peer,
    most: u32,
    window: SignedDuration,
) -> Result<(), Error> {
    if engine.settings.exempt_networks.contain(peer) {
        return Ok(());
    }
    limit(engine, what, &peer.subscriber(), most, window).await?;
    let of_network = format!("{what}-network");
    limit(engine, &of_network, &peer.network(), most * SUBSCRIBERS, window).await
}

/// Counts one try and refuses it if there were too many. What is counted is kept as a hash only.
pub(crate) async fn limit(
    engine: &Engine,
    what: &str,
    whose: &str,
    most: u32,
    window: SignedDuration,
) -> Result<(), Error> {
    let hits = count(engine, what, whose, window).await?;
    if hits.count > most {
        return Err(too_many(engine, what, hits.ends_at));
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
        match self.ends_at(engine).await? {
            None => Ok(()),
            Some(ends_at) => Err(too_many(engine, self.what, ends_at)),
        }
    }

    /// When there is room again, if too many have failed.
    pub(crate) async fn ends_at(&self, engine: &Engine) -> Result<Option<Timestamp>, Error> {
        let hits = counted(engine, self.what, self.whose).await?;
        Ok((hits.count >= self.most).then_some(hits.ends_at))
    }

    /// Counts one more, and answers when there is room again if it is one too many.
    pub(crate) async fn over(&self, engine: &Engine) -> Result<Option<Timestamp>, Error> {
        let hits = count(engine, self.what, self.whose, self.window).await?;
        Ok((hits.count > self.most).then_some(hits.ends_at))
    }

    /// Takes back what was counted and did not come to pass.
    pub(crate) async fn take_back(&self, engine: &Engine) -> Result<(), Error> {
        take_back(engine, self.what, self.whose).await
    }

    /// Counts a try that failed.
    pub(crate) async fn count(&self, engine: &Engine) -> Result<(), Error> {
        count(engine, self.what, self.whose, self.window).await?;
        Ok(())
    }
}

/// Counts one of something, and answers how many there were in the running window.
pub(crate) async fn count(
    engine: &Engine,
    what: &str,
    whose: &str,
    window: SignedDuration,
) -> Result<Hits, Error> {
    let bucket = bucket(engine, what, whose);
    Ok(engine.store.hit(&bucket, window, engine.now()).await?)
}

/// How many there were in the running window.
pub(crate) async fn counted(engine: &Engine, what: &str, whose: &str) -> Result<Hits, Error> {
    let bucket = bucket(engine, what, whose);
    Ok(engine.store.hits(&bucket, engine.now()).await?)
}

/// Takes one back that does not count after all.
pub(crate) async fn take_back(engine: &Engine, what: &str, whose: &str) -> Result<(), Error> {
    let bucket = bucket(engine, what, whose);
    Ok(engine.store.take_back_hit(&bucket, engine.now()).await?)
}

fn bucket(engine: &Engine, what: &str, whose: &str) -> String {
    engine
        .secret
        .code_text(Purpose::LookUp, &[b"limit", what.as_bytes(), whose.as_bytes()])
}

pub(crate) fn too_many(engine: &Engine, what: &str, until: Timestamp) -> Error {
    let left = until.duration_since(engine.now());
    // Whoever comes back after that many whole seconds is not too early.
    let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
    Error::TooMany {
        limit: what.to_owned(),
        retry_after: seconds.max(1).unsigned_abs(),
    }
}
