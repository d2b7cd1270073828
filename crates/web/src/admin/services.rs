//! The services as they are published, how applicants found them, and what of this node's folder is not published.

pub(crate) mod address;
pub(crate) mod case_move;
pub(crate) mod case_moves;
mod differences;
pub(crate) mod file;
pub(crate) mod page;
pub(crate) mod pause;
pub(crate) mod planned;
mod publishers;
pub(crate) mod specimen;
mod step_name;
mod touched;
pub(crate) mod version;

use askama::Template;
use axum::{extract::State, response::Html};
use engine::{
    authorise::{Action, Scope},
    services::Offered,
};
use locale::dates;

use crate::{app::App, error::WebError, gate::By, page::Page};

#[derive(Template)]
#[template(path = "admin/services.html")]
struct ServiceList {
    page: Page,
    services: Vec<Service>,
    /// The files that are not published, and why.
    faults: Vec<(String, String)>,
    plans: Vec<planned::Line>,
    may_publish: bool,
}

struct Service {
    id: String,
    name: String,
    /// The key of the text that says how it stands.
    state: &'static str,
    published: String,
    /// How many gave 1 to 5.
    counts: [u64; 5],
    mean: Option<String>,
    comments: Vec<Comment>,
}

struct Comment {
    score: u8,
    text: String,
    at: String,
}

/// `GET /admin/services`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    page: Page,
) -> Result<Html<String>, WebError> {
    let mut services = Vec::new();
    for published in app.services.all() {
        let id = &published.service.id;
        if !caller.may(Action::SeeFigures, &Scope::Service(id.clone())) {
            continue;
        }
        let ratings = app.ratings(&caller, id).await?;
        let moment = |at| dates::moment(at, &app.settings.time_zone, page.language);
        services.push(Service {
            id: id.to_string(),
            name: published
                .service
                .about
                .name
                .in_language(&published.service.language_for(page.language.code()))
                .to_owned(),
            state: app
                .services
                .offered(id.as_str())
                .map_or("", |offered| standing(&app, &offered)),
            published: app
                .services
                .offered(id.as_str())
                .map(|offered| moment(offered.since))
                .unwrap_or_default(),
            mean: mean(&ratings.counts),
            counts: ratings.counts,
            comments: ratings
                .comments
                .into_iter()
                .map(|comment| Comment {
                    score: comment.score.value(),
                    text: comment.text,
                    at: moment(comment.at),
                })
                .collect(),
        });
    }
    let of_all = |action| caller.could(action, &Scope::Everything);
    let faults = app.services.faults().into_iter();
    let view = ServiceList {
        faults: faults.filter(|_| of_all(Action::SeeVersions)).collect(),
        plans: planned::lines(&app, &caller, &page, None).await?,
        may_publish: of_all(Action::Publish),
        services,
        page,
    };
    Ok(Html(view.render()?))
}

/// The end of the key of the text that says whether it takes applications.
fn standing(app: &App, offered: &Offered) -> &'static str {
    if offered.pause(app.now()).is_some() {
        "paused"
    } else if offered.published.service.about.channels.online {
        "online"
    } else {
        "closed"
    }
}

/// To one decimal, in whole numbers.
fn mean(counts: &[u64; 5]) -> Option<String> {
    let total: u64 = counts.iter().sum();
    let sum: u64 = (1..).zip(counts).map(|(score, count)| score * count).sum();
    let tenths = (sum * 10 + total / 2).checked_div(total)?;
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_rounded_to_a_decimal() {
        for (counts, expected) in [
            ([0; 5], None),
            ([1, 0, 0, 0, 1], Some("3.0")),
            ([0, 0, 1, 1, 1], Some("4.0")),
            ([1, 1, 0, 0, 1], Some("2.7")),
        ] {
            assert_eq!(mean(&counts).as_deref(), expected);
        }
    }
}
