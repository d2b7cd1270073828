//! The demo's people: every role once, and two officers, since some decisions take two people.

use anyhow::{Context, Result};
use engine::{
    authorise::Caller,
    engine::Engine,
    people::{accounts::NewAccount, browsers::Visitor, log_in::LogIn},
};

use crate::commands::people::parse_grant;

/// Somebody of the demo. The password is public: it opens made-up cases on one's own machine.
pub(super) struct DemoPerson {
    login: &'static str,
    name: &'static str,
    document: &'static str,
    pub(super) password: &'static str,
    pub(super) grants: &'static [&'static str],
}

pub(super) const PEOPLE: [DemoPerson; 8] = [
    DemoPerson {
        login: "olga",
        name: "Olga Quispe",
        document: "41234567",
        password: "papas-con-ocopa",
        grants: &["officer"],
    },
    DemoPerson {
        login: "oscar",
        name: "Óscar Huamán",
        document: "42345678",
        password: "rocoto-relleno-1",
        grants: &["officer", "appeals"],
    },
    DemoPerson {
        login: "sara",
        name: "Sara Ccori",
        document: "43456789",
        password: "lomo-saltado-22",
        grants: &["supervisor"],
    },
    DemoPerson {
        login: "ines",
        name: "Inés Palomino",
        document: "44567890",
        password: "aji-de-gallina",
        grants: &["inspector"],
    },
    DemoPerson {
        login: "victor",
        name: "Víctor Mamani",
        document: "45678901",
        password: "causa-limeña-7",
        grants: &["verifier"],
    },
    DemoPerson {
        login: "duena",
        name: "Delia Rojas",
        document: "46789012",
        password: "picarones-tibios",
        grants: &["service-owner"],
    },
    DemoPerson {
        login: "admin",
        name: "Andrés Salas",
        document: "47890123",
        password: "arroz-con-pato",
        grants: &["administrator"],
    },
    DemoPerson {
        login: "auditor",
        name: "Aurora Vega",
        document: "48901234",
        password: "tacu-tacu-solo",
        grants: &["auditor"],
    },
];

impl DemoPerson {
    pub(super) fn email(&self) -> String {
        format!("{}@demo.invalid", self.login)
    }
}

/// Adds them all, and logs them in.
pub(super) async fn add(engine: &Engine) -> Result<Vec<Caller>> {
    let mut people = Vec::new();
    for person in &PEOPLE {
        let grants = person.grants.iter().map(|grant| parse_grant(grant));
        let email = person.email();
        let new = NewAccount {
            name: person.name.into(),
            email: email.clone(),
            password: Some(person.password.into()),
            grants: grants.collect::<Result<_>>()?,
            document: Some(person.document.into()),
        };
        engine.add_account(&Caller::operator(), new).await?;
        let visitor = Visitor::from_network("demo");
        let logged_in = engine.log_in(visitor, &email, person.password.into()).await?;
        let logged_in = logged_in
            .and_then(LogIn::logged_in)
            .context("a person of the demo cannot log in")?;
        people.push(logged_in.caller);
    }
    Ok(people)
}

/// Who runs the demo's site.
pub(super) fn administrator(people: &[Caller]) -> Result<&Caller> {
    people
        .iter()
        .find(|caller| has_role(caller, "administrator"))
        .context("the demo has no administrator")
}

/// Whether somebody was granted a role.
pub(super) fn has_role(caller: &Caller, role: &str) -> bool {
    let mut grants = caller.person().into_iter().flat_map(|person| &person.grants);
    grants.any(|grant| grant.role.as_str() == role)
}
