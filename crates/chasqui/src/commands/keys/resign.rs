//! `chasqui keys resign`: permits whose key is void are signed anew and mailed again.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};
use engine::{
    authorise::Caller,
    engine::Engine,
    permits::{
        PermitRow,
        sign_anew::{SignedAnew, signed_by},
    },
};
use jiff::Timestamp;
use permit::{
    PermitId,
    key::{KeyId, Purpose},
};

use crate::{commands::progress::Progress, keyring::Keyring, node, settings::Settings};

/// So many are signed and kept before the next are looked at.
const PAGE: u32 = 128;
/// How often what somebody else changed meanwhile is looked at again.
const ROUNDS: usize = 3;
/// A server that runs looks at its keys every minute.
const NOTICED_WITHIN: Duration = Duration::from_mins(2);

pub(super) async fn run(keyring: &Keyring, settings: &Settings) -> Result<()> {
    let mut void = BTreeSet::new();
    let mut latest = None;
    for voided in keyring.voided()? {
        if voided.purpose == Purpose::Permit {
            latest = latest.max(Some(voided.at));
            void.insert(voided.id);
        }
    }
    ensure!(
        !void.is_empty(),
        "no permit key was voided: there is nothing to sign anew"
    );
    settings.database.is_there()?;
    let engine = node::assemble(settings, false).await?;
    let done = sign(&engine, &void).await;
    let now = engine.now();
    engine.close().await;
    done?;
    let noticed = latest
        .map(|at| Timestamp::try_from(at + NOTICED_WITHIN))
        .transpose()?;
    if let Some(noticed) = noticed.filter(|noticed| now < *noticed) {
        println!(
            "A running server may sign with a voided key for a minute: do this again after {noticed:.0}"
        );
    }
    Ok(())
}

async fn sign(engine: &Engine, void: &BTreeSet<KeyId>) -> Result<()> {
    let issuer = engine.issuer();
    let today = issuer.permit_signer.key_id();
    ensure!(
        issuer.keys.keys.iter().any(|key| key.key.id() == today),
        "there is no key to sign with: create one, and have the root vouch for it (docs/keys.md)"
    );
    let mut all = SignedAnew::default();
    let started = Instant::now();
    for _ in 0..ROUNDS {
        let round = round(engine, void).await?;
        all.signed += round.signed;
        all.untold += round.untold;
        all.missed = round.missed;
        all.failed = round.failed;
        if round.missed == 0 {
            break;
        }
    }
    tell(all, started.elapsed());
    ensure!(
        all.missed == 0,
        "{} permits were changed meanwhile: do this again",
        all.missed
    );
    ensure!(
        all.failed == 0,
        "{} permits could not be signed anew, and their papers count for nothing: the lines above name them",
        all.failed
    );
    Ok(())
}

/// Every permit once. What is signed anew already is no longer a voided key's, so an interrupted run just goes on.
async fn round(engine: &Engine, void: &BTreeSet<KeyId>) -> Result<SignedAnew> {
    let mut affected = 0;
    let mut pages = Pages::default();
    while let Some(permits) = pages.next(engine).await? {
        for permit in &permits {
            affected += u64::from(void.contains(&signed_by(permit)?));
        }
    }
    let mut all = SignedAnew::default();
    if affected == 0 {
        return Ok(all);
    }
    let operator = Caller::operator();
    let progress = Progress::begin("signing anew", "permits", affected);
    let mut pages = Pages::default();
    while let Some(permits) = pages.next(engine).await? {
        let done = engine.sign_anew(&operator, &permits, void).await?;
        all.signed += done.signed;
        all.untold += done.untold;
        all.missed += done.missed;
        all.failed += done.failed;
        progress.is_at(all.signed + all.missed);
    }
    progress.end();
    Ok(all)
}

/// The permits that are valid or may become so again, page by page.
#[derive(Default)]
struct Pages(Option<PermitId>);

impl Pages {
    async fn next(&mut self, engine: &Engine) -> Result<Option<Vec<PermitRow>>> {
        let (operator, after) = (Caller::operator(), self.0.as_ref());
        let permits = engine.permits_that_may_hold(&operator, after, PAGE).await?;
        let Some(last) = permits.last() else {
            return Ok(None);
        };
        self.0 = Some(last.id);
        Ok(Some(permits))
    }
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn tell(all: SignedAnew, took: Duration) {
    let rate = all.signed as f64 / took.as_secs_f64().max(0.001);
    println!(
        "{} permits signed anew in {:.1} s ({rate:.0} a second); their letters are in the outbox",
        all.signed,
        took.as_secs_f64()
    );
    if all.untold > 0 {
        println!(
            "{} holders left no address: their permits are at their application's page",
            all.untold
        );
    }
}
