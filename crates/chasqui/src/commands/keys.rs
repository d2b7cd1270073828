//! `chasqui keys`

use anyhow::Result;
use jiff::Timestamp;
use permit::key::{Purpose, Signer};

use crate::{
    cli::{self, KeysCommand},
    keyring::{Keyring, name},
    machine::Machine,
    node,
    settings::Settings,
};

pub(crate) async fn run(settings: &Settings, command: KeysCommand) -> Result<()> {
    let keyring = Keyring::open(&settings.keys)?;
    match command {
        KeysCommand::Create { purpose } => {
            let key = keyring.create(purpose.into())?;
            println!(
                "{}  is published within a minute and signs {}s after ten",
                key.key_id(),
                name(purpose.into())
            );
        }
        KeysCommand::List => {
            for kept in keyring.list()? {
                let created = Timestamp::try_from(kept.created_at)?;
                let state = if kept.retired_at.is_some() {
                    "retired"
                } else {
                    "in use"
                };
                println!(
                    "{}  {:6}  {created:.0}  {state}",
                    kept.key.key_id(),
                    name(kept.purpose)
                );
            }
        }
        KeysCommand::Retire { kid } => {
            keyring.retire(&kid)?;
            println!("{kid} signs nothing any more; what it signed stays valid");
        }
        KeysCommand::Adopt => {
            let secret = keyring.secret(&Machine::new())?;
            let store = node::store(&settings.database_url).await?;
            store.replace_secret_mark(node::secret_mark(&secret)).await?;
            store.close().await;
            println!(
                "this folder's secret is the database's from the next start on; give every node the same folder"
            );
        }
    }
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
