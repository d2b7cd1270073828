//! Listening, working, and stopping without losing anything.

use std::{net::SocketAddr, sync::Arc};

use anyhow::{Context, Result, anyhow};
use axum::Router;
use engine::{engine::Engine, jobs, letters::MailTransport};
use tokio::{net::TcpListener, signal::unix::SignalKind};

use crate::connections::{self, Limits};

/// A listener on the address, so that a taken port is said before anything else happens.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}"))
}

/// Serves and works until the process is asked to stop; then answers what was asked, and closes the store.
pub(crate) async fn run(
    engine: Engine,
    router: Router,
    listener: TcpListener,
    transport: Option<Arc<dyn MailTransport>>,
) -> Result<()> {
    let mut workers = tokio::spawn(jobs::work(engine.clone(), transport));
    let serving = connections::serve(listener, router, Limits::of_this_process(), stop()?);
    let ended = tokio::select! {
        () = serving => Ok(()),
        // A node whose letters and deadlines stand still must not look well.
        worked = &mut workers => Err(anyhow!("the workers ended: {worked:?}")),
    };
    if !workers.is_finished() {
        // Aborting only asks: what works until its next pause must not find the store closed.
        workers.abort();
        let _ = workers.await;
    }
    engine.close().await;
    ended
}

fn stop() -> Result<impl Future<Output = ()> + Send + 'static> {
    let mut terminate = tokio::signal::unix::signal(SignalKind::terminate())?;
    let mut interrupt = tokio::signal::unix::signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
