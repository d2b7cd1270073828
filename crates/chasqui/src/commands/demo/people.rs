//! The demo's people: every role once, and two officers, since some decisions take two people.

use anyhow::{Context, Result};
use store::{Person, Store};

use crate::{
    commands::people::{add_person, new_person, parse_grant},
    machine::Machine,
};

/// Somebody of the demo. The password is public: it opens made-up cases on one's own machine.
pub(super) struct DemoPerson {
    login: &'static str,
    name: &'static str,
    pub(super) password: &'static str,
    pub(super) grants: &'static [&'static str],
}

pub(super) const PEOPLE: [DemoPerson; 8] = [
    DemoPerson {
        login: "olga",
        name: "Olga Quispe",
        password: "papas-con-ocopa",
        grants: &["officer"],
    },
    DemoPerson {
        login: "oscar",
        name: "Óscar Huamán",
        password: "rocoto-relleno-1",
        grants: &["officer", "reviewer"],
    },
    DemoPerson {
        login: "sara",
        name: "Sara Ccori",
        password: "lomo-saltado-22",
        grants: &["supervisor"],
    },
    DemoPerson {
        login: "ines",
        name: "Inés Palomino",
        password: "aji-de-gallina",
        grants: &["inspector"],
    },
    DemoPerson {
        login: "victor",
        name: "Víctor Mamani",
        password: "causa-limeña-7",
        grants: &["verifier"],
    },
    DemoPerson {
        login: "duena",
        name: "Delia Rojas",
        password: "picarones-tibios",
        grants: &["service-owner"],
    },
    DemoPerson {
        login: "admin",
        name: "Andrés Salas",
        password: "arroz-con-pato",
        grants: &["administrator"],
    },
    DemoPerson {
        login: "auditor",
        name: "Aurora Vega",
        password: "tacu-tacu-solo",
        grants: &["auditor"],
    },
];

impl DemoPerson {
    pub(super) fn email(&self) -> String {
        format!("{}@demo.invalid", self.login)
    }
}

/// Adds them all.
pub(super) async fn add(store: &dyn Store) -> Result<Vec<Person>> {
    let machine = Machine::new();
    let mut people = Vec::new();
    for person in &PEOPLE {
        let grants = person
            .grants
            .iter()
            .map(|grant| parse_grant(grant))
            .collect::<Result<_>>()?;
        let person = new_person(
            &machine,
            person.name.into(),
            &person.email(),
            person.password,
            grants,
        )?;
        add_person(store, &person).await?;
        people.push(person);
    }
    Ok(people)
}

/// Who runs the demo's site.
pub(super) fn administrator(people: &[Person]) -> Result<&Person> {
    let administers = |person: &&Person| {
        person
            .grants
            .iter()
            .any(|grant| grant.role.as_str() == "administrator")
    };
    people
        .iter()
        .find(administers)
        .context("the demo has no administrator")
}
