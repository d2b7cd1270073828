//! People as `review` weighs them: what names them in an application, and which accounts are one person's.

use std::collections::BTreeSet;

use forms::{ApplicationPurpose, Canonical, canonical};
use review::{Application, Author, Cause, Inspection, Officer, Opinion, PersonId, Refusal};
use store::{Case, Person, if_there};

use crate::{
    authorise::{Scope, roles},
    engine::Engine,
    error::Error,
};

/// Somebody as they stand to an application. `named` are the people whom its history names.
pub(crate) fn officer(
    engine: &Engine,
    person: &Person,
    application: &Application,
    named: &[Person],
) -> Officer {
    let others = named.iter().filter(|other| other.id != person.id);
    Officer {
        person: person.id,
        other_accounts: others
            .filter(|other| is_same(person, other))
            .map(|other| other.id)
            .collect(),
        roles: roles(person, &Scope::of(application)),
        identities: identities(person),
        lacks_document: lacks_document(engine, person),
        hands_over: false,
    }
}

/// The same, where nobody has asked yet whom the history names.
pub(crate) async fn officer_of(
    engine: &Engine,
    person: &Person,
    application: &Application,
) -> Result<Officer, Error> {
    let named = named_in(engine, application).await?;
    let officer = officer(engine, person, application, &named);
    weighed(engine, officer, application).await
}

/// With whether the permit is theirs that an application hands over to somebody else, whose answers it has.
pub(crate) async fn weighed(
    engine: &Engine,
    officer: Officer,
    application: &Application,
) -> Result<Officer, Error> {
    let is_transfer = application.answers.purpose() == ApplicationPurpose::Transfer;
    let Some(earlier) = application.begun_from.filter(|_| is_transfer) else {
        return Ok(officer);
    };
    let Some(earlier) = if_there(engine.store.case(earlier).await)? else {
        return Ok(officer);
    };
    let published = engine.version(&earlier.application.version).await?;
    let hands_over = officer.is_party(&published.service.review, &earlier.application);
    Ok(Officer {
        hands_over,
        ..officer
    })
}

/// Whether the installation asks for a document of whoever decides, and theirs is not kept.
pub(crate) fn lacks_document(engine: &Engine, person: &Person) -> bool {
    engine.settings.officers_need_documents && person.document.is_none()
}

/// What `review` would say of a command of theirs, whatever the application.
pub(crate) fn no_document(command: &'static str) -> Error {
    Error::Refused(Refusal {
        status: "any",
        command,
        cause: Cause::NoDocument,
    })
}

/// Whoever decided on an application, gave an opinion of it, inspected what it is about, or changed its permits.
pub(crate) async fn named_in(engine: &Engine, application: &Application) -> Result<Vec<Person>, Error> {
    let decided = application.decisions.iter().map(|decision| decision.person);
    let changed = application
        .permits
        .iter()
        .filter_map(|life| match life.by.known() {
            Some(Author::Officer(person)) => Some(*person),
            _ => None,
        });
    let opined = application.opinions.iter().filter_map(Opinion::given_by);
    let inspected = application.inspections.iter().filter_map(Inspection::reported_by);
    let mut people = Vec::new();
    for id in decided
        .chain(changed)
        .chain(opined)
        .chain(inspected)
        .collect::<BTreeSet<PersonId>>()
    {
        people.extend(if_there(engine.store.person(id).await)?);
    }
    Ok(people)
}

/// Whether somebody is party to a case.
pub(crate) async fn is_party(engine: &Engine, person: &Person, case: &Case) -> Result<bool, Error> {
    let published = engine.version(&case.application.version).await?;
    let officer = officer(engine, person, &case.application, &[]);
    let officer = weighed(engine, officer, &case.application).await?;
    Ok(officer.is_party(&published.service.review, &case.application))
}

/// Whether two accounts are one person's.
pub(crate) fn is_same_person(one: &Person, other: &Person) -> bool {
    one.id == other.id || is_same(one, other)
}

fn is_same(one: &Person, other: &Person) -> bool {
    let others = identities(other);
    identities(one).iter().any(|own| others.contains(own))
}

/// Their document, in each form that it may have in answers, and their mailbox.
fn identities(person: &Person) -> Vec<Canonical> {
    let kept = person.document.as_deref();
    let mut identities = kept.map_or_else(Vec::new, canonical::documents_of_person);
    identities.extend(canonical::email(&person.email));
    identities
}
