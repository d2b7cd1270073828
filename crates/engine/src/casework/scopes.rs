//! From what was granted to somebody to the cases that they are shown.

use crate::authorise::Duty;
use forms::ServiceId;
use store::{Grant, Person, QueueScope};

/// Cases whose step is this person's to take.
pub(crate) fn turn(person: &Person) -> Vec<QueueScope> {
    works(person).map(QueueScope::from).collect()
}

/// The same, of one service.
pub(crate) fn turn_in(person: &Person, service: &ServiceId) -> Vec<QueueScope> {
    let of_service =
        works(person).filter(|grant| grant.service.as_ref().is_none_or(|granted| granted == service));
    of_service
        .map(|grant| QueueScope {
            service: Some(service.clone()),
            ..QueueScope::from(grant)
        })
        .collect()
}

/// Cases that this person answers for: a supervisor's colleagues' too.
pub(crate) fn watched(person: &Person) -> Vec<QueueScope> {
    let scope = |grant: &Grant| match Duty::of(&grant.role) {
        Duty::Supervise => everything(grant),
        _ => QueueScope::from(grant),
    };
    works(person).map(scope).collect()
}

/// Cases that this person may read, decided ones among them: they are at no step any more.
pub(crate) fn readable(person: &Person) -> Vec<QueueScope> {
    works(person).map(everything).collect()
}

/// Cases that wait for an opinion that this person may give. Nothing of them but what the opinion is about is theirs to see.
pub(crate) fn consulted(person: &Person) -> Vec<QueueScope> {
    let grants = person.grants.iter();
    let advising = grants.filter(|grant| Duty::of(&grant.role) == Duty::Advise);
    advising
        .map(|grant| QueueScope {
            consulted: Some(grant.role.clone()),
            ..everything(grant)
        })
        .collect()
}

fn works(person: &Person) -> impl Iterator<Item = &Grant> {
    person
        .grants
        .iter()
        .filter(|grant| matches!(Duty::of(&grant.role), Duty::Review | Duty::Supervise))
}

fn everything(grant: &Grant) -> QueueScope {
    QueueScope {
        role: None,
        ..QueueScope::from(grant)
    }
}
