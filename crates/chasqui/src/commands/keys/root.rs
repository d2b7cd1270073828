//! `chasqui keys root`: what happens on the machine without a network.

mod comparison;

use std::path::Path;

use anyhow::{Context, Result};
use engine::clock::Clock;
use jiff::{SignedDuration, Span, SpanRelativeTo};
use permit::key::Fingerprint;

use super::confirm::confirmed;
use crate::{
    cli::{RootCommand, SignSet},
    machine::Machine,
    root::{Request, Root, Terms},
    terminal::Lines,
    whole_file,
};

pub(super) fn run(command: &RootCommand) -> Result<()> {
    match command {
        RootCommand::Create { out } => {
            let fingerprint = Root::create(out)?.fingerprint();
            println!(
                "The root is in {}. Whoever has this folder can vouch for any key.",
                out.display()
            );
            show(fingerprint);
            Ok(())
        }
        RootCommand::Show { root } => {
            show(Root::open(root)?.fingerprint());
            Ok(())
        }
        RootCommand::Sign(options) => sign(options),
    }
}

/// Whole for copying, and in groups for reading out.
fn show(fingerprint: Fingerprint) {
    let digits = fingerprint.to_string();
    println!("Its fingerprint, which servers and phones pin:\n\n  CHASQUI_ROOT={digits}\n");
    for line in digits.as_bytes().chunks(16) {
        let groups: Vec<_> = line.chunks(4).map(String::from_utf8_lossy).collect();
        println!("  {}", groups.join(" "));
    }
}

fn sign(options: &SignSet) -> Result<()> {
    let root = Root::open(&options.root)?;
    let request = Request::read(&options.request)?;
    let last = root.last(&request, options.last.as_deref())?;
    let terms = Terms {
        valid: lasts(&options.valid)?,
        hand_over_to: options.hand_over_to.clone(),
        let_go: options.let_go,
    };
    let set = root.draft(&request, last.as_ref(), &terms, Machine::new().now())?;
    println!("Code of the request: {}\n", request.code());
    print!("{}", Lines(comparison::of(last.as_ref(), &set)));
    if !options.yes {
        confirmed("\nSign this set?")?;
    }
    let bytes = root.sign(&set)?;
    whole_file::write(&options.out, &bytes, 0o644)?;
    println!(
        "Key set {} is in {}. On the server: chasqui keys install {}",
        set.version,
        options.out.display(),
        file(&options.out)
    );
    Ok(())
}

fn file(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A time such as `90d`; a day has 24 hours.
fn lasts(text: &str) -> Result<SignedDuration> {
    let span: Span = text
        .parse()
        .with_context(|| format!("--valid {text}: say 90d, for instance"))?;
    let lasts = span.to_duration(SpanRelativeTo::days_are_24_hours())?;
    anyhow::ensure!(
        lasts.is_positive(),
        "--valid {text}: the set would never be valid"
    );
    Ok(lasts)
}
