//! Reading both sides again and holding them against each other.

use anyhow::Result;
use review::chain::Head;
use store::{Key, Kind, Record, Store};

use super::page;
use crate::commands::audit;
use crate::commands::progress::Progress;

/// So many are named; how many there are is said in any case.
const NAMED: u64 = 20;

/// Compares every record of a kind, and verifies every chain as the target has it. Answers how many do not hold, and
/// names them; what is in them is never shown.
pub(super) async fn kind(kind: Kind, source: &dyn Store, target: &dyn Store) -> Result<u64> {
    let progress = Progress::begin("verifying", kind, source.count(kind).await?);
    let logged = match kind {
        Kind::Applications => audit::Logged::read(source).await?,
        _ => audit::Logged::default(),
    };
    let mut faults = Faults(0);
    let mut after: Option<Key> = None;
    let mut count = 0;
    loop {
        let (ours, theirs) = tokio::join!(
            source.take(kind, after.as_ref(), page(kind)),
            target.take(kind, after.as_ref(), page(kind))
        );
        let (ours, theirs) = (ours?, theirs?);
        let heads = heads(kind, after.as_ref(), target).await?;
        let Some(last) = ours.last().or(theirs.last()).map(Record::key) else {
            progress.end();
            return Ok(faults.0);
        };
        compare(&ours, &theirs, &mut faults);
        let kept_applications = theirs.iter().filter_map(|record| match record {
            Record::Application(kept_application) => Some(&**kept_application),
            _ => None,
        });
        for kept_application in kept_applications {
            let head = heads
                .iter()
                .find(|head| head.application == kept_application.id());
            let found = head
                .ok_or_else(|| "its end is not listed".to_owned())
                .and_then(|head| audit::whole(head, Some(kept_application), &logged));
            if let Err(found) = found {
                faults.note(&Key::Application(kept_application.id()), &found);
            }
        }
        count += ours.len() as u64;
        progress.is_at(count);
        after = Some(last);
    }
}

async fn heads(kind: Kind, after: Option<&Key>, target: &dyn Store) -> Result<Vec<Head>> {
    let after = match (kind, after) {
        (Kind::Applications, None) => None,
        (Kind::Applications, Some(Key::Application(id))) => Some(*id),
        _ => return Ok(Vec::new()),
    };
    Ok(target.heads(after, page(kind)).await?)
}

/// Pages begin at the same key, so they are equal or differ from some record on.
fn compare(ours: &[Record], theirs: &[Record], faults: &mut Faults) {
    let mut theirs = theirs.iter().peekable();
    for record in ours {
        while let Some(alone) = theirs.next_if(|there| there.key() < record.key()) {
            faults.note(&alone.key(), "is in the target alone");
        }
        match theirs.next_if(|there| there.key() == record.key()) {
            None => faults.note(&record.key(), "has not arrived"),
            Some(there) if there != record => faults.note(&record.key(), "is another in the target"),
            Some(_) => {}
        }
    }
    if ours.is_empty() {
        theirs.for_each(|alone| faults.note(&alone.key(), "is in the target alone"));
    }
}

/// How many records do not hold.
struct Faults(u64);

impl Faults {
    fn note(&mut self, key: &Key, found: &str) {
        self.0 += 1;
        if self.0 <= NAMED {
            eprintln!("{key}: {found}");
        }
    }
}
