//! The permit that came of a scenario.

use anyhow::{Context, Result};
use engine::permits::{PermitRow, fields};
use forms::{
    Answers, Service,
    scenarios::{ExpectedPermit, Moment, Said},
};
use jiff::{Timestamp, ToSpan, civil::DateTime, tz::TimeZone};
use permit::{
    claims::{Claims, Field},
    cose::Envelope,
};
use review::Conditions;

use super::played::Played;

/// Notes what of it is not as it must be.
pub(super) fn compare(
    service: &Service,
    expected: &ExpectedPermit,
    issued: &PermitRow,
    zone: &TimeZone,
    played: &mut Played,
) -> Result<()> {
    // The last day of what ends at midnight is the one before.
    let last = issued.expires_at.checked_sub(1.second())?;
    period(
        expected.from.as_ref(),
        "it holds from",
        (issued.not_before, issued.not_before),
        zone,
        played,
    );
    period(
        expected.until.as_ref(),
        "it holds until",
        (issued.expires_at, last),
        zone,
        played,
    );
    let envelope = Envelope::read(&issued.signed, None)?;
    let signed = Claims::read(envelope.payload())?.fields;
    let today = local(issued.issued_at, zone).date();
    let mut answers = Answers::default();
    for id in expected.says.questions() {
        let question = service.question(id).context("a claim without a question")?;
        if let Some(answer) = expected.says.typed(question, today) {
            answers.insert(id.clone(), answer);
        }
    }
    let wanted = fields::claims(service, &answers, &Conditions::NONE);
    for (id, line) in expected.says.lines() {
        let place = service.permit.claims.iter().position(|claim| claim.answer == *id);
        let at = |fields: &[Field]| place.and_then(|place| fields.get(place).cloned());
        let (came, expected) = (text(at(&signed)), text(at(&wanted)));
        played.same(line, &format!("the permit’s `{id}` is"), &came, &expected);
    }
    Ok(())
}

/// Holds one end of its time against a moment, or its day against a day.
fn period(
    expected: Option<&Said<Moment>>,
    what: &str,
    (came, on): (Timestamp, Timestamp),
    zone: &TimeZone,
    played: &mut Played,
) {
    match expected {
        Some(Said {
            line,
            value: Moment::Day(day),
        }) => played.same(*line, what, &local(on, zone).date().to_string(), &day.to_string()),
        Some(Said {
            line,
            value: Moment::Time(time),
        }) => played.same(*line, what, &minute(local(came, zone)), &minute(*time)),
        None => {}
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> DateTime {
    at.to_zoned(zone.clone()).datetime()
}

fn text(field: Option<Field>) -> String {
    match field {
        Some(Field::Text(text)) => text,
        Some(Field::Integer(number)) => number.to_string(),
        Some(Field::Absent) | None => "nothing".to_owned(),
    }
}

fn minute(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%d %H:%M").to_string()
}
