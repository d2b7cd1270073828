//! Connections: how many there may be, how long each may keep silent, and for whom room is kept.
//!
//! Where all are taken, the one that has been silent longest gives way to the next that comes, so that sockets which say nothing
//! keep nobody out; nor do requests that come byte by byte: a connection gives way until its request has come whole. A quarter of
//! the connections is kept for requests that matter most when there are too many: probes, officers, and whoever checks permits.

mod arriving;
mod limits;
mod registry;
mod watched;

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    http::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;

pub(crate) use self::limits::Limits;
use self::{
    arriving::Arriving,
    registry::{Registry, Slot},
    watched::Watched,
};

/// After the system refused a connection: it has none to give for a moment.
const PAUSE: Duration = Duration::from_millis(100);
/// How long a connection that gives way has for the rest of an answer that is on its way.
const FAREWELL: Duration = Duration::from_secs(5);

/// Serves until `stop` is ready; then answers what was asked, and closes every connection.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let registry = Arc::new(Registry::new(limits.most));
    let mut tasks = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    if let Some(slot) = registry.admit() {
                        tasks.spawn(connection(stream, peer, router.clone(), limits, slot));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    registry.make_room();
                    sleep(PAUSE).await;
                }
            },
            Some(_) = tasks.join_next(), if !tasks.is_empty() => {}
            () = &mut stop => break,
        }
    }
    drop(listener);
    registry.close_all();
    while tasks.join_next().await.is_some() {}
}

/// One connection, until either side ends it or it gives way.
async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, limits: Limits, slot: Slot) {
    // Answers are written whole; none waits for another to fill a packet.
    let _ = stream.set_nodelay(true);
    let slot = Arc::new(slot);
    let mut stream = TimeoutStream::new(Watched::new(stream, Arc::clone(&slot)));
    stream.set_write_timeout(Some(limits.stall));
    let service = service_fn(|request| answer(request, peer, router.clone(), Arc::clone(&slot)));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.silence)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    // That a connection broke is its client's affair.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = slot.asked_to_close() => {}
    }
    if slot.may_be_cut() {
        return;
    }
    connection.as_mut().graceful_shutdown();
    if slot.is_answering() {
        let _ = connection.await;
    } else {
        let _ = timeout(FAREWELL, connection).await;
    }
}

async fn answer(
    request: Request<Incoming>,
    peer: SocketAddr,
    router: Router,
    slot: Arc<Slot>,
) -> Result<Response<Body>, Infallible> {
    let asking = Arc::new(slot.asks(web::room_is_kept_for(request.uri().path())));
    let mut request = request.map(|body| Body::new(Arriving::new(body, Arc::clone(&asking))));
    request.extensions_mut().insert(ConnectInfo(peer));
    if asking.is_one_too_many() {
        request.extensions_mut().insert(web::Crowded);
    }
    let answer = router.oneshot(request).await;
    drop(asking);
    answer
}

#[cfg(test)]
mod tests;
