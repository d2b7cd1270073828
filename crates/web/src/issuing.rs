//! Issuing: an approved application becomes a signed permit row. It is signed here, before the transaction; nothing
//! signed leaves the process before the store has kept it.

mod description;
mod fields;
mod indexes;
mod layout;
mod paper;
mod reissue;
mod room;
mod validity;
mod vehicle;

use jiff::Timestamp;
use permit::{
    claims::{Claims, PermitId},
    number::PermitNumber,
};
use review::{Application, Decider, Status};
use store::{PermitRow, PermitStatus};

use crate::{app::App, error::WebError, secret::Purpose, services::Published};

pub(crate) use description::describe;
pub(crate) use fields::default_language;
pub use indexes::Indexes;
pub(crate) use layout::layout;
pub use paper::pdf;
pub(crate) use paper::printable;

pub use reissue::{Reissued, reissue, signed_by};
pub(crate) use room::{Unprintable, unprintable};
pub(crate) use validity::{Period, period};
pub(crate) use vehicle::vehicle_hash;

/// Signs the permit of an application that has just been approved.
pub(crate) async fn issue(
    app: &App,
    application: &Application,
    published: &Published,
    language: &forms::Language,
    now: Timestamp,
) -> Result<PermitRow, WebError> {
    let service = &published.service;
    let Period {
        not_before,
        expires_at,
    } = period(service, &application.answers, &app.settings.time_zone, now)?;
    let secret = app.secret.code(Purpose::Indexes, &[]);
    let place = app.indexes.next(&*app.store, &secret, now, expires_at).await?;
    let issuer = app.issuer();
    let claims = Claims {
        issuer: issuer.host.clone(),
        not_before,
        expires_at,
        id: PermitId(app.random.salt()),
        permit_type: service.permit.kind,
        list: place.list,
        index: place.index,
        fields: fields::claims(service, &application.answers),
    };
    let signed = permit::issue(&claims, &*issuer.permit_signer)?;
    Ok(PermitRow {
        id: claims.id,
        number: draw_number(app)?,
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
        printed: fields::printed(service, &application.answers, language.clone()),
        approved_by: approvers(application),
        vehicle: vehicle::of(app, service, &application.answers),
    })
}

fn draw_number(app: &App) -> Result<PermitNumber, WebError> {
    let mut bytes = [0; 56];
    app.random.fill(&mut bytes);
    PermitNumber::draw(&bytes)
        .ok_or_else(|| WebError::broken("no permit number could be drawn: the random source is broken"))
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
