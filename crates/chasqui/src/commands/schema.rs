//! `chasqui schema`

use anyhow::Result;

pub(crate) fn run() -> Result<()> {
    println!("{}", serde_json::to_string_pretty(&forms::schema())?);
    Ok(())
}
