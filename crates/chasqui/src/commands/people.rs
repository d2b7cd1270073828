//! `chasqui people`

use std::io::{BufRead, IsTerminal, stdin};

use anyhow::{Context, Result, anyhow, bail};
use engine::{
    authorise::{Authorised, Caller},
    engine::Engine,
    people::{
        Grant,
        accounts::{Account, NewAccount},
        change::AccountChange,
        grants::{self, UnknownGrant},
    },
};

use crate::{cli::PeopleCommand, keyless, node, settings::Settings, terminal::Shown};

pub(crate) async fn run(settings: &Settings, command: PeopleCommand) -> Result<()> {
    // The first person may be added before the first start.
    let store = match command {
        PeopleCommand::Add { .. } => settings.database.open_or_create().await?,
        PeopleCommand::List
        | PeopleCommand::Document { .. }
        | PeopleCommand::Link { .. }
        | PeopleCommand::ForgetFactor { .. }
        | PeopleCommand::Disable { .. }
        | PeopleCommand::Enable { .. } => settings.database.open().await?,
    };
    let engine = keyless::engine(store);
    let done = match command {
        PeopleCommand::Add {
            name,
            email,
            grants,
            document,
            unknown_role,
        } => add(&engine, name, email, &grants, document, unknown_role).await,
        PeopleCommand::List => list(&engine).await,
        PeopleCommand::Document { email, number } => set_document(&engine, &email, number).await,
        PeopleCommand::Link { email } => make_link(&engine, settings, &email).await,
        PeopleCommand::ForgetFactor { email } => forget_factor(&engine, &email).await,
        PeopleCommand::Disable { email } => disable(&engine, &email).await,
        PeopleCommand::Enable { email } => enable(&engine, &email).await,
    };
    engine.close().await;
    done
}

async fn add(
    engine: &Engine,
    name: String,
    email: String,
    grants: &[String],
    document: Option<String>,
    unknown_role: bool,
) -> Result<()> {
    let grants = grants.iter().map(|grant| parse_grant(grant));
    let grants: Vec<Grant> = grants.collect::<Result<_>>()?;
    if !unknown_role {
        check(engine, &grants).await?;
    }
    let new = NewAccount {
        name: name.clone(),
        email: email.trim().to_lowercase(),
        grants,
        password: Some(read_password()?),
        document,
    };
    let email = new.email.clone();
    let added = engine.add_account(&Caller::operator(), new).await;
    added.with_context(|| format!("{email} was not added"))?;
    println!("{name} may log in as {email}");
    Ok(())
}

/// Refuses what is likely a slip of the pen. Where no service is published nobody can tell.
async fn check(engine: &Engine, grants: &[Grant]) -> Result<()> {
    engine.refresh_services().await?;
    if engine.services.all().is_empty() {
        return Ok(());
    }
    engine.learn_open_roles().await?;
    let known = engine.roles().into_iter().collect::<Vec<_>>().join(", ");
    for grant in grants {
        engine.check_grant(grant).map_err(|unknown| match unknown {
            UnknownGrant::Role(_) => {
                anyhow!("{unknown}: there are {known}; with --unknown-role it is granted all the same")
            }
            UnknownGrant::Service(_) => anyhow!("{unknown}; with --unknown-role it is granted all the same"),
        })?;
    }
    Ok(())
}

async fn list(engine: &Engine) -> Result<()> {
    for account in engine.accounts(&Caller::operator()).await? {
        let grants: Vec<String> = account.grants().iter().map(grants::show).collect();
        let state = if account.disabled_at().is_some() {
            "  (disabled)"
        } else if account.wants_document() {
            "  (no document)"
        } else {
            ""
        };
        println!(
            "{}  {}  {}{state}",
            Shown(account.email()),
            Shown(account.name()),
            Shown(grants.join(" "))
        );
    }
    Ok(())
}

async fn set_document(engine: &Engine, email: &str, number: String) -> Result<()> {
    let account = account(engine, email).await?;
    let change = AccountChange::Document(number);
    let set = engine.change_account(account, change).await;
    set.with_context(|| format!("the document of {email} was not set"))?;
    println!("the document of {email} is set");
    Ok(())
}

async fn account(engine: &Engine, email: &str) -> Result<Authorised<Account>> {
    let found = engine.account_by_email(&Caller::operator(), email).await?;
    found.with_context(|| format!("nobody logs in as {email}"))
}

/// Prints a link by which somebody sets their password.
async fn make_link(engine: &Engine, settings: &Settings, email: &str) -> Result<()> {
    let account = account(engine, email).await?;
    let path = engine.make_password_link(&account).await?;
    println!("{}{path}", node::base_url(settings));
    eprintln!("With this link {email} sets a password; it is good once, for 24 hours");
    Ok(())
}

async fn forget_factor(engine: &Engine, email: &str) -> Result<()> {
    let account = account(engine, email).await?;
    engine.remove_factors(&account).await?;
    println!("{email} has no second factor any more");
    Ok(())
}

async fn disable(engine: &Engine, email: &str) -> Result<()> {
    let account = account(engine, email).await?;
    engine.change_account(account, AccountChange::Disable).await?;
    println!("{email} is logged out everywhere and can no longer log in");
    Ok(())
}

async fn enable(engine: &Engine, email: &str) -> Result<()> {
    let account = account(engine, email).await?;
    if account.disabled_at().is_none() {
        bail!("the account of {email} is open");
    }
    engine.change_account(account, AccountChange::Enable).await?;
    println!("{email} may log in again");
    Ok(())
}

/// `ROLE`, `ROLE@SERVICE` or `ROLE@SERVICE/OFFICE`.
pub(crate) fn parse_grant(text: &str) -> Result<Grant> {
    grants::read(text).with_context(|| {
        format!("{text} is no grant: write officer, officer@SERVICE or officer@SERVICE/OFFICE")
    })
}

fn read_password() -> Result<String> {
    if stdin().is_terminal() {
        eprint!("Password (it is shown as you type): ");
    }
    let mut line = String::new();
    stdin()
        .lock()
        .read_line(&mut line)
        .context("no password on standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
