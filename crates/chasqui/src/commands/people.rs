//! `chasqui people`

use std::io::{BufRead, IsTerminal, stdin};

use anyhow::{Context, Result, ensure};
use forms::{OfficeId, Role, ServiceId};
use review::PersonId;
use store::{AuditActor, AuditEntry, Deed, Grant, Person, Store};
use web::{Clock, passwords};

use crate::{cli::PeopleCommand, machine::Machine, settings::Settings};

pub(crate) async fn run(settings: &Settings, command: PeopleCommand) -> Result<()> {
    // The first person may be added before the first start.
    let store = match command {
        PeopleCommand::Add { .. } => settings.database.open_or_create().await?,
        PeopleCommand::List | PeopleCommand::Disable { .. } => settings.database.open().await?,
    };
    let done = match command {
        PeopleCommand::Add { name, email, grants } => add(&*store, name, &email, &grants).await,
        PeopleCommand::List => list(&*store).await,
        PeopleCommand::Disable { email } => disable(&*store, &email).await,
    };
    store.close().await;
    done
}

async fn add(store: &dyn Store, name: String, email: &str, grants: &[String]) -> Result<()> {
    let grants = grants
        .iter()
        .map(|grant| parse_grant(grant))
        .collect::<Result<Vec<_>>>()?;
    let password = read_password()?;
    let person = new_person(&Machine::new(), name, email, &password, grants)?;
    add_person(store, &person).await?;
    println!("{} may log in as {}", person.name, person.email);
    Ok(())
}

/// A person with a fresh id.
pub(crate) fn new_person(
    machine: &Machine,
    name: String,
    email: &str,
    password: &str,
    grants: Vec<Grant>,
) -> Result<Person> {
    ensure!(
        password.chars().count() >= passwords::SHORTEST,
        "the password is too short: {} characters at least; a sentence is easy to remember",
        passwords::SHORTEST
    );
    Ok(Person {
        id: PersonId(machine.new_id()),
        name,
        email: email.trim().to_lowercase(),
        password_hash: passwords::hash(password, machine)?,
        grants,
        disabled_at: None,
        revision: 0,
    })
}

/// Adds a person with the log's line.
pub(crate) async fn add_person(store: &dyn Store, person: &Person) -> Result<()> {
    let audit = entry(Deed::PersonAdded(person.id));
    store
        .add_person(person, &audit)
        .await
        .with_context(|| format!("{} was not added", person.email))
}

async fn list(store: &dyn Store) -> Result<()> {
    for person in store.people().await? {
        let grants: Vec<String> = person.grants.iter().map(show_grant).collect();
        let state = if person.disabled_at.is_some() {
            "  (disabled)"
        } else {
            ""
        };
        println!("{}  {}  {}{state}", person.email, person.name, grants.join(" "));
    }
    Ok(())
}

async fn disable(store: &dyn Store, email: &str) -> Result<()> {
    let found = store.person_by_email(email).await?;
    let mut person = found.with_context(|| format!("nobody logs in as {email}"))?;
    person.disabled_at = Some(Machine::new().now());
    store
        .change_person(&person, &entry(Deed::PersonDisabled(person.id)))
        .await?;
    println!("{email} is logged out everywhere and can no longer log in");
    Ok(())
}

/// Whoever holds the machine acts as the system.
fn entry(deed: Deed) -> AuditEntry {
    AuditEntry {
        at: Machine::new().now(),
        actor: AuditActor::System,
        deed,
    }
}

/// `ROLE`, `ROLE@SERVICE` or `ROLE@SERVICE/OFFICE`.
pub(crate) fn parse_grant(text: &str) -> Result<Grant> {
    let (role, scope) = text
        .split_once('@')
        .map_or((text, None), |(role, scope)| (role, Some(scope)));
    let (service, office) = match scope.map(|scope| scope.split_once('/').unwrap_or((scope, ""))) {
        None => (None, None),
        Some((service, office)) => (Some(service), Some(office).filter(|office| !office.is_empty())),
    };
    ensure!(
        !role.is_empty() && service != Some(""),
        "{text} is no grant: write officer, officer@SERVICE or officer@SERVICE/OFFICE"
    );
    Ok(Grant {
        role: Role::new(role),
        service: service.map(ServiceId::new),
        office: office.map(OfficeId::new),
    })
}

fn show_grant(grant: &Grant) -> String {
    let office = grant
        .office
        .as_ref()
        .map(|office| format!("/{office}"))
        .unwrap_or_default();
    let service = grant
        .service
        .as_ref()
        .map(|service| format!("@{service}{office}"))
        .unwrap_or_default();
    format!("{}{service}", grant.role)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grants_read_as_they_are_shown() {
        for text in [
            "officer",
            "officer@transit-permit",
            "inspector@market-stall-permit/zona-norte",
        ] {
            assert_eq!(show_grant(&parse_grant(text).unwrap()), text);
        }
        assert!(parse_grant("@transit-permit").is_err());
        assert!(parse_grant("officer@").is_err());
    }
}
