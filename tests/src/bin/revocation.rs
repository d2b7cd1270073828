//! `just revocation`: how long a mass revocation takes, and what submissions feel of it, on SQLite and on PostgreSQL.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use engine::{
    authorise::Caller,
    jobs::runner::run_jobs,
    people::{accounts::NewAccount, browsers::Visitor, grants, log_in::LogIn},
    permits::many::{JobId, MassRevocation, RevokedBy},
};
use jiff::Timestamp;
use journeys::{
    beside::{QUIET, issue, on_both_stores, submitting, told},
    node::Node,
};
use review::PermitReason;
use store::PermitStatus;

const PASSWORD: &str = "papas con ocopa";

const COLUMNS: &str = "revoked | seconds | submission before: p50, p99, slowest | meanwhile";

#[tokio::main]
async fn main() -> Result<()> {
    on_both_stores("permits", COLUMNS, measured).await
}

/// The rest of a row.
async fn measured(node: Node, count: u64) -> Result<String> {
    let node = Arc::new(node);
    let from = node.engine.now();
    issue(&node, count).await?;
    let supervisor = supervisor(&node).await?;
    let (before, ()) = submitting(&node, tokio::time::sleep(QUIET)).await?;
    let asked = ask(&node, &supervisor, from).await?;
    let (meanwhile, took) = submitting(&node, done(&node)).await?;
    let job = node.engine.revocation(&supervisor, asked).await?;
    let listed = listed(&node).await?;
    let progress = job.progress.known().context("this release wrote it")?;
    ensure!(
        job.ended.is_some() && progress.done == progress.total && progress.done == listed,
        "{listed} are on the lists: {job:?}"
    );
    node.engine.close().await;
    Ok(format!(
        "{listed} | {:.1} | {} | {} |",
        took?.as_secs_f64(),
        told(before),
        told(meanwhile)
    ))
}

async fn supervisor(node: &Node) -> Result<Caller> {
    let new = NewAccount {
        name: "Elena".to_owned(),
        email: "elena@ejemplo.pe".to_owned(),
        password: Some(PASSWORD.to_owned()),
        document: None,
        grants: vec![grants::read("supervisor").context("there is such a role")?],
    };
    let email = new.email.clone();
    node.engine.add_account(&Caller::operator(), new).await?;
    let logged_in = node
        .engine
        .log_in(Visitor::from_network("192.0.2.0"), &email, PASSWORD.to_owned())
        .await?;
    let logged_in = logged_in.and_then(LogIn::logged_in);
    Ok(logged_in.context("a supervisor logs in")?.caller)
}

async fn ask(node: &Node, supervisor: &Caller, from: Timestamp) -> Result<JobId> {
    let id = JobId(node.engine.new_id());
    let asked = MassRevocation {
        id,
        which: RevokedBy::Service {
            service: node.published.service.id.clone(),
            from,
            until: node.engine.now(),
        },
        reason: PermitReason::Mistake,
        note: "Se emitieron por una regla equivocada".to_owned(),
    };
    node.engine.revoke_many(supervisor, asked).await?;
    Ok(id)
}

/// Does what was asked for, and answers how long it took.
async fn done(node: &Node) -> Result<Duration> {
    let begun = Instant::now();
    while run_jobs(&node.engine).await? > 0 {}
    Ok(begun.elapsed())
}

/// How many permits phones can see as revoked.
async fn listed(node: &Node) -> Result<u64> {
    let mut revoked = 0;
    for list in node.engine.status_lists().await? {
        node.engine.status_list(list.list).await?;
        let changes = node.store.list_changes(list.list).await?;
        let those = changes
            .iter()
            .filter(|(_, status)| *status == PermitStatus::Revoked);
        revoked += those.count() as u64;
    }
    Ok(revoked)
}
