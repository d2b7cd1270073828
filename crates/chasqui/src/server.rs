//! Listening, working, and stopping without losing anything.

use std::{future::Future, net::SocketAddr, sync::Arc};

use anyhow::{Context, Result};
use axum::Router;
use tokio::{net::TcpListener, signal::unix::SignalKind};
use web::{App, mail::Post};

/// A listener on the address, so that a taken port is said before anything else happens.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Serves and works until the process is asked to stop; then answers what was asked, and closes the store.
pub(crate) async fn run(app: App, router: Router, listener: TcpListener, post: Option<Arc<dyn Post>>) -> Result<()> {
    let workers = tokio::spawn(web::workers::work(app.clone(), post));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop()?).await;
    workers.abort();
    app.store.close().await;
    served.context("the server failed")
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
