//! Asking before what cannot be undone.

use std::io::{BufRead, Write};

use anyhow::{Result, ensure};

/// Goes on only if `yes` is typed.
pub(super) fn confirmed(question: &str) -> Result<()> {
    print!("{question} Type yes: ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    println!();
    ensure!(answer.trim() == "yes", "nothing was done");
    Ok(())
}
