use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes},
    routing::{get, post},
};
use futures_util::{StreamExt as _, stream};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Notify, mpsc, oneshot},
};

use super::{Limits, serve};

/// A server that runs until its guard is dropped, with an address that answers when it is let.
struct Site {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: tokio::task::JoinHandle<()>,
    go: Arc<Notify>,
    /// Told of each request of `/slow` that is under way.
    begun: mpsc::Receiver<()>,
    /// Told of each answer of `/large` that has ended.
    ended: mpsc::Receiver<()>,
}

/// Tells when it goes.
struct Guard(mpsc::Sender<()>);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.try_send(());
    }
}

const SOON: Duration = Duration::from_millis(200);
const NEVER: Duration = Duration::from_mins(10);

/// What forms do.
async fn read_whole(_: Bytes) -> &'static str {
    "read"
}

async fn site(most: usize, silence: Duration, stall: Duration) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, go) = (listener.local_addr().unwrap(), Arc::new(Notify::new()));
    let slow = Arc::clone(&go);
    let (begins, begun) = mpsc::channel::<()>(8);
    let (left, ended) = mpsc::channel::<()>(1);
    let router = Router::new()
        .route("/", get(async || "here").post(read_whole))
        .route("/o/log-in", post(read_whole))
        .route("/healthz", get(async || "well"))
        .route(
            "/large",
            get(async move || {
                let guard = Guard(left.clone());
                let parts = stream::repeat(vec![7_u8; 1 << 20]).take(256);
                Body::from_stream(parts.map(move |part| {
                    let _until_it_ends = &guard;
                    Ok::<_, Infallible>(part)
                }))
            }),
        )
        .route(
            "/slow",
            get(async move |request: axum::extract::Request| {
                if request.extensions().get::<web::Crowded>().is_some() {
                    return "crowded";
                }
                begins.send(()).await.unwrap();
                slow.notified().await;
                "at last"
            }),
        );
    let (stop, stopped) = oneshot::channel::<()>();
    let limits = Limits { most, silence, stall };
    let served = tokio::spawn(serve(listener, router, limits, async move {
        let _ = stopped.await;
    }));
    Site {
        address,
        stop: Some(stop),
        served,
        go,
        begun,
        ended,
    }
}

impl Site {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    async fn asks(&self, path: &str) -> TcpStream {
        let mut stream = self.connect().await;
        ask(&mut stream, path).await;
        stream
    }
}

async fn ask(stream: &mut TcpStream, path: &str) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: permisos.test\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
}

/// All that comes until these words.
async fn read_until(stream: &mut TcpStream, words: &str) -> String {
    let mut read = Vec::new();
    while !String::from_utf8_lossy(&read).contains(words) {
        let mut part = [0; 1024];
        match stream.read(&mut part).await {
            Ok(0) | Err(_) => panic!("closed after {}", String::from_utf8_lossy(&read)),
            Ok(some) => read.extend_from_slice(&part[..some]),
        }
    }
    String::from_utf8_lossy(&read).into_owned()
}

/// Waits until the server has closed it.
async fn closed(mut stream: TcpStream) {
    let mut rest = vec![0; 1 << 16];
    while !matches!(stream.read(&mut rest).await, Ok(0) | Err(_)) {}
}

#[tokio::test]
async fn one_that_says_nothing_or_half_a_head_is_closed() {
    let site = site(8, SOON, NEVER).await;
    closed(site.connect().await).await;
    let mut trickling = site.connect().await;
    trickling.write_all(b"GET / HTTP/1.1\r\nhost: p").await.unwrap();
    closed(trickling).await;
    let mut idle = site.asks("/").await;
    read_until(&mut idle, "here").await;
    closed(idle).await;
}

#[tokio::test]
async fn one_that_takes_nothing_of_its_answer_is_closed() {
    let mut site = site(8, NEVER, SOON).await;
    let mut stalled = site.asks("/large").await;
    read_until(&mut stalled, "200 OK").await;
    // The answer is given up, though nothing more was taken of it: both sides' buffers are full long before its end.
    site.ended.recv().await.unwrap();
    assert!(!site.served.is_finished());
}

#[tokio::test]
async fn the_longest_silent_gives_way() {
    let site = site(8, NEVER, NEVER).await;
    let mut silent = Vec::new();
    for _ in 0..8 {
        silent.push(site.connect().await);
    }
    for _ in 0..8 {
        let mut next = site.asks("/").await;
        read_until(&mut next, "here").await;
        silent.push(next);
    }
    for stream in silent.drain(..8) {
        closed(stream).await;
    }
}

#[tokio::test]
async fn room_is_kept_for_those_who_matter_most() {
    let mut site = site(8, NEVER, NEVER).await;
    let mut asking = Vec::new();
    for _ in 0..6 {
        asking.push(site.asks("/slow").await);
        site.begun.recv().await.unwrap();
    }
    let mut seventh = site.asks("/slow").await;
    read_until(&mut seventh, "crowded").await;
    drop(seventh);
    let mut probe = site.asks("/healthz").await;
    read_until(&mut probe, "well").await;
    for mut stream in asking {
        site.go.notify_one();
        read_until(&mut stream, "at last").await;
    }
    let mut after = site.asks("/slow").await;
    site.go.notify_one();
    read_until(&mut after, "at last").await;
}

#[tokio::test]
async fn what_was_asked_is_answered_before_it_stops() {
    let mut site = site(8, NEVER, NEVER).await;
    let silent = site.connect().await;
    let mut idle = site.asks("/").await;
    read_until(&mut idle, "here").await;
    let mut asking = site.asks("/slow").await;
    let mut second = site.asks("/slow").await;
    for _ in 0..2 {
        site.begun.recv().await.unwrap();
    }
    site.go.notify_one();
    let _ = tokio::select! {
        first = read_until(&mut asking, "at last") => first,
        second = read_until(&mut second, "at last") => second,
    };
    site.stop.take().unwrap().send(()).unwrap();
    closed(silent).await;
    closed(idle).await;
    assert!(!site.served.is_finished(), "one still waits for its answer");
    site.go.notify_one();
    site.served.await.unwrap();
}

#[tokio::test]
async fn requests_that_come_byte_by_byte_give_way() {
    let site = site(8, NEVER, NEVER).await;
    let mut arriving = Vec::new();
    for path in ["/o/log-in", "/"].repeat(8) {
        let mut stream = site.connect().await;
        let head = format!("POST {path} HTTP/1.1\r\nhost: permisos.test\r\ncontent-length: 1000\r\n\r\na");
        stream.write_all(head.as_bytes()).await.unwrap();
        arriving.push(stream);
    }
    let mut probe = site.asks("/healthz").await;
    read_until(&mut probe, "well").await;
    let mut citizen = site.asks("/").await;
    read_until(&mut citizen, "here").await;
    for stream in arriving.drain(..8) {
        closed(stream).await;
    }
}
