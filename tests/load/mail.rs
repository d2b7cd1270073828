//! A mail server that takes every letter and keeps none (RFC 5321, as little of it as a client needs).

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::Result;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    time::sleep,
};

const PATIENCE: Duration = Duration::from_mins(2);
/// The server looks for letters every second, and sends on as long as there are any.
const QUIET: Duration = Duration::from_millis(1500);

/// How many letters have come.
#[derive(Clone, Default)]
pub(crate) struct Letters(Arc<AtomicUsize>);

impl Letters {
    pub(crate) fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Waits until so many have come, and then until no more come; how many are missing when patience ends.
    pub(crate) async fn missing(&self, expected: usize) -> usize {
        let begun = Instant::now();
        loop {
            let before = self.count();
            sleep(QUIET).await;
            let count = self.count();
            let quiet = count == before;
            if (quiet && count >= expected) || begun.elapsed() > PATIENCE {
                return expected.saturating_sub(count);
            }
        }
    }
}

/// Opens a server on a port of its own, for as long as the program runs.
pub(crate) async fn open() -> Result<(SocketAddr, Letters)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let (address, letters) = (listener.local_addr()?, Letters::default());
    let counted = letters.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that goes away in the middle is its own affair: its letter is not counted.
            tokio::spawn(serve(stream, counted.clone()));
        }
    });
    Ok((address, letters))
}

async fn serve(stream: TcpStream, letters: Letters) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 ready\r\n").await?;
    let mut line = Vec::new();
    while read_line(&mut stream, &mut line).await? {
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match &*word {
            b"DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                while read_line(&mut stream, &mut line).await? && line != b".\r\n" {}
                letters.0.fetch_add(1, Ordering::Relaxed);
                b"250 taken\r\n"
            }
            b"QUIT" => return stream.write_all(b"221 bye\r\n").await,
            _ => b"250 ok\r\n",
        };
        stream.write_all(answer).await?;
    }
    Ok(())
}

async fn read_line(stream: &mut BufReader<TcpStream>, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    Ok(stream.read_until(b'\n', line).await? > 0)
}
