//! Applications, as people send them.

use engine::{
    applications::{Submitted, drafts::DraftState},
    authorise::Caller,
    error::Error,
    peer::Peer,
};
use forms::{Answer, Answers, DocumentKind, Service, ServiceId, answers::IdentityDocument, samples};
use jiff::civil::date;

use crate::world::World;

pub(crate) const SOURCE: &str = include_str!("../../../web/tests/site/every-type.yaml");

fn service() -> Service {
    forms::read("every-type.yaml", SOURCE).unwrap()
}

pub(crate) fn answers(service: &Service) -> Answers {
    let mut answers = samples::sample(service, date(2026, 3, 20));
    let number = "10117410".to_owned();
    let kind = DocumentKind::DNI;
    for (id, answer) in [
        (
            "document",
            Answer::IdentityDocument(IdentityDocument { kind, number }),
        ),
        ("email", Answer::Email("Ana.Quispe+permiso@example.org".into())),
    ] {
        answers.insert(id.into(), answer);
    }
    answers
}

/// The service of these tests, published.
pub(crate) async fn published() -> (World, Service) {
    published_as(service()).await
}

/// The same, published on a world that is there; its id.
pub(crate) async fn published_on(world: &World) -> ServiceId {
    let service = service();
    world
        .engine
        .publish(&Caller::operator(), &service.clone().into())
        .await
        .unwrap();
    service.id
}

/// Another one, published.
pub(crate) async fn published_as(service: Service) -> (World, Service) {
    let world = World::new().await;
    world
        .engine
        .publish(&Caller::operator(), &service.clone().into())
        .await
        .unwrap();
    (world, service)
}

/// Sends an application with these answers.
pub(crate) async fn send(world: &World, service: &Service, answers: Answers) -> Result<Submitted, Error> {
    send_from(world, Peer::UNKNOWN, service, answers).await
}

/// The same from somewhere.
pub(crate) async fn send_from(
    world: &World,
    peer: Peer,
    service: &Service,
    answers: Answers,
) -> Result<Submitted, Error> {
    let current = world.engine.services.current(service.id.as_str()).unwrap();
    let secret = world
        .engine
        .begin_draft(&current, Answers::default(), "es")
        .await?;
    let state = world
        .engine
        .draft_to_send(Some(&secret), service.id.as_str())
        .await?;
    let DraftState::Open(draft) = state else {
        panic!("it was not sent yet")
    };
    world.engine.send_draft(peer, draft, answers, "es").await
}
