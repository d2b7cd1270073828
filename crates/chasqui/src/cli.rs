//! The words of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Put a permit service on line in minutes: citizens apply, officers decide, police check.
#[derive(Parser)]
#[command(name = "chasqui", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// A settings file (TOML); variables such as `CHASQUI_LISTEN` override it
    #[arg(long, global = true, env = "CHASQUI_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Run the server
    Serve,
    /// Run a demo on this machine alone: shipped services, demo people, mail readable at /demo/mail
    Demo {
        /// The port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Where the demo keeps its data; a temporary folder, deleted afterwards, unless given
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Check service files and say what is wrong, where, and what was probably meant
    Check {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write what a service file makes: pages, permit, QR text, keys, mails, workflow
    Preview {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    /// Print the JSON Schema of service files, for completion in any editor
    Schema,
    /// Write a first service file to change
    New {
        /// The service's id, such as fishing-permit
        id: String,
    },
    /// Create, list and retire signing keys
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Add and list the people who decide, check and administer
    People {
        #[command(subcommand)]
        command: PeopleCommand,
    },
    /// Check a permit: a QR's text, a PDF or a picture; exits 0 only for valid
    Verify(Verify),
    /// Verify every application's chain of events, and write or check a signed checkpoint
    Audit {
        /// Write a signed checkpoint over all chains to this file
        #[arg(long, value_name = "FILE", conflicts_with = "against")]
        checkpoint: Option<PathBuf>,
        /// Check all chains against a checkpoint written earlier
        #[arg(long, value_name = "FILE")]
        against: Option<PathBuf>,
    },
    /// Copy a SQLite database while it is served, and verify the copy
    Backup(Backup),
    /// Put a backup where there is no database, verified
    Restore(Restore),
    /// Move everything from one database into another, verified row by row and chain by chain
    Move(Move),
}

/// Where a backup goes, and what else is wished.
#[derive(clap::Args)]
pub(crate) struct Backup {
    /// Where backups are kept: a folder, or `s3://BUCKET/PREFIX`
    #[arg(long, value_name = "FOLDER|URL")]
    pub(crate) to: String,
    /// Keep the newest N backups and remove older ones
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) keep: Option<u16>,
    /// Also copy the keys: whoever reads the backup can then sign permits
    #[arg(long)]
    pub(crate) with_keys: bool,
}

/// Which backup comes back.
#[derive(clap::Args)]
pub(crate) struct Restore {
    /// Where backups are kept: a folder, or `s3://BUCKET/PREFIX`
    #[arg(long, value_name = "FOLDER|URL")]
    pub(crate) from: String,
    /// Which one, such as 2026-11-22T03-00-00Z; the latest unless given
    #[arg(long, value_name = "NAME")]
    pub(crate) at: Option<String>,
    /// Also bring back the keys that are in it, where there are none
    #[arg(long)]
    pub(crate) with_keys: bool,
}

/// From where to where.
#[derive(clap::Args)]
pub(crate) struct Move {
    /// The database that is left, which stays as it is: `sqlite://PATH` or `postgres://…`
    #[arg(long, value_name = "URL")]
    pub(crate) from: String,
    /// The new database: empty, or begun by the same move
    #[arg(long, value_name = "URL")]
    pub(crate) to: String,
}

#[derive(clap::Args)]
pub(crate) struct Verify {
    /// The issuer's keys.json; without it, the server's own keys
    #[arg(long, value_name = "keys.json")]
    pub(crate) keys: Option<PathBuf>,
    /// A status list (may be given several times)
    #[arg(long, value_name = "list.cwt")]
    pub(crate) status: Vec<PathBuf>,
    /// Also accept a permit whose status list is old
    #[arg(long)]
    pub(crate) offline_ok: bool,
    /// The QR's text, or a PDF or PNG file
    #[arg(value_name = "TEXT|PDF|PNG")]
    pub(crate) permit: String,
}

#[derive(Subcommand)]
pub(crate) enum KeysCommand {
    /// Create a key pair; the newest of each purpose signs
    Create {
        #[arg(value_enum)]
        purpose: Purpose,
    },
    /// List the keys and what they are for
    List,
    /// Stop signing with a key; what it signed stays valid
    Retire { kid: String },
    /// Go on with this folder's secret where the database's is lost: links and look-ups of before open nothing
    Adopt,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Purpose {
    Permit,
    Status,
}

#[derive(Subcommand)]
pub(crate) enum PeopleCommand {
    /// Add a person; the password is read from standard input
    Add {
        #[arg(long)]
        name: String,
        #[arg(long)]
        email: String,
        /// ROLE, ROLE@SERVICE or ROLE@SERVICE/OFFICE; may be given several times
        #[arg(long = "grant", required = true)]
        grants: Vec<String>,
    },
    /// List the people and what they may do
    List,
    /// Close a person's account and end their sessions
    Disable { email: String },
}
