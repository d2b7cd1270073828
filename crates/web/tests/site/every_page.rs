//! What holds for every page of every form.

use std::io::Write as _;

use axum::http::StatusCode;
use flate2::{Compression, write::GzEncoder};
use forms::{Service, samples};

use crate::world::{Reply, SHIPPED, World, every_type, shipped};

/// One round trip's worth: page and stylesheet, as they travel.
const LIGHT: usize = 14_000;

fn services() -> Vec<Service> {
    let mut services: Vec<Service> = SHIPPED.map(shipped).into();
    services.push(every_type());
    services
}

#[tokio::test]
async fn every_form_leads_from_its_first_page_to_a_reference() {
    for service in services() {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let reference = world.apply(&service).await;
        let page = world.get(&format!("/a/{reference}?sent=1")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            page.body.contains("Recibimos tu solicitud") && page.body.contains(&reference),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn every_page_weighs_no_more_than_one_round_trip_and_is_well_made() {
    for service in services() {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let answers = samples::sample(&service, world.app.today());
        for language in ["es", "en"] {
            world.get(&format!("/?lang={language}")).await;
            for path in ["/", "/a", "/accessibility", &format!("/s/{}", service.id)] {
                check(path, &world.get(path).await);
            }
            let at = world
                .fill(&service, &answers, |page| check("a form page", page))
                .await;
            check(&at, &world.get(&at).await);
        }
        let reference = world.apply(&service).await;
        for path in [
            format!("/a/{reference}?sent=1"),
            format!("/a/{reference}/withdraw"),
        ] {
            check(&path, &world.get(&path).await);
        }
    }
}

/// A page of the applicant's side is light, has one heading, and names nothing that is not there.
pub(crate) fn check(path: &str, page: &Reply) {
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
    let weight = gzip(&page.body) + web::assets::weight("chasqui.css");
    assert!(weight <= LIGHT, "{path} weighs {weight} bytes");
    assert_eq!(
        page.body.matches("<h1").count(),
        1,
        "{path} has not one heading: {}",
        page.body
    );
    assert!(
        !page.body.contains("style=\"") && !page.body.contains("<script"),
        "{path}"
    );
    for id in attributes(&page.body, "aria-describedby")
        .iter()
        .flat_map(|ids| ids.split(' '))
    {
        assert!(
            page.body.contains(&format!("id=\"{id}\"")),
            "{path}: nothing has the id {id}"
        );
    }
    let mut ids = attributes(&page.body, " id");
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "{path}: an id comes twice in {ids:?}");
    for label in attributes(&page.body, " for") {
        assert!(ids.contains(&label), "{path}: the label of {label} has no field");
    }
}

fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    html.split(&format!("{name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

fn gzip(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

#[tokio::test]
async fn every_page_left_empty_says_what_is_missing_and_leads_there() {
    let mut refused = 0;
    for service in services() {
        let mut world = World::with(std::slice::from_ref(&service)).await;
        let answers = samples::sample(&service, world.app.today());
        world.post(&format!("/s/{}/apply", service.id), &[]).await;
        for page in service.journey(&answers) {
            let path = format!("/s/{}/apply/{}", service.id, page.id);
            let shown = world.get(&path).await;
            if shown.status != StatusCode::OK {
                continue;
            }
            let names: Vec<&str> = attributes(&shown.body, " name")
                .into_iter()
                .filter(|name| {
                    !matches!(
                        *name,
                        "viewport" | "theme-color" | "form_token" | "add" | "remove" | "shown"
                    )
                })
                .collect();
            let texts = shown
                .body
                .split('<')
                .filter(|tag| tag.contains("type=\"text\"") || tag.starts_with("select"));
            let typed: Vec<&str> = texts.flat_map(|tag| attributes(tag, " name")).collect();
            let fields: Vec<(&str, &str)> = names
                .into_iter()
                .filter(|name| typed.contains(name))
                .map(|name| (name, ""))
                .collect();
            let reply = world.post(&path, &fields).await;
            if reply.status == StatusCode::SEE_OTHER {
                continue;
            }
            refused += 1;
            assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.body);
            assert!(reply.body.contains("<title>Error: "), "{path}");
            let summary = reply.between("id=\"error-summary\"", "</div>");
            let links = attributes(summary, " href");
            assert!(!links.is_empty(), "{path}");
            for link in links {
                let id = link.trim_start_matches('#');
                assert!(
                    reply.body.contains(&format!(" id=\"{id}\"")),
                    "{path}: nothing has the id {id}: {}",
                    reply.body
                );
            }
        }
    }
    assert!(refused >= 8, "only {refused} pages refused to be empty");
}
