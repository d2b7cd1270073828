//! `chasqui erase`

use anyhow::{Context, Result, bail};
use engine::{authorise::Caller, engine::Engine};
use permit::Reference;

use crate::{keyless, settings::Settings};

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
