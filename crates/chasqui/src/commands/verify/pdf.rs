//! The texts of the QRs in a PDF. A PDF is a program of a stranger's, so a process of its own draws it: one that ends when it has
//! taken more time or memory than a permit needs, whatever becomes of it.

use std::{
    collections::BTreeSet,
    env,
    io::{self, Write},
    os::unix::process::ExitStatusExt,
    process::{Command, Output, Stdio},
};

use super::outcome::Problem;
use crate::commands::read_pdf::{self, Reading};

/// How much processor time a file may take, in seconds: the slowest scan of fifty pages takes some ten.
const MOST_SECONDS: &str = "30";

pub(super) fn texts(pdf: &[u8]) -> Result<BTreeSet<String>, Problem> {
    let output =
        read(pdf).map_err(|error| Problem(format!("cannot be read: its reader does not start: {error}")))?;
    if output.status.signal().is_some() {
        return Err(Problem(
            "takes more time or memory to draw than a permit: give a picture of its QR instead".to_owned(),
        ));
    }
    match serde_json::from_slice(&output.stdout) {
        Ok(Reading::Texts(texts)) => Ok(texts),
        Ok(Reading::Locked) => Err(Problem(
            "is protected by a password: save it without one, or give a picture of its QR".to_owned(),
        )),
        Ok(Reading::Long) => Err(Problem(format!(
            "has more than {} pages: take out the one with the permit",
            read_pdf::MOST_PAGES
        ))),
        Ok(Reading::Damaged) => Err(Problem("is not a PDF that can be read".to_owned())),
        Err(_) => Err(Problem("cannot be read: its reader failed".to_owned())),
    }
}

fn read(pdf: &[u8]) -> io::Result<Output> {
    let mut reader = Command::new(env::current_exe()?)
        .args(["read-pdf", "--seconds", MOST_SECONDS])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // It reads all before it writes anything. One that ended before has told why by its end.
    if let Some(mut input) = reader.stdin.take() {
        let _ = input.write_all(pdf);
    }
    reader.wait_with_output()
}
