//! The program: command line, settings, wiring. The only place that names a backend.

mod at_rest;
mod cli;
mod commands;
mod connections;
mod database;
mod folder;
mod keeping;
mod keyless;
mod keyring;
mod language_files;
mod machine;
mod node;
mod regular_file;
mod root;
mod scenario_files;
mod server;
mod service_file;
mod settings;
mod site_file;
mod smtp;
mod terminal;
mod text_file;
mod whole_file;

use std::{env::VarError, process::ExitCode};

use anyhow::{Result, bail};
use clap::Parser;

use cli::{Cli, Command};
use settings::Settings;
use terminal::Lines;

/// A sixth of a citizen's journey was glibc's allocator, which also keeps what many log-ins at once took.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    at_rest::begin();
    let cli = Cli::parse();
    if !matches!(cli.command, Command::Serve) {
        terminal::end_when_nobody_reads();
    }
    if let Err(error) = tell(&cli.command) {
        eprintln!("chasqui: {:#}", Lines(error));
        return ExitCode::FAILURE;
    }
    // What all commands together keep while they wait is too much for the stack of a thread.
    match Box::pin(run(cli)).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("chasqui: {:#}", Lines(error));
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<ExitCode> {
    let settings = || Settings::load(cli.config.as_deref());
    match cli.command {
        Command::Serve => commands::serve::run(&settings()?).await?,
        Command::Demo { port, service, data } => Box::pin(commands::demo::run(port, service, data)).await?,
        Command::Check { published, files } => {
            return commands::check::run(files, published, settings).await;
        }
        Command::Publish(options) => return Box::pin(commands::publish::run(&settings()?, &options)).await,
        Command::MoveCases(options) => {
            return Box::pin(commands::move_cases::run(&settings()?, &options)).await;
        }
        Command::Preview { file, out, language } => {
            return Box::pin(commands::preview::run(&file, &out, language.as_deref())).await;
        }
        Command::Test { paths } => {
            let time_zone = settings()?.time_zone;
            return Box::pin(commands::test::run(&paths, &time_zone)).await;
        }
        Command::Translate { file, language } => commands::translate::run(&file, &language)?,
        Command::Simulate(options) => commands::simulate::run(&options, &settings()?.time_zone)?,
        Command::Scenario { reference, name } => {
            return Box::pin(commands::scenario::run(&settings()?, &reference, name)).await;
        }
        Command::Schema { page } => commands::schema::run(page)?,
        Command::New { id, from, list } => commands::new::run(id.as_deref(), from, list)?,
        Command::Keys { command } => commands::keys::run(settings, command).await?,
        Command::People { command } => commands::people::run(&settings()?, command).await?,
        Command::Erase { list: true, .. } => commands::erase::list(&settings()?).await?,
        Command::Erase {
            again: Some(list),
            yes,
            ..
        } => commands::erase::again(&settings()?, &list, yes).await?,
        Command::Erase { references, yes, .. } => {
            commands::erase::run(&settings()?, &references, yes).await?;
        }
        Command::Verify(verify) => return commands::verify::run(&verify, settings),
        Command::ReadPdf { seconds } => commands::read_pdf::run(seconds)?,
        Command::Backup(options) => commands::backup::run(&settings()?, &options).await?,
        Command::Restore(options) => commands::restore::run(&settings()?, &options).await?,
        Command::Move(options) => return commands::moving::run(&options).await,
        Command::Audit { checkpoint, against } => {
            return commands::audit::run(&settings()?, checkpoint.as_deref(), against.as_deref()).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Logs go to standard error, as lines for people or as a JSON object each; a server says more than a tool.
fn tell(command: &Command) -> Result<()> {
    // The passkeys' library calls each passkey without a counter an error, and what it refuses is in the log of administration.
    let default = match command {
        Command::Serve => "info,sqlx=warn,webauthn_rs_core=off",
        _ => "warn,webauthn_rs_core=off",
    };
    let filter =
        tracing_subscriber::EnvFilter::try_from_env("CHASQUI_LOG").unwrap_or_else(|_| default.into());
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // A line that cannot be written is lost. To complain of it on standard error would be to panic.
        .log_internal_errors(false);
    match std::env::var("CHASQUI_LOG_FORMAT").as_deref() {
        Err(VarError::NotPresent) | Ok("text") => lines.init(),
        Ok("json") => lines.json().flatten_event(true).with_span_list(false).init(),
        _ => bail!("the setting log_format is wrong: say text or json"),
    }
    Ok(())
}
