//! What the list can be narrowed to.

use std::collections::BTreeMap;

use store::{Person, StatusName};

use super::wish::{Wanted, Wish};
use crate::{
    app::App,
    authorise::{Action, Scope, Visitor, authorise},
    page::Page,
};

/// The three selects above the list.
pub(super) struct Choices {
    pub(super) services: Vec<Choice>,
    pub(super) steps: Vec<Choice>,
    pub(super) statuses: Vec<Choice>,
}

/// One option.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) text: String,
    pub(super) chosen: bool,
}

impl Choices {
    pub(super) fn of(app: &App, person: &std::sync::Arc<Person>, wish: &Wish, page: &Page) -> Self {
        let visitor = Visitor::Person(person.clone());
        let (mut services, mut steps) = (Vec::new(), BTreeMap::new());
        for published in app.services.all() {
            let service = &published.service;
            if !may_see_some(&visitor, service) {
                continue;
            }
            let spoken = service.language_for(page.language.code());
            services.push(Choice {
                value: service.id.to_string(),
                text: service.about.name.in_language(&spoken).to_owned(),
                chosen: wish.service.as_ref() == Some(&service.id),
            });
            let shown = wish.service.as_ref().is_none_or(|chosen| *chosen == service.id);
            for step in service.review.steps.iter().filter(|_| shown) {
                steps
                    .entry(step.id.to_string())
                    .or_insert_with(|| step.name.in_language(&spoken).to_owned());
            }
        }
        let chosen = |id: &str| wish.step.as_ref().is_some_and(|step| step.as_str() == id);
        let steps = steps.into_iter().map(|(value, text)| Choice {
            chosen: chosen(&value),
            value,
            text,
        });
        Self {
            services,
            steps: steps.collect(),
            statuses: statuses(wish, page),
        }
    }
}

/// A grant that is limited to an office reaches the service's cases too.
fn may_see_some(visitor: &Visitor, service: &forms::Service) -> bool {
    let whole = Scope::Service(service.id.clone());
    let of_an_office = |person: &std::sync::Arc<Person>| {
        person.grants.iter().any(|grant| {
            grant
                .service
                .as_ref()
                .is_none_or(|granted| *granted == service.id)
        })
    };
    authorise(visitor, Action::SeeCase, &whole).is_ok() || visitor.person().is_some_and(of_an_office)
}

fn statuses(wish: &Wish, page: &Page) -> Vec<Choice> {
    let one = |status: StatusName| Choice {
        value: status.as_str().to_owned(),
        text: page
            .t(format!("office-status-{}", status.as_str().to_lowercase()))
            .into_owned(),
        chosen: wish.status == Wanted::One(status),
    };
    let all = Choice {
        value: "all".to_owned(),
        text: page.t("office-all-statuses").into_owned(),
        chosen: wish.status == Wanted::All,
    };
    std::iter::once(all)
        .chain(StatusName::ALL.into_iter().map(one))
        .collect()
}
