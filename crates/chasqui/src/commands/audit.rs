//! `chasqui audit`: every application's chain of events, and checkpoints over all of them.

mod checkpoint;
mod comparison;
mod logged;

use std::{collections::BTreeMap, path::Path, process::ExitCode};

use anyhow::Result;
use review::{ApplicationId, Link, chain};
use store::{KeptApplication, Key, Kind, Record, Store, StoreError};
use uuid::Uuid;

pub(crate) use comparison::Compared;
pub(crate) use logged::Logged;

use crate::{keyring::Keyring, settings::Settings};

const BATCH: u32 = 500;
/// How often what does not fit is read again.
const AGAIN: usize = 2;

pub(crate) async fn run(
    settings: &Settings,
    write: Option<&Path>,
    against: Option<&Path>,
) -> Result<ExitCode> {
    let store = settings.database.open().await?;
    let keyring = Keyring::open(&settings.keys)?;
    let Walked {
        heads,
        mut faults,
        newer,
    } = walk(&*store).await?;
    if let Some(path) = against {
        faults += checkpoint::check(path, &*store, &keyring).await?;
    }
    match write {
        Some(path) if faults == 0 => checkpoint::write(path, heads.clone(), &keyring)?,
        Some(path) => eprintln!(
            "{} was not written: a checkpoint vouches for sound histories only",
            path.display()
        ),
        None => {}
    }
    store.close().await;
    println!("{} applications, {faults} faults", heads.len());
    if newer > 0 {
        println!("{newer} of them could not be compared wholly: a newer release wrote to them");
    }
    Ok(if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What was found in all applications.
#[derive(Default)]
pub(crate) struct Walked {
    /// The ends of all histories.
    pub(crate) heads: Vec<chain::Head>,
    /// How many applications are not sound.
    pub(crate) faults: u64,
    /// How many were compared in part only, since a newer release wrote to them.
    newer: u64,
}

/// Verifies every history, and tells of each that does not hold or was not compared wholly.
pub(crate) async fn walk(store: &dyn Store) -> Result<Walked> {
    let (mut walked, mut after) = (Walked::default(), None);
    let logged = Logged::read(store).await?;
    loop {
        let heads = store.heads(after, BATCH).await?;
        let kept_applications = kept_applications(store, after, BATCH).await?;
        let Some(last) = heads.last() else {
            return Ok(walked);
        };
        after = Some(last.application);
        for head in &heads {
            let examined = examine(store, &logged, head, kept_applications.get(&head.application)).await?;
            walked.note(*head, examined);
        }
    }
}

impl Walked {
    fn note(&mut self, head: chain::Head, examined: Result<(chain::Head, Compared), String>) {
        match examined {
            Ok((end, compared)) => {
                if compared != Compared::Wholly {
                    eprintln!("application {}: {compared}", head.application);
                    self.newer += 1;
                }
                self.heads.push(end);
            }
            Err(found) => {
                eprintln!("application {}: {found}", head.application);
                self.faults += 1;
                self.heads.push(head);
            }
        }
    }
}

async fn kept_applications(
    store: &dyn Store,
    after: Option<ApplicationId>,
    limit: u32,
) -> Result<BTreeMap<ApplicationId, KeptApplication>> {
    let after = after.map(Key::Application);
    let records = store.take(Kind::Applications, after.as_ref(), limit).await?;
    let kept_applications = records.into_iter().filter_map(|record| match record {
        Record::Application(kept_application) => Some((kept_application.id(), *kept_application)),
        _ => None,
    });
    Ok(kept_applications.collect())
}

/// Where the history of one application ends, if it is sound. Where people work meanwhile, its parts may have been read at different moments: what
/// does not fit is read again by itself.
async fn examine(
    store: &dyn Store,
    logged: &Logged,
    head: &chain::Head,
    kept_application: Option<&KeptApplication>,
) -> Result<Result<(chain::Head, Compared), String>> {
    let mut end = *head;
    let mut found = whole(&end, kept_application, logged);
    for _ in 0..AGAIN {
        if found.is_ok() {
            break;
        }
        let before = ApplicationId(Uuid::from_u128(head.application.0.as_u128().saturating_sub(1)));
        let now = kept_applications(store, Some(before), 1).await?;
        let ends = store.heads(Some(before), 1).await?;
        end = ends
            .into_iter()
            .find(|end| end.application == head.application)
            .unwrap_or(*head);
        // Whoever revokes many at once tells the log alone, perhaps since it was read.
        let logged = Logged::read(store).await?;
        found = whole(&end, now.get(&head.application), &logged);
    }
    Ok(found.map(|compared| (end, compared)))
}

/// Whether chain, row and permits of one application tell the same story.
pub(crate) fn whole(
    head: &chain::Head,
    kept_application: Option<&KeptApplication>,
    logged: &Logged,
) -> Result<Compared, String> {
    let kept_application = kept_application.ok_or("its row is listed and cannot be found")?;
    sound(head, &kept_application.history)?;
    comparison::compare(
        &kept_application.case.application,
        &kept_application.history,
        &kept_application.permits,
        logged,
    )
    .map_err(|found| found.to_string())
}

/// The chain holds, and the application's row is at its end.
fn sound(head: &chain::Head, history: &[Link]) -> Result<(), String> {
    chain::verify(history).map_err(|found| found.to_string())?;
    let end = chain::Head::of(history).ok_or("there is no event")?;
    if (end.sequence, end.hash) == (head.sequence, head.hash) {
        Ok(())
    } else {
        Err(format!(
            "its row is at event {}, its history ends at event {}",
            head.sequence, end.sequence
        ))
    }
}

async fn history(store: &dyn Store, id: ApplicationId) -> Result<Vec<Link>> {
    match store.history(id).await {
        // Heads that a checkpoint names may be of applications that are no longer there: that is what it finds.
        Err(StoreError::NotFound(_)) => Ok(Vec::new()),
        history => Ok(history?),
    }
}
