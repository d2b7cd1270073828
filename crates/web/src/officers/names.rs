//! People's names, in the words of a page.

use engine::people::names;
use locale::collation::sort_by_name;
use review::PersonId;

use crate::{app::App, error::WebError, page::Page};

/// Everybody who works or worked here.
pub(crate) struct Names(names::Names);

impl Names {
    pub(crate) async fn load(app: &App) -> Result<Self, WebError> {
        Ok(Self(app.names().await?))
    }

    /// Somebody's name.
    pub(crate) fn of(&self, id: PersonId, page: &Page) -> String {
        let name = self.0.of(id).map(str::to_owned);
        name.unwrap_or_else(|| page.t("office-somebody").into_owned())
    }

    /// Everybody by name, with their id as forms send it.
    pub(crate) fn in_order(&self, page: &Page) -> Vec<(String, String)> {
        let all = self.0.all();
        let mut all: Vec<_> = all.map(|(id, name)| (id.to_string(), name.to_owned())).collect();
        sort_by_name(&mut all, page.language, |(_, name)| name);
        all
    }

    /// Several names, with commas.
    pub(crate) fn all_of(&self, ids: &[PersonId], page: &Page) -> String {
        let names: Vec<String> = ids.iter().map(|id| self.of(*id, page)).collect();
        names.join(", ")
    }
}
