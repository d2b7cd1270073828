//! What the database itself says afterwards, against what citizens were told.

use std::collections::BTreeMap;

use anyhow::{Result, bail, ensure};
use journeys::wait::try_until;

use crate::{applicant::Acknowledged, cluster::Cluster};

/// One row: whose, its reference, and when its submission was made, in milliseconds.
struct Kept {
    email: String,
    reference: String,
    submitted_at: i64,
}

/// Every acknowledged submission is there, once, with its letter and its permit, on all three machines. Answers how many
/// of those that were repeated had been kept by an earlier sending.
pub(crate) fn nothing_is_lost_nor_doubled(cluster: &Cluster, told: &[Acknowledged]) -> Result<usize> {
    let mut kept = BTreeMap::<String, Vec<Kept>>::new();
    for row in applications(cluster)? {
        kept.entry(row.email.clone()).or_default().push(row);
    }
    let (mut wrong, mut early) = (Vec::new(), 0);
    for told in told {
        match kept.remove(&told.email).as_deref() {
            Some([row]) if row.reference == told.reference => {
                early += usize::from(row.submitted_at < told.sent_on);
            }
            found => {
                let found: Vec<_> = found.into_iter().flatten().map(|row| &row.reference).collect();
                let Acknowledged { email, reference, .. } = told;
                wrong.push(format!(
                    "{email} was told {reference}; the database has {found:?}"
                ));
            }
        }
    }
    wrong.extend(
        kept.keys()
            .map(|email| format!("{email} was told nothing, and is in the database")),
    );
    ensure!(
        wrong.is_empty(),
        "{} of {} are lost or doubled:\n{}",
        wrong.len(),
        told.len(),
        wrong.join("\n")
    );
    for (what, statement) in [
        ("letter", "SELECT count(*) FROM outbox WHERE application = a.id"),
        ("permit", "SELECT count(*) FROM permits WHERE application = a.id"),
        (
            "event in its row's order",
            "SELECT count(*) FROM events WHERE application = a.id AND sequence = a.revision",
        ),
    ] {
        let wrong = format!("SELECT a.reference FROM applications a WHERE ({statement}) <> 1");
        let wrong = cluster.sql(&wrong, "chasqui")?;
        ensure!(wrong.is_empty(), "not exactly one {what}: {wrong}");
    }
    copies_are_alike(cluster)?;
    Ok(early)
}

fn applications(cluster: &Cluster) -> Result<Vec<Kept>> {
    let milliseconds = "(extract(epoch from submitted_at) * 1000)::bigint";
    let rows = format!("SELECT email, reference, {milliseconds} FROM applications");
    let rows = cluster.sql(&rows, "chasqui")?;
    let row = |row: &str| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [email, reference, submitted_at] = columns.as_slice() else {
            bail!("not three columns: {row}");
        };
        Ok(Kept {
            email: (*email).to_owned(),
            reference: (*reference).to_owned(),
            submitted_at: submitted_at.parse()?,
        })
    };
    rows.lines().map(row).collect()
}

/// The machines hold the same; who is behind gets time to catch up.
fn copies_are_alike(cluster: &Cluster) -> Result<()> {
    let digest = "SELECT md5(string_agg(a::text, ',' ORDER BY id)) FROM applications a";
    try_until("three copies are alike", || {
        let copies = cluster.on_each(digest, "chasqui").ok()?;
        copies.windows(2).all(|pair| pair[0] == pair[1]).then_some(())
    })
}
