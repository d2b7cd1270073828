//! One connection of a browser, kept alive: as little work of our own as HTTP allows.

use std::{io::Read, net::SocketAddr, time::Duration};

use anyhow::{Context, Result, bail};
use http_body_util::{BodyExt, Full};
use hyper::{
    HeaderMap, Request, StatusCode,
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
    header::CONTENT_ENCODING,
};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

/// Longer than the server lets a request take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection to the server, opened when it is needed.
pub(crate) struct Client {
    server: SocketAddr,
    connection: Option<SendRequest<Full<Bytes>>>,
}

/// What came back, as it travelled.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Client {
    pub(crate) fn new(server: SocketAddr) -> Self {
        Self {
            server,
            connection: None,
        }
    }

    /// Sends a request, and waits for all of its answer. After a failure the next request opens a new connection.
    pub(crate) async fn send(&mut self, request: Request<Full<Bytes>>) -> Result<Answer> {
        let mut connection = self.connected().await?;
        let exchange = async {
            let answer = connection.send_request(request).await?;
            let (parts, body) = answer.into_parts();
            Ok::<_, hyper::Error>((parts, body.collect().await?.to_bytes()))
        };
        let exchanged = timeout(PATIENCE, exchange).await;
        let (parts, body) = exchanged.context("no answer in time")??;
        self.connection = Some(connection);
        Ok(Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        })
    }

    async fn connected(&mut self) -> Result<SendRequest<Full<Bytes>>> {
        if let Some(mut connection) = self.connection.take()
            && connection.ready().await.is_ok()
        {
            return Ok(connection);
        }
        let stream = TcpStream::connect(self.server).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        // How it ended is told to whoever sends over it.
        tokio::spawn(async { connection.await.is_ok() });
        Ok(sender)
    }
}

impl Answer {
    /// The page, unpacked.
    pub(crate) fn text(&self) -> Result<String> {
        let mut text = String::new();
        let packed = self.headers.get(CONTENT_ENCODING);
        match packed.map(hyper::header::HeaderValue::as_bytes) {
            None => text.push_str(std::str::from_utf8(&self.body)?),
            Some(b"gzip") => {
                flate2::read::GzDecoder::new(&*self.body).read_to_string(&mut text)?;
            }
            Some(b"br") => {
                brotli_decompressor::Decompressor::new(&*self.body, 4096).read_to_string(&mut text)?;
            }
            Some(other) => bail!("packed as {}", String::from_utf8_lossy(other)),
        }
        Ok(text)
    }
}
