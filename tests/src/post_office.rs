//! A mail server that takes every letter and counts them (RFC 5321, as little of it as a client needs).

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

use base64::{Engine, engine::general_purpose::STANDARD};

/// A server on a port of its own, for as long as the test runs.
pub struct PostOffice {
    address: String,
    counter: Arc<Counter>,
}

#[derive(Default)]
struct Counter {
    book: Mutex<Book>,
    opened: Condvar,
}

#[derive(Default)]
struct Book {
    letters: Vec<Letter>,
    closed: bool,
    /// Addresses that are refused, with what is answered.
    refused: BTreeMap<String, String>,
}

/// A letter as it came.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The recipient's address.
    pub to: String,
    /// `Message-ID`: the same for the same letter.
    pub id: String,
    /// All of it, headers first.
    pub text: String,
}

impl Letter {
    /// The link to an application of the site at this address, without the address. Letters are quoted-printable (RFC 2045).
    pub fn link(&self, site: &str) -> Option<String> {
        let text = self.text.replace("=\n", "").replace("=3D", "=");
        let (_, link) = text.split_once(&format!("{site}/a/"))?;
        let end = link.find(|c: char| !c.is_ascii_alphanumeric() && !"-_?=.".contains(c));
        Some(format!("/a/{}", &link[..end.unwrap_or(link.len())]))
    }

    /// The PDF that came with it.
    pub fn pdf(&self) -> Vec<u8> {
        let (_, part) = self
            .text
            .split_once("Content-Type: application/pdf")
            .expect("a PDF is attached");
        let (_, body) = part.split_once("\n\n").expect("the part has a body");
        let packed = body.lines().take_while(|line| !line.starts_with("--"));
        let packed: String = packed.collect();
        STANDARD.decode(packed.trim()).expect("base64")
    }
}

impl PostOffice {
    /// Opens.
    pub fn open() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let address = listener.local_addr().expect("it listens").to_string();
        let counter = Arc::<Counter>::default();
        let office = Self {
            address,
            counter: Arc::clone(&counter),
        };
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let counter = Arc::clone(&counter);
                // A client that goes away in the middle is its own affair.
                thread::spawn(move || counter.serve(stream).is_ok());
            }
        });
        office
    }

    /// What `CHASQUI_SMTP_URL` says.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What has come for this address.
    pub fn letters_to(&self, address: &str) -> Vec<Letter> {
        let mut letters = self.letters();
        letters.retain(|letter| letter.to == address);
        letters
    }

    /// All that has come.
    pub fn letters(&self) -> Vec<Letter> {
        self.counter.book().letters.clone()
    }

    /// Answers so to letters for this address: `550 no such mailbox`.
    pub fn refuse(&self, address: &str, answer: &str) {
        let answer = format!("{answer}\r\n");
        self.counter.book().refused.insert(address.to_owned(), answer);
    }

    /// Takes letters for this address again.
    pub fn accept(&self, address: &str) {
        self.counter.book().refused.remove(address);
    }

    /// Closed, it lets clients wait at the door.
    pub fn close(&self, closed: bool) {
        self.counter.book().closed = closed;
        self.counter.opened.notify_all();
    }
}

impl Counter {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait_until_open(&self) {
        let open = self.opened.wait_while(self.book(), |book| book.closed);
        drop(open.unwrap_or_else(PoisonError::into_inner));
    }

    fn serve(&self, stream: TcpStream) -> std::io::Result<()> {
        self.wait_until_open();
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
            let refused;
            let answer: &[u8] = match word.as_str() {
                "RCPT" => {
                    let recipient = line.split(['<', '>']).nth(1).unwrap_or_default();
                    recipient.clone_into(&mut to);
                    refused = self.book().refused.get(&to).cloned();
                    refused.as_deref().unwrap_or("250 ok\r\n").as_bytes()
                }
                "DATA" => {
                    answers.write_all(b"354 go on\r\n")?;
                    let text = letter(&mut lines)?;
                    let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: "));
                    let (to, id) = (to.clone(), id.unwrap_or_default().to_owned());
                    self.book().letters.push(Letter { to, id, text });
                    b"250 taken\r\n"
                }
                "QUIT" => return answers.write_all(b"221 bye\r\n"),
                _ => b"250 ok\r\n",
            };
            // Connections are kept for later letters, which wait at the door as well.
            self.wait_until_open();
            answers.write_all(answer)?;
        }
        Ok(())
    }
}

/// Reads a letter to its end.
fn letter(lines: &mut impl Iterator<Item = std::io::Result<String>>) -> std::io::Result<String> {
    let mut text = String::new();
    for line in lines {
        let line = line?;
        if line == "." {
            break;
        }
        // A point that begins a line is doubled on its way (RFC 5321, 4.5.2).
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
        text.push('\n');
    }
    Ok(text)
}
