//! What the list can be narrowed to.

use std::collections::BTreeMap;

use engine::{
    authorise::Caller,
    casework::queue::{QueueQuery, StatusName, Statuses, reaches},
};

use crate::{app::App, error::WebError, page::Page};

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
    pub(super) async fn of(
        app: &App,
        caller: &Caller,
        list: &QueueQuery,
        page: &Page,
    ) -> Result<Self, WebError> {
        let (mut services, mut steps) = (Vec::new(), BTreeMap::new());
        for published in app.services.all() {
            let service = &published.service;
            if !reaches(caller, service) {
                continue;
            }
            let spoken = service.language_for(page.language.code());
            services.push(Choice {
                value: service.id.to_string(),
                text: service.about.name.in_language(&spoken).to_owned(),
                chosen: list.service.as_ref() == Some(&service.id),
            });
            let shown = list.service.as_ref().is_none_or(|chosen| *chosen == service.id);
            for step in service.review.steps.iter().filter(|_| shown) {
                steps
                    .entry(step.id.to_string())
                    .or_insert_with(|| step.name.in_language(&spoken).to_owned());
            }
        }
        for row in app.at_dropped_steps(caller).await? {
            let published = app.version_at_step(&row).await?;
            let service = &published.service;
            let shown = list.service.as_ref().is_none_or(|chosen| *chosen == service.id);
            if let Some(step) = row.status.step().and_then(|step| service.review.step(step))
                && shown
            {
                let spoken = service.language_for(page.language.code());
                let name = step.name.in_language(&spoken);
                let text = page.t1("office-dropped-step", "step", name);
                steps.entry(step.id.to_string()).or_insert(text);
            }
        }
        let chosen = |id: &str| list.step.as_ref().is_some_and(|step| step.as_str() == id);
        let steps = steps.into_iter().map(|(value, text)| Choice {
            chosen: chosen(&value),
            value,
            text,
        });
        Ok(Self {
            services,
            steps: steps.collect(),
            statuses: statuses(list, page),
        })
    }
}

fn statuses(list: &QueueQuery, page: &Page) -> Vec<Choice> {
    let one = |status: StatusName| Choice {
        value: status.as_str().to_owned(),
        text: page
            .t(format!("office-status-{}", status.as_str().to_lowercase()))
            .into_owned(),
        chosen: list.statuses == Statuses::One(status),
    };
    let all = Choice {
        value: "all".to_owned(),
        text: page.t("office-all-statuses").into_owned(),
        chosen: list.statuses == Statuses::All,
    };
    std::iter::once(all)
        .chain(StatusName::ALL.into_iter().map(one))
        .collect()
}
