//! From what was granted to somebody to the cases that they are shown.

use crate::authorise::Duty;
use forms::ServiceId;
use store::{Grant, Person, Scope};

/// Cases whose step is this person's to take.
pub(crate) fn turn(person: &Person) -> Vec<Scope> {
    works(person).map(Scope::from).collect()
}

/// The same, of one service.
pub(crate) fn turn_in(person: &Person, service: &ServiceId) -> Vec<Scope> {
    let of_service =
        works(person).filter(|grant| grant.service.as_ref().is_none_or(|granted| granted == service));
    of_service
        .map(|grant| Scope {
            service: Some(service.clone()),
            ..Scope::from(grant)
        })
        .collect()
}

/// Cases that this person answers for: a supervisor's colleagues' too.
pub(crate) fn watched(person: &Person) -> Vec<Scope> {
    let scope = |grant: &Grant| match Duty::of(&grant.role) {
        Duty::Supervise => everything(grant),
        _ => Scope::from(grant),
    };
    works(person).map(scope).collect()
}

/// Cases that this person may read, decided ones among them: they are at no step any more.
pub(crate) fn readable(person: &Person) -> Vec<Scope> {
    works(person).map(everything).collect()
}

fn works(person: &Person) -> impl Iterator<Item = &Grant> {
    person
        .grants
        .iter()
        .filter(|grant| matches!(Duty::of(&grant.role), Duty::Review | Duty::Supervise))
}

fn everything(grant: &Grant) -> Scope {
    Scope {
        role: None,
        ..Scope::from(grant)
    }
}
