//! `chasqui keys`

mod confirm;
mod install;
mod request;
mod resign;
mod root;
mod void;

use anyhow::Result;
use engine::clock::Clock;
use jiff::Timestamp;
use permit::key::{Purpose, Signer};

use crate::{
    cli::{self, KeysCommand},
    keyring::{InForce, Kept, Keyring, name},
    machine::Machine,
    node,
    settings::Settings,
};

pub(crate) async fn run(settings: impl FnOnce() -> Result<Settings>, command: KeysCommand) -> Result<()> {
    // The root's machine has no server, and needs no settings of one.
    let command = match command {
        KeysCommand::Root { command } => return root::run(&command),
        command => command,
    };
    let settings = settings()?;
    let keyring = Keyring::open(&settings.keys)?;
    match command {
        KeysCommand::Create { purpose } => create(&keyring, &settings, purpose.into())?,
        KeysCommand::List => list(&keyring, &settings)?,
        KeysCommand::Retire { kid } => {
            keyring.retire(&kid)?;
            println!("{kid} signs nothing any more; what it signed stays valid");
        }
        KeysCommand::Void { kid, yes } => void::run(&keyring, &settings, &kid, yes).await?,
        KeysCommand::Resign => resign::run(&keyring, &settings).await?,
        KeysCommand::Request { out } => request::run(&keyring, &settings, &out)?,
        KeysCommand::Install { set } => install::run(&keyring, &settings, &set)?,
        KeysCommand::Adopt => adopt(&keyring, &settings).await?,
        KeysCommand::Root { .. } => {}
    }
    Ok(())
}

fn create(keyring: &Keyring, settings: &Settings, purpose: Purpose) -> Result<()> {
    let kid = keyring.create(purpose)?.key_id();
    let word = name(purpose);
    if settings.root.is_some() {
        println!("{kid}  waits for a set of the root that lists it: `chasqui keys request`");
    } else {
        println!("{kid}  is published within a minute");
    }
    match purpose {
        Purpose::Permit => println!(
            "It signs {word}s when phones without a network had the time to fetch it: as long after that as services let them \
             go without one (offline_for, a day where they say nothing). /admin/keys shows which key signs."
        ),
        Purpose::Status => println!("It signs {word} lists ten minutes later."),
    }
    Ok(())
}

fn list(keyring: &Keyring, settings: &Settings) -> Result<()> {
    let now = Machine::new().now();
    let in_force = node::in_force(keyring, settings, now);
    let set = in_force.as_ref().ok().and_then(Option::as_ref);
    for kept in keyring.list()? {
        let created = Timestamp::try_from(kept.created_at)?;
        let state = state(&kept, set);
        println!(
            "{}  {:6}  {created:.0}  {state}",
            kept.key.key_id(),
            name(kept.purpose)
        );
    }
    for voided in keyring.voided()? {
        let at = Timestamp::try_from(voided.at)?;
        println!("{}  {:6}  {at:.0}  voided", voided.id, name(voided.purpose));
    }
    match in_force {
        Ok(Some(InForce { set, .. })) => {
            println!(
                "key set {} of the root {} is valid until {}",
                set.version,
                set.fingerprint(),
                set.expires_at
            );
        }
        Ok(None) => println!("no root vouches for these keys"),
        Err(error) => println!("no key set is in force: {error:#}"),
    }
    Ok(())
}

fn state(kept: &Kept, set: Option<&InForce>) -> &'static str {
    let listed = set.is_none_or(|set| set.listed_since(kept.key.key_id()).is_some());
    match (kept.retired_at, listed) {
        (Some(_), _) => "retired",
        (None, true) => "in use",
        (None, false) => "waits for the root",
    }
}

async fn adopt(keyring: &Keyring, settings: &Settings) -> Result<()> {
    let secret = keyring.secret(&Machine::new())?;
    let store = settings.database.open().await?;
    store.replace_secret_mark(node::secret_mark(&secret)).await?;
    store.close().await;
    println!(
        "this folder's secret is the database's from the next start on; give every node the same folder"
    );
    Ok(())
}

impl From<cli::Purpose> for Purpose {
    fn from(purpose: cli::Purpose) -> Self {
        match purpose {
            cli::Purpose::Permit => Self::Permit,
            cli::Purpose::Status => Self::Status,
        }
    }
}
