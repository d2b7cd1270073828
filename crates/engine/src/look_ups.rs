//! What applications are found by: the documents, addresses, telephones and plates in their answers, hashed with the
//! installation's secret and alike in every application that names them.

use forms::{Answers, Canonical, Service};
use futures_util::{StreamExt as _, stream};
use review::ApplicationId;
use store::LookUp;

use crate::{engine::Engine, error::Error, secret::Purpose};

/// How many applications are looked at in one statement.
const PAGE: u32 = 1_000;
/// How many are filled in at once: they share commits with what people send, and leave room for it.
const AT_ONCE: usize = 8;

/// What an application with these answers is found by.
pub(crate) fn of(engine: &Engine, service: &Service, answers: &Answers) -> Vec<LookUp> {
    let named = service.found_by(answers);
    named.iter().map(|named| look_up(engine, named)).collect()
}

/// What leads to the applications that name this.
pub(crate) fn look_up(engine: &Engine, named: &Canonical) -> LookUp {
    let parts = [named.kind().as_str().as_bytes(), named.text().as_bytes()];
    LookUp {
        kind: named.kind().into(),
        hash: engine.secret.code(Purpose::LookUp, &parts),
    }
}

/// What one page of applications gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    /// How many had nothing kept, whether they could be filled in or not.
    pub missing: usize,
    /// The last application that was looked at, after which to go on; none where there are no more.
    pub last: Option<ApplicationId>,
}

/// Looks at so many applications after the given one, and keeps what they are found by where nothing is kept: they were sent
/// to a program of before, or their hashes were made with another secret. Any node may do it, several at once, and again
/// after an interruption.
pub async fn fill_look_ups(
    engine: &Engine,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<Filled, Error> {
    let page = engine.store.look_ups_missing(after, limit).await?;
    let filled = Filled {
        missing: page.missing.len(),
        last: page.last,
    };
    let mut results = stream::iter(page.missing)
        .map(|id| async move { (id, fill(engine, id).await) })
        .buffer_unordered(AT_ONCE);
    while let Some((application, result)) = results.next().await {
        match result {
            Ok(()) => {}
            Err(error @ Error::Unavailable(_)) => return Err(error),
            // One that cannot be read keeps no other from being found.
            Err(error) => tracing::warn!(%application, %error, "what it is found by was not kept"),
        }
    }
    Ok(filled)
}

/// Goes through all applications once; answers how many had nothing kept.
pub async fn fill_all_look_ups(engine: &Engine) -> Result<usize, Error> {
    let (mut missing, mut after) = (0, None);
    loop {
        let filled = fill_look_ups(engine, after, PAGE).await?;
        missing += filled.missing;
        after = filled.last;
        if after.is_none() {
            return Ok(missing);
        }
    }
}

/// If its answers change meanwhile, what it is found by then is kept with them, and this is left out.
async fn fill(engine: &Engine, id: ApplicationId) -> Result<(), Error> {
    let case = engine.store.case(id).await?;
    let published = engine.version(&case.application.version).await?;
    let look_ups = of(engine, &published.service, &case.application.answers);
    Ok(engine.store.add_look_ups(id, look_ups).await?)
}
