//! The words of the command line.

mod keys;
mod simulate;

use std::{convert::Infallible, path::PathBuf};

use clap::{Parser, Subcommand};
use forms::StepId;
use jiff::{Timestamp, civil::DateTime};
use permit::key::Fingerprint;

pub(crate) use keys::{KeysCommand, Purpose, RootCommand, SignSet};
pub(crate) use simulate::{OfStep, OfficeHours, Shape, Share, Simulate};

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
        /// A service file of yours, tried instead of those that ship: with people for its roles, and anew whenever you save it
        #[arg(long, value_name = "FILE")]
        service: Option<PathBuf>,
        /// Where the demo keeps its data; a temporary folder, deleted afterwards, unless given
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Check service files and say what is wrong, where, and what was probably meant
    Check {
        /// Also against what was ever published in the configured database: permits that are out keep their meaning
        #[arg(long)]
        published: bool,
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Publish service files on the site that runs: what changes is told, and every node follows within seconds
    Publish(Publish),
    /// Move the open cases of a service from earlier versions to the one that is current, and tell which stay and why
    MoveCases(MoveCases),
    /// Write what a service file makes: pages, permit, QR text, keys, mails, workflow
    Preview {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// In which of the service's languages; in its first, unless said otherwise
        #[arg(long, value_name = "CODE")]
        language: Option<String>,
    },
    /// Play the scenarios beside service files, and say what came out otherwise than they say
    Test {
        /// Service files, their scenarios (`NAME.scenarios.yaml`), or folders of them
        #[arg(required = true, value_name = "FILE|DIR")]
        paths: Vec<PathBuf>,
    },
    /// Write the texts of a service that have no words in one of its languages yet, to be given them in a file beside its own
    Translate {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Such as `en`; the service's `languages` name it
        #[arg(value_name = "LANGUAGE")]
        language: String,
    },
    /// See a launch in advance: how long cases wait, when it breaks, and how many officers would do
    Simulate(Simulate),
    /// Write what became of an application as a scenario about nobody, to keep beside its service file
    Scenario {
        /// The application's number
        reference: String,
        /// What happened, in one sentence; a general one if left out
        #[arg(long)]
        name: Option<String>,
    },
    /// Print the JSON Schema of service files, for completion in any editor
    Schema {
        /// The page for people instead: every key with what it takes and means, in Markdown
        #[arg(long)]
        page: bool,
    },
    /// Write a service file to change: a short one, or one of those that ship, with its scenarios
    New {
        /// The service's id, such as fishing-permit
        #[arg(required_unless_present = "list")]
        id: Option<String>,
        /// Begin with this one; `--list` tells of them
        #[arg(long, value_name = "NAME")]
        from: Option<String>,
        /// Tell with what one can begin
        #[arg(long, conflicts_with_all = ["id", "from"])]
        list: bool,
    },
    /// Signing keys: create, rotate, void, and have an off-line root vouch for them
    Keys {
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Add and list the people who decide, check and administer
    People {
        #[command(subcommand)]
        command: PeopleCommand,
    },
    /// Erase by law what closed applications tell of people; permits that hold are revoked first
    Erase {
        /// As the applicant has it: 7K2Q-MX9T-5
        #[arg(required_unless_present_any = ["list", "again"], value_name = "REFERENCE")]
        references: Vec<String>,
        /// Print what was erased until now, to be kept beside the backups: when, id, reference
        #[arg(long, conflicts_with_all = ["again", "references", "yes"])]
        list: bool,
        /// After a backup was restored, erase again what such a list names
        #[arg(long, value_name = "LIST", conflicts_with = "references")]
        again: Option<PathBuf>,
        /// Without this nothing is erased, and what would be is told
        #[arg(long)]
        yes: bool,
    },
    /// Check permits off-line: texts, PDFs, pictures, folders, tables; exits 0 only if all are valid
    Verify(Verify),
    /// Tell the texts of the QRs in the PDF on standard input: `verify` starts it for each
    #[command(hide = true)]
    ReadPdf {
        /// The processor time that it may take
        #[arg(long)]
        seconds: u64,
    },
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

/// What is published, or gone back to.
#[derive(clap::Args)]
pub(crate) struct Publish {
    /// Service files, or folders of them
    #[arg(required_unless_present = "back", value_name = "FILE|DIR")]
    pub(crate) files: Vec<PathBuf>,
    /// Publish nothing; tell what would change, and what it would have changed for those who applied of late
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// How many days of applications a dry run decides again
    #[arg(long, value_name = "N", default_value_t = 30, requires = "dry_run")]
    pub(crate) days: u16,
    /// Publish them later by themselves: on this day, at this time of the place, such as 2026-12-07T08:00
    #[arg(long, value_name = "DATE-TIME", value_parser = of_the_place, conflicts_with_all = ["dry_run", "back"])]
    pub(crate) at: Option<DateTime>,
    /// Do not play the scenarios beside the files before
    #[arg(long)]
    pub(crate) untested: bool,
    /// Go back to the version of this service that was current before the one that is now
    #[arg(long, value_name = "SERVICE", conflicts_with = "files")]
    pub(crate) back: Option<String>,
}

/// Which cases are moved, and where.
#[derive(clap::Args)]
pub(crate) struct MoveCases {
    /// The service
    #[arg(value_name = "SERVICE", value_parser = cleaned)]
    pub(crate) service: String,
    /// Where the cases at a step go that has another name in the current version; once for each such step
    #[arg(long, value_name = "OLD=NEW", value_parser = steps)]
    pub(crate) map: Vec<(StepId, StepId)>,
    /// Move nothing; tell what would be moved, and what not and why
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Two names of steps.
fn steps(typed: &str) -> Result<(StepId, StepId), String> {
    match typed.split_once('=') {
        Some((from, to)) if !from.is_empty() && !to.is_empty() => Ok((StepId::from(from), StepId::from(to))),
        _ => Err("write the old step, =, and the new one: check=counter".to_owned()),
    }
}

/// A date and a time of the place, without an offset that would say another.
fn of_the_place(typed: &str) -> Result<DateTime, String> {
    if typed.parse::<Timestamp>().is_ok() {
        return Err("write it without an offset: it is a time of the setting time_zone".to_owned());
    }
    typed.parse().map_err(|error: jiff::Error| error.to_string())
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

/// Permits to check, and whom to believe.
#[derive(clap::Args)]
pub(crate) struct Verify {
    /// The issuer's keys.json, or its keys.cose together with --root; without it, the server's own keys
    #[arg(long, value_name = "FILE")]
    pub(crate) keys: Option<PathBuf>,
    /// A status list, or a folder of them (may be given several times)
    #[arg(long, value_name = "FILE|FOLDER")]
    pub(crate) status: Vec<PathBuf>,
    /// A permit description, which names the fields, or a folder of them (may be given several times)
    #[arg(long = "permits", value_name = "FILE|FOLDER")]
    pub(crate) descriptions: Vec<PathBuf>,
    /// The fingerprint of the issuer's root key: only keys that it signed are believed
    #[arg(long, env = "CHASQUI_ROOT", value_name = "HEX")]
    pub(crate) root: Option<Fingerprint>,
    /// A folder with the issuer's keys.cose, status/ and permits/; it remembers the root and never goes back to older keys
    #[arg(long, value_name = "FOLDER", conflicts_with = "keys")]
    pub(crate) trust: Option<PathBuf>,
    /// Also accept a permit whose status list is old, as far as its service allows (a day, if it does not say)
    #[arg(long)]
    pub(crate) offline_ok: bool,
    /// The column of a CSV that holds the texts, by its heading; else the first that does
    #[arg(long, value_name = "HEADING")]
    pub(crate) column: Option<String>,
    /// How results are told: one permit at length and several as a table, unless given; json is an object a line
    #[arg(long, value_enum)]
    pub(crate) output: Option<Output>,
    /// The language of the fields' names, such as en; the service's first, unless given
    #[arg(long, value_name = "CODE")]
    pub(crate) language: Option<String>,
    /// Check as of this moment, such as 2026-11-22T03:00:00Z
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<Timestamp>,
    /// QR texts, PDFs, PNG or JPEG pictures, folders of them, CSV files of texts, or - for a text a line on standard input
    #[arg(value_name = "TEXT|FILE|FOLDER|-", required = true)]
    pub(crate) permits: Vec<String>,
}

/// How the results of many are told.
#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Output {
    Table,
    Csv,
    Json,
}

#[derive(Subcommand)]
pub(crate) enum PeopleCommand {
    /// Add a person; the password is read from standard input
    Add {
        #[arg(long, value_parser = cleaned)]
        name: String,
        #[arg(long, value_parser = cleaned)]
        email: String,
        /// ROLE, ROLE@SERVICE or ROLE@SERVICE/OFFICE; may be given several times
        #[arg(long = "grant", required = true, value_parser = cleaned)]
        grants: Vec<String>,
        /// Their identity document: DNI, foreigner's card or passport; can be set later
        #[arg(long, value_name = "NUMBER", value_parser = cleaned)]
        document: Option<String>,
        /// Grant them also where no published service knows the role, or the service is not published yet
        #[arg(long)]
        unknown_role: bool,
    },
    /// List the people, what they may do, and who decides without a document
    List,
    /// Set a person's identity document, by which their own affairs are known
    Document {
        #[arg(value_parser = cleaned)]
        email: String,
        #[arg(value_parser = cleaned)]
        number: String,
    },
    /// Print a link by which a person sets their password, good once, for 24 hours
    Link {
        #[arg(value_parser = cleaned)]
        email: String,
    },
    /// Remove the second factor of a person who has lost their phone and their recovery codes
    ForgetFactor {
        #[arg(value_parser = cleaned)]
        email: String,
    },
    /// Close a person's account and end their sessions
    Disable {
        #[arg(value_parser = cleaned)]
        email: String,
    },
    /// Open the account again of a person who was shut out
    Enable {
        #[arg(value_parser = cleaned)]
        email: String,
    },
}

/// A text that is kept: what no text may hold is taken out, as at the site.
#[allow(
    clippy::unnecessary_wraps,
    reason = "what the command line's reader calls may refuse"
)]
fn cleaned(text: &str) -> Result<String, Infallible> {
    Ok(forms::outside::cleaned(text).into_owned())
}
