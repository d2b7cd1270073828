//! `chasqui erase`

use std::path::Path;

use anyhow::{Context, Result, bail};
use engine::{authorise::Caller, engine::Engine, erasure::again::Again};
use permit::Reference;
use review::ApplicationId;

use crate::{keyless, settings::Settings, text_file};

pub(crate) async fn run(settings: &Settings, references: &[String], yes: bool) -> Result<()> {
    let references = references.iter().map(|typed| {
        let read = typed.parse::<Reference>();
        read.map_err(|error| anyhow::anyhow!("{typed} is no reference: {error}"))
    });
    let references: Vec<Reference> = references.collect::<Result<_>>()?;
    if !yes {
        for reference in &references {
            println!(
                "{reference}: names, answers and letters would be erased for ever, permits that hold revoked"
            );
        }
        bail!("nothing was erased; say --yes to erase");
    }
    let engine = keyless::engine(settings.database.open().await?);
    let done = erase(&engine, &references).await;
    engine.close().await;
    done
}

async fn erase(engine: &Engine, references: &[Reference]) -> Result<()> {
    for reference in references {
        let erased = engine.erase(&Caller::operator(), reference).await;
        let revoked = erased.with_context(|| format!("{reference} was not erased"))?;
        println!("{reference}: erased; permits revoked: {revoked}");
    }
    Ok(())
}

/// How many are listed at once.
const PAGE: u32 = 1_000;

/// What was erased, a line each: when, id, reference.
pub(crate) async fn list(settings: &Settings) -> Result<()> {
    let engine = keyless::engine(settings.database.open().await?);
    let done = print_all(&engine).await;
    engine.close().await;
    done
}

async fn print_all(engine: &Engine) -> Result<()> {
    let mut after = None;
    loop {
        let page = engine.erased(&Caller::operator(), after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id);
        for erased in page {
            println!("{} {} {}", erased.at, erased.id, erased.reference);
        }
    }
}

/// Erases again what a list names, as `--list` printed it before a backup was restored.
pub(crate) async fn again(settings: &Settings, list: &Path, yes: bool) -> Result<()> {
    let shown = list.display();
    let text = text_file::read(list).with_context(|| format!("{shown} cannot be read"))?;
    let named = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    let named: Vec<ApplicationId> = named
        .map(|(number, line)| read(line).with_context(|| format!("{shown}, line {}", number + 1)))
        .collect::<Result<_>>()?;
    if !yes {
        println!(
            "{} applications would be erased again where they are back",
            named.len()
        );
        bail!("nothing was erased; say --yes to erase");
    }
    let engine = keyless::engine(settings.database.open().await?);
    let done = erase_again(&engine, &named).await;
    engine.close().await;
    done
}

/// The application that a line names.
fn read(line: &str) -> Result<ApplicationId> {
    let id = line.split_whitespace().nth(1).and_then(|id| id.parse().ok());
    id.context("a line has a time, an id and a reference, as `chasqui erase --list` prints them")
}

/// One that fails keeps no other from being erased.
async fn erase_again(engine: &Engine, named: &[ApplicationId]) -> Result<()> {
    let (mut erased, mut failed) = (0_usize, 0_usize);
    for id in named {
        match engine.erase_again(&Caller::operator(), *id).await {
            Ok(Again::Erased(_)) => erased += 1,
            Ok(Again::StillErased | Again::NotThere) => {}
            Err(error) => {
                failed += 1;
                eprintln!("{id} was not erased: {error}");
            }
        }
    }
    println!("erased again: {erased} of {}", named.len());
    if failed > 0 {
        bail!("{failed} were not erased; close them, and type this again");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_list_is_read_as_it_is_printed() {
        let id: ApplicationId = "00000000-0000-8000-8000-000000000007".parse().unwrap();
        let line = format!("2026-11-30T18:00:00Z {id} K7RT-2M4P");
        assert_eq!(read(&line).unwrap(), id);
        for wrong in ["", "K7RT-2M4P", "2026-11-30T18:00:00Z K7RT-2M4P"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
