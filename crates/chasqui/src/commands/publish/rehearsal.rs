//! What a file would have changed for those who applied of late, in words.

use std::{num::NonZero, sync::Arc};

use anyhow::Result;
use engine::{
    authorise::Caller,
    engine::Engine,
    publishing::rehearsal::{Rehearsal, RehearsalWish, Verdict, VerdictChange},
};
use forms::{DraftPolicy, Service};
use jiff::SignedDuration;

use crate::terminal::Shown;

/// Decides again what was submitted in the last days, and tells what differs. Of a service that is new there is nothing to tell.
pub(super) async fn tell(engine: &Engine, service: &Service, days: u16) -> Result<()> {
    if engine.services.current(service.id.as_str()).is_none() {
        return Ok(());
    }
    let until = engine.now();
    let options = RehearsalWish {
        from: until - SignedDuration::from_hours(24 * i64::from(days)),
        until,
        most: u64::MAX,
        workers: std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
    };
    let rehearsal = engine
        .rehearse(&Caller::operator(), Arc::new(service.clone()), &options)
        .await?;
    for line in lines(&rehearsal, days) {
        println!("{}", Shown(line));
    }
    Ok(())
}

fn lines(rehearsal: &Rehearsal, days: u16) -> Vec<String> {
    let mut lines = vec![format!(
        "  of {} applications of the last {days} days, {} would have come to something else{}",
        rehearsal.replayed,
        rehearsal.changes.iter().map(|change| change.count).sum::<u64>(),
        match rehearsal.erased {
            0 => String::new(),
            erased => format!("; {erased} more were erased, and nobody can tell"),
        }
    )];
    lines.extend(rehearsal.changes.iter().map(change));
    if rehearsal.open > 0 {
        lines.push(format!(
            "  {} of them are not decided yet and stay on their version",
            rehearsal.open
        ));
    }
    let drafts = rehearsal.drafts;
    if drafts.total > 0 {
        let what = match drafts.policy {
            DraftPolicy::Pin => "go on with the version with which they began".to_owned(),
            DraftPolicy::Cutoff => "must begin anew".to_owned(),
            DraftPolicy::FastForward => {
                format!(
                    "go on with the new version, and {} must answer more",
                    drafts.asked_more
                )
            }
        };
        lines.push(format!(
            "  {} people are filling in the form: they {what}",
            drafts.total
        ));
    }
    lines
}

fn change(change: &VerdictChange) -> String {
    let offices: Vec<String> = change
        .offices
        .iter()
        .take(3)
        .map(|(office, count)| match office {
            Some(office) => format!("{count} in {office}"),
            None => format!("{count} without an office"),
        })
        .collect();
    let examples: Vec<String> = change.examples.iter().map(ToString::to_string).collect();
    format!(
        "    {}: {} → {}; {} of them were approved; {}; such as {}",
        change.count,
        verdict(&change.from),
        verdict(&change.to),
        change.approved,
        offices.join(", "),
        examples.join(", ")
    )
}

fn verdict(verdict: &Verdict) -> String {
    match verdict {
        Verdict::NotSent => "cannot be sent".to_owned(),
        Verdict::Approved(reason) => format!("approved at once ({reason})"),
        Verdict::Rejected(reason) => format!("rejected at once ({reason})"),
        Verdict::Referred(step) => format!("people decide, beginning at {step}"),
    }
}
