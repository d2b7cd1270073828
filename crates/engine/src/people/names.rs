//! People's names, as colleagues know them.

use std::collections::HashMap;

use review::PersonId;

use crate::{engine::Engine, error::Error};

/// The names of everybody who works or worked here.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<PersonId, String>);

impl Engine {
    /// The names of everybody who works or worked here.
    pub async fn names(&self) -> Result<Names, Error> {
        let people = self.store.people().await?.into_iter();
        Ok(Names(people.map(|person| (person.id, person.name)).collect()))
    }
}

impl Names {
    /// Everybody, in no order.
    pub fn all(&self) -> impl Iterator<Item = (PersonId, &str)> {
        self.0.iter().map(|(id, name)| (*id, name.as_str()))
    }

    /// Somebody's name.
    pub fn of(&self, id: PersonId) -> Option<&str> {
        self.0.get(&id).map(String::as_str)
    }
}
