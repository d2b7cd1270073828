//! `just load`: whole journeys over HTTP against a real server, on SQLite and on PostgreSQL, of one program or of several
//! in turns; then parts of a journey alone, and what letters cost. Prints tables in Markdown.

mod citizen;
mod client;
mod cookies;
mod crowd;
mod database;
mod html;
mod journey;
mod mail;
mod options;
mod process;
mod recording;
mod report;
mod run;
mod server;
mod tally;
mod window;

use anyhow::Result;
use clap::Parser;

use options::Options;

/// What the proxy that is not there serves.
const HOST: &str = "permisos.ejemplo.pe";

fn main() -> Result<()> {
    let options = Options::parse();
    // One thread is enough to send more than the server answers, and leaves it the rest of the machine.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run::run(&options))
}
