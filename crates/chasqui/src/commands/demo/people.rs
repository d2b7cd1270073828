//! The demo's people: every role once, and two officers, since some decisions take two people.

use std::{borrow::Cow, collections::BTreeMap};

use anyhow::{Context, Result};
use engine::{
    authorise::Caller,
    engine::Engine,
    people::{accounts::NewAccount, browsers::Visitor, log_in::LogIn},
};

use crate::commands::people::parse_grant;

/// Somebody of the demo. The password is public: it opens made-up cases on one's own machine.
#[derive(Clone)]
pub(super) struct DemoPerson {
    login: Cow<'static, str>,
    name: Cow<'static, str>,
    document: Cow<'static, str>,
    pub(super) password: &'static str,
    pub(super) grants: Vec<Cow<'static, str>>,
}

/// Somebody whom the demo always has.
struct Known {
    login: &'static str,
    name: &'static str,
    document: &'static str,
    password: &'static str,
    grants: &'static [&'static str],
}

const PEOPLE: [Known; 8] = [
    Known {
        login: "olga",
        name: "Olga Quispe",
        document: "41234567",
        password: "papas-con-ocopa",
        grants: &["officer"],
    },
    Known {
        login: "oscar",
        name: "Óscar Huamán",
        document: "42345678",
        password: "rocoto-relleno-1",
        grants: &["officer", "appeals"],
    },
    Known {
        login: "sara",
        name: "Sara Ccori",
        document: "43456789",
        password: "lomo-saltado-22",
        grants: &["supervisor"],
    },
    Known {
        login: "ines",
        name: "Inés Palomino",
        document: "44567890",
        password: "aji-de-gallina",
        grants: &["inspector"],
    },
    Known {
        login: "victor",
        name: "Víctor Mamani",
        document: "45678901",
        password: "causa-limeña-7",
        grants: &["verifier"],
    },
    Known {
        login: "duena",
        name: "Delia Rojas",
        document: "46789012",
        password: "picarones-tibios",
        grants: &["service-owner"],
    },
    Known {
        login: "admin",
        name: "Andrés Salas",
        document: "47890123",
        password: "arroz-con-pato",
        grants: &["administrator"],
    },
    Known {
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

/// Those whom the demo always has.
pub(super) fn known() -> Vec<DemoPerson> {
    let known = PEOPLE.iter().map(|known| DemoPerson {
        login: known.login.into(),
        name: known.name.into(),
        document: known.document.into(),
        password: known.password,
        grants: known.grants.iter().map(|grant| Cow::Borrowed(*grant)).collect(),
    });
    known.collect()
}

/// The same, and as many more as the published services want at their steps: nobody decides twice on one application.
pub(super) fn for_services(engine: &Engine) -> Vec<DemoPerson> {
    let mut people = known();
    for (role, wanted) in wanted(engine) {
        let holds = |person: &&DemoPerson| person.grants.iter().any(|grant| *grant == role);
        let there = people.iter().filter(holds).count();
        for number in there..wanted {
            people.push(DemoPerson {
                login: format!("{role}-{}", number + 1).into(),
                name: format!("{role} {}", number + 1).into(),
                document: (49_000_000 + people.len()).to_string().into(),
                password: "queso-con-choclo",
                grants: vec![role.clone().into()],
            });
        }
    }
    people
}

/// How many people each role takes: all of a service's steps are decided by different ones.
fn wanted(engine: &Engine) -> BTreeMap<String, usize> {
    let mut wanted = BTreeMap::new();
    for published in engine.services.all() {
        let mut of_service: BTreeMap<String, usize> = BTreeMap::new();
        for step in &published.service.review.steps {
            for role in step.roles() {
                *of_service.entry(role.to_string()).or_default() += usize::from(step.people().max(1));
            }
        }
        for (role, count) in of_service {
            let most = wanted.entry(role).or_insert(count);
            *most = (*most).max(count);
        }
    }
    wanted
}

/// Adds them all, and logs them in.
pub(super) async fn add(engine: &Engine, everybody: &[DemoPerson]) -> Result<Vec<Caller>> {
    let mut people = Vec::new();
    for person in everybody {
        let grants = person.grants.iter().map(|grant| parse_grant(grant));
        let email = person.email();
        let new = NewAccount {
            name: person.name.to_string(),
            email: email.clone(),
            password: Some(person.password.into()),
            grants: grants.collect::<Result<_>>()?,
            document: Some(person.document.to_string()),
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
