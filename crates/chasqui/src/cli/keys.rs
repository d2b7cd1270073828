//! The words of `chasqui keys`.

use std::path::PathBuf;

use clap::Subcommand;
use permit::Fingerprint;

#[derive(Subcommand)]
pub(crate) enum KeysCommand {
    /// Create a key pair; the newest of each purpose signs
    Create {
        #[arg(value_enum)]
        purpose: Purpose,
    },
    /// List the keys and how they stand
    List,
    /// Stop signing with a key; what it signed stays valid
    Retire {
        // One key in 64 has a name that begins with a dash.
        #[arg(allow_hyphen_values = true)]
        kid: String,
    },
    /// A key is in wrong hands: destroy its private half, and stop publishing it; what it signed is nobody's
    Void {
        #[arg(allow_hyphen_values = true)]
        kid: String,
        /// Do not ask first
        #[arg(long)]
        yes: bool,
    },
    /// Sign anew every permit that a voided key signed, and mail it again; may be repeated
    Resign,
    /// Write the public keys that the root is to vouch for
    Request {
        #[arg(long, value_name = "request.json")]
        out: PathBuf,
    },
    /// Put a set that the root has signed in force
    Install {
        #[arg(value_name = "keys.cose")]
        set: PathBuf,
    },
    /// The off-line root, on a machine without a network
    Root {
        #[command(subcommand)]
        command: RootCommand,
    },
    /// Go on with this folder's secret where the database's is lost: links and look-ups of before open nothing
    Adopt,
}

#[derive(Subcommand)]
pub(crate) enum RootCommand {
    /// Create the root key in a folder, and print the fingerprint that servers and phones pin
    Create {
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Print the fingerprint again
    Show {
        #[arg(long, value_name = "FOLDER")]
        root: PathBuf,
    },
    /// Show what a request asks for, and sign the next set
    Sign(SignSet),
}

/// What is signed, and with what.
#[derive(clap::Args)]
pub(crate) struct SignSet {
    #[arg(value_name = "request.json")]
    pub(crate) request: PathBuf,
    /// The root's folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) root: PathBuf,
    /// How long the set is valid, such as 90d
    #[arg(long, value_name = "TIME", default_value = "90d")]
    pub(crate) valid: String,
    #[arg(long, value_name = "keys.cose")]
    pub(crate) out: PathBuf,
    /// The last set, if neither the root's folder nor the request has it
    #[arg(long, value_name = "keys.cose")]
    pub(crate) last: Option<PathBuf>,
    /// Phones also believe this root from now on (may be given several times)
    #[arg(long, value_name = "FINGERPRINT")]
    pub(crate) hand_over_to: Vec<Fingerprint>,
    /// Phones let every other root go
    #[arg(long, conflicts_with = "hand_over_to")]
    pub(crate) let_go: bool,
    /// Do not ask first
    #[arg(long)]
    pub(crate) yes: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Purpose {
    Permit,
    Status,
}
