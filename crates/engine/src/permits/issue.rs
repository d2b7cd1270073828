//! Issuing: an approved application becomes a signed permit row. It is signed here, before the transaction; nothing
//! signed leaves the process before the store has kept it.

use jiff::Timestamp;
use permit::{
    claims::{Claims, PermitId},
    number::PermitNumber,
};
use review::{Application, Decider, Status};
use store::{PermitRow, PermitStatus};

use super::{fields, period::Period, vehicle};
use crate::{engine::Engine, error::Error, secret::Purpose, services::Published};

/// Signs the permit of an application that has just been approved, with the identity that its history gives it.
pub(crate) async fn issue(
    engine: &Engine,
    id: PermitId,
    application: &Application,
    published: &Published,
    language: &forms::Language,
    now: Timestamp,
) -> Result<PermitRow, Error> {
    let service = &published.service;
    let Period {
        not_before,
        expires_at,
    } = engine.application_period(service, application, now).await?;
    let secret = engine.secret.code(Purpose::Indexes, &[]);
    let place = engine
        .places
        .next(&*engine.store, &secret, now, expires_at)
        .await?;
    let issuer = engine.issuer();
    let conditions = application.conditions(&service.review);
    let claims = Claims {
        issuer: issuer.host.clone(),
        not_before,
        expires_at,
        id,
        permit_type: service.permit.kind,
        list: place.list,
        index: place.index,
        fields: fields::claims(service, &application.answers, &conditions),
    };
    let signed = permit::issue(&claims, &*issuer.permit_signer)?;
    Ok(PermitRow {
        id: claims.id,
        number: draw_number(engine)?,
        application: application.id,
        service: service.id.clone(),
        version: published.hash,
        list: place.list,
        index: place.index,
        issued_at: now,
        not_before,
        expires_at,
        status: PermitStatus::Active,
        signed: signed.as_bytes().to_vec(),
        printed: fields::printed(service, &application.answers, &conditions, language.clone()),
        approved_by: approvers(application),
        vehicle: vehicle::of(engine, service, &application.answers),
    })
}

fn draw_number(engine: &Engine) -> Result<PermitNumber, Error> {
    let mut bytes = [0; 56];
    engine.random.fill(&mut bytes);
    PermitNumber::draw(&bytes)
        .ok_or_else(|| Error::broken("no permit number could be drawn: the random source is broken"))
}

fn approvers(application: &Application) -> Vec<review::PersonId> {
    match &application.status {
        Status::Approved {
            by: Decider::People(people),
            ..
        } => people.clone(),
        _ => Vec::new(),
    }
}
