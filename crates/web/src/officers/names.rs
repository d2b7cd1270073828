//! People's names, as colleagues know them.

use std::collections::HashMap;

use review::PersonId;
use store::Person;

use crate::{app::App, error::WebError, page::Page};

/// Everybody who works or worked here.
pub(crate) struct Names {
    people: Vec<Person>,
    by_id: HashMap<PersonId, usize>,
}

impl Names {
    pub(crate) async fn load(app: &App) -> Result<Self, WebError> {
        let people = app.store.people().await?;
        let by_id = people
            .iter()
            .enumerate()
            .map(|(at, person)| (person.id, at))
            .collect();
        Ok(Self { people, by_id })
    }

    /// Somebody's name.
    pub(crate) fn of(&self, id: PersonId, page: &Page) -> String {
        match self.by_id.get(&id) {
            Some(at) => self.people[*at].name.clone(),
            None => page.t("office-somebody").into_owned(),
        }
    }

    /// Several names, with commas.
    pub(crate) fn all_of(&self, ids: &[PersonId], page: &Page) -> String {
        ids.iter()
            .map(|id| self.of(*id, page))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Who may log in.
    pub(crate) fn active(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.disabled_at.is_none())
    }
}
