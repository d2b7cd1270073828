//! What applications are found by: the documents, addresses, telephones and plates in their answers, and the application that one
//! was begun from, hashed with the installation's secret and alike in every application that names them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use forms::{Canonical, Service};
use futures_util::{StreamExt as _, stream};
use review::{Application, ApplicationId};
use store::LookUp;
use tokio::time::sleep;

use crate::{engine::Engine, error::Error, secret::Purpose};

/// How many applications are looked at in one statement.
const PAGE: u32 = 1_000;
/// How many are filled in at once: they share commits with what people send, and leave room for it.
const AT_ONCE: usize = 8;
/// How often one round tries an application that cannot be read.
const TRIES: usize = 4;
/// Beside the kinds of what answers name.
const BEGUN_FROM: &str = "begun-from";

/// What an application is found by.
pub(crate) fn of(engine: &Engine, service: &Service, application: &Application) -> Vec<LookUp> {
    let named = service.found_by(&application.answers);
    let named = named.iter().map(|named| look_up(engine, named));
    let earlier = application.begun_from.map(|earlier| begun_from(engine, earlier));
    named.chain(earlier).collect()
}

/// What leads to the applications that name this.
pub(crate) fn look_up(engine: &Engine, named: &Canonical) -> LookUp {
    hashed(engine, named.kind().as_str(), named.text().as_bytes())
}

/// What leads to the applications that were begun with the answers of this one.
pub(crate) fn begun_from(engine: &Engine, earlier: ApplicationId) -> LookUp {
    hashed(engine, BEGUN_FROM, earlier.0.as_bytes())
}

fn hashed(engine: &Engine, kind: &str, text: &[u8]) -> LookUp {
    let code = engine.secret.code(Purpose::LookUp, &[kind.as_bytes(), text]);
    let mut hash = [0; 8];
    hash.copy_from_slice(&code[..8]);
    LookUp(hash)
}

/// What one page of applications gave, or all of them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// How many had nothing kept, and could be read.
    pub missing: usize,
    /// Those that could not be read, each with the reason.
    pub failed: BTreeMap<ApplicationId, String>,
    /// The last application that was looked at, after which to go on; none where there are no more.
    pub last: Option<ApplicationId>,
}

/// Looks at so many applications after the given one, and keeps what they are found by where nothing is kept: they were sent
/// to a program of before, or their hashes were made with another secret. Any node may do it, several at once, and again
/// after an interruption. Those that were given up are left out.
pub async fn fill_look_ups(
    engine: &Engine,
    given_up: &BTreeSet<ApplicationId>,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<Filled, Error> {
    let mut page = engine.store.look_ups_missing(after, limit).await?;
    page.missing.retain(|id| !given_up.contains(id));
    let missing = page.missing.len();
    let failed = fill_each(engine, page.missing).await?;
    Ok(Filled {
        missing: missing - failed.len(),
        failed,
        last: page.last,
    })
}

/// Goes through all applications once.
pub async fn fill_all_look_ups(engine: &Engine, given_up: &BTreeSet<ApplicationId>) -> Result<Filled, Error> {
    let mut all = Filled::default();
    loop {
        let page = fill_look_ups(engine, given_up, all.last, PAGE).await?;
        all.missing += page.missing;
        all.failed.extend(page.failed);
        all.last = page.last;
        if all.last.is_none() {
            return Ok(all);
        }
    }
}

/// Goes through all applications once, tries again after a pause those that could not be read, and at last gives them up and
/// says so once: they keep no other from being found, and the round is done. Answers how many were missing.
pub async fn fill_round(
    engine: &Engine,
    given_up: &mut BTreeSet<ApplicationId>,
    pause: Duration,
) -> Result<usize, Error> {
    let Filled {
        missing, mut failed, ..
    } = fill_all_look_ups(engine, given_up).await?;
    for _ in 1..TRIES {
        if failed.is_empty() {
            break;
        }
        sleep(pause).await;
        failed = fill_each(engine, failed.into_keys().collect()).await?;
    }
    for (application, error) in failed {
        tracing::warn!(%application, error, "it was given up: what it is found by cannot be made");
        given_up.insert(application);
    }
    Ok(missing)
}

/// Fills these in; answers those that could not be read, and why.
async fn fill_each(
    engine: &Engine,
    applications: Vec<ApplicationId>,
) -> Result<BTreeMap<ApplicationId, String>, Error> {
    let mut failed = BTreeMap::new();
    let mut results = stream::iter(applications)
        .map(|id| async move { (id, fill(engine, id).await) })
        .buffer_unordered(AT_ONCE);
    while let Some((application, result)) = results.next().await {
        match result {
            Ok(()) => {}
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                failed.insert(application, error.to_string());
            }
        }
    }
    Ok(failed)
}

/// If its answers change meanwhile, what it is found by then is kept with them, and this is left out.
async fn fill(engine: &Engine, id: ApplicationId) -> Result<(), Error> {
    let case = engine.store.case(id).await?;
    let published = engine.version(&case.application.version).await?;
    let look_ups = of(engine, &published.service, &case.application);
    let revision = case.application.revision;
    Ok(engine.store.fill_in_look_ups(id, revision, look_ups).await?)
}
