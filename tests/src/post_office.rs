//! A mail server that takes every letter and counts them (RFC 5321, as little of it as a client needs).

use std::{
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

use crate::wait::until;

/// A worker looks once a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server on a port of its own, for as long as the test runs.
pub struct PostOffice {
    address: String,
    letters: Arc<Mutex<Vec<Letter>>>,
}

/// A letter as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The recipient's address.
    pub to: String,
    /// `Message-ID`: the same for the same letter.
    pub id: String,
}

impl PostOffice {
    /// Opens.
    pub fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("it listens").to_string();
        let letters = Arc::<Mutex<Vec<Letter>>>::default();
        let kept = Arc::clone(&letters);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let kept = Arc::clone(&kept);
                // A client that goes away in the middle is its own affair.
                thread::spawn(move || serve(stream, &kept).is_ok());
            }
        });
        Self { address, letters }
    }

    /// What `CHASQUI_SMTP_URL` says.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What has come for this address.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let letters = self.letters.lock().unwrap_or_else(PoisonError::into_inner);
        letters
            .iter()
            .filter(|letter| letter.to == address)
            .cloned()
            .collect()
    }

    /// Waits until so many have come for this address.
    pub fn wait_for(&self, address: &str, letters: usize) {
        until(&format!("{letters} letters to {address}"), PATIENCE, || {
            (self.letters_to(address).len() >= letters).then_some(())
        });
    }

    /// All that has come.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

fn serve(stream: TcpStream, letters: &Mutex<Vec<Letter>>) -> std::io::Result<()> {
    let mut answers = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    let mut to = String::new();
    answers.write_all(b"220 ready\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let word = line
            .split([' ', ':'])
            .next()
            .unwrap_or_default()
            .to_ascii_uppercase();
        let answer: &[u8] = match word.as_str() {
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                b"250 ok\r\n"
            }
            "DATA" => {
                answers.write_all(b"354 go on\r\n")?;
                let id = message_id(&mut lines)?;
                let letter = Letter { to: to.clone(), id };
                letters
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(letter);
                b"250 taken\r\n"
            }
            "QUIT" => return answers.write_all(b"221 bye\r\n"),
            _ => b"250 ok\r\n",
        };
        answers.write_all(answer)?;
    }
    Ok(())
}

/// Reads a letter to its end.
fn message_id(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> std::io::Result<String> {
    let mut id = String::new();
    for line in lines {
        let line = line?;
        if line == "." {
            break;
        }
        if let Some(found) = line.strip_prefix("Message-ID: ") {
            id = found.to_owned();
        }
    }
    Ok(id)
}
