//! `just bench`: medians on one core of what issuing and checking a permit costs.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::Result;
use engine::publishing::papers;
use journeys::node::Node;
use permit::{claims::Claims, cose::Envelope, issue, issue::SignedPermit, pdf::Skeleton, qr, trust::Trust};

const ROUNDS: usize = 501;
const SUBMISSIONS: usize = 2_000;

fn main() -> Result<()> {
    // One thread serves; SQLite writes on its own.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let node = Arc::new(Node::open().await?);
        println!("median of {ROUNDS}, one core\n");
        permits(&node).await?;
        submissions(&node).await
    })
}

/// What is pure: signing, checking, drawing.
async fn permits(node: &Node) -> Result<()> {
    let (engine, permit) = (&node.engine, node.permit().await?);
    let issuer = engine.issuer();
    let signed = SignedPermit::from_kept(permit.signed.clone());
    let claims = Claims::read(Envelope::read(signed.as_bytes(), None)?.payload())?;
    let key = &*issuer.permit_signer;
    let text = signed.qr_text(&engine.settings.base_url);
    let mut trust = Trust::new(vec![issuer.keys.clone()]);
    trust.add_status_list(&engine.status_list(permit.list).await?.bytes, engine.now())?;
    let service = &node.published.service;
    let pdf = engine.paper(&permit, &node.published)?;

    tell("sign a permit", ROUNDS, || issue::issue(&claims, key));
    tell("check a scanned text: verdict valid", ROUNDS, || {
        permit::verify(&text, &trust, engine.now())
    });
    tell("QR from its text", ROUNDS, || qr::encode(&text));
    tell("whether a code fits its paper", ROUNDS, || {
        Skeleton::fits_code(&engine.settings.base_url, signed.as_bytes().len())
    });
    tell("PDF with its QR, skeleton ready", ROUNDS, || {
        engine.paper(&permit, &node.published)
    });
    tell("PDF skeletons of a version, all languages", 21, || {
        papers(service, "https://permisos.gob.pe", false)
    });
    println!(
        "\npermit {} bytes, QR text {} letters, PDF {} bytes\n",
        signed.as_bytes().len(),
        text.len(),
        pdf.len()
    );
    Ok(())
}

/// Durable submissions: decided by a rule, signed, committed with events, letter and timers.
async fn submissions(node: &Arc<Node>) -> Result<()> {
    let mut alone = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let filled = node.filled().await?;
        let start = Instant::now();
        node.submit(filled).await?;
        alone.push(start.elapsed());
    }
    row("one submission, alone", median(alone));
    for submitters in [1, 16, 64] {
        let start = Instant::now();
        let crowd: Vec<_> = (0..submitters)
            .map(|_| tokio::spawn(hand_in(node.clone(), SUBMISSIONS / submitters)))
            .collect();
        for submitter in crowd {
            submitter.await??;
        }
        let handed_in = SUBMISSIONS / submitters * submitters;
        let each = start.elapsed() / u32::try_from(handed_in)?;
        println!(
            "{:<44}{:>10.0} /s",
            format!("submissions, {submitters} at once"),
            each.as_secs_f64().recip()
        );
    }
    Ok(())
}

async fn hand_in(node: Arc<Node>, times: usize) -> Result<()> {
    for _ in 0..times {
        node.submit(node.filled().await?).await?;
    }
    Ok(())
}

fn tell<T>(what: &str, rounds: usize, mut work: impl FnMut() -> T) {
    let times = (0..rounds).map(|_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed()
    });
    row(what, median(times.collect()));
}

fn row(what: &str, time: Duration) {
    println!("{what:<44}{:>10.1} µs", time.as_secs_f64() * 1e6);
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
