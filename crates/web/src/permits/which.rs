//! Which permits a mass revocation is to concern, as its form and the addresses of its lists say it.

use engine::permits::many::RevokedBy;
use jiff::{Timestamp, civil::DateTime};
use review::PersonId;

use crate::{app::App, form::Form};

/// The fields that say which.
pub(super) const FIELDS: [&str; 5] = ["which", "person", "service", "from", "until"];

/// Reads them. All that is filled in counts, whichever choice it stands beside: nobody is to believe that it narrows something down when it
/// does not.
pub(super) fn read(app: &App, form: &Form) -> Result<RevokedBy, &'static str> {
    let person = match form.first("person") {
        Some(person) => Some(person.parse().map_err(|_| "permits-no-person")?),
        None => None,
    };
    let service = form.first("service").map(Into::into);
    let from = moment(app, form.first("from"))?;
    let until = moment(app, form.first("until"))?;
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        return Err("permits-no-time");
    }
    match (form.first("which"), person) {
        (Some("approver"), None) => Err("permits-no-person"),
        (Some("approver"), Some(person)) if service.is_none() && from.is_none() && until.is_none() => {
            Ok(RevokedBy::Approver(person))
        }
        (Some("approver"), Some(person)) => Ok(RevokedBy::Approvals {
            person,
            service,
            from,
            until,
        }),
        (Some("service"), person) => {
            let service = service.ok_or("permits-no-service")?;
            let (from, until) = from.zip(until).ok_or("permits-no-time")?;
            Ok(match person {
                None => RevokedBy::Service { service, from, until },
                Some(person) => RevokedBy::Approvals {
                    person,
                    service: Some(service),
                    from: Some(from),
                    until: Some(until),
                },
            })
        }
        _ => Err("permits-no-which"),
    }
}

/// As a browser's `datetime-local` field sends it, on the clock of the place; nothing where it is empty.
fn moment(app: &App, text: Option<&str>) -> Result<Option<Timestamp>, &'static str> {
    let Some(text) = text else { return Ok(None) };
    let local: DateTime = text.parse().map_err(|_| "permits-no-moment")?;
    let zoned = local.to_zoned(app.settings.time_zone.clone());
    zoned
        .map(|zoned| Some(zoned.timestamp()))
        .map_err(|_| "permits-no-moment")
}

/// Where the list of what would be revoked is read, by the query that says which.
pub(super) const LIST: &str = "/o/permits/revoke-all/list";

/// The same fields as a query, of what somebody typed.
pub(super) fn typed(form: &Form) -> String {
    let typed = FIELDS
        .iter()
        .filter_map(|field| Some((*field, form.first(field)?)));
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(typed)
        .finish()
}

/// The same of what was asked for.
pub(super) fn query(app: &App, which: &RevokedBy) -> String {
    let local = |at: Timestamp| {
        let zoned = at.to_zoned(app.settings.time_zone.clone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S").to_string()
    };
    let (choice, person, service, from, until): (_, Option<PersonId>, _, _, _) = match which {
        RevokedBy::Approver(person) => ("approver", Some(*person), None, None, None),
        RevokedBy::Approvals {
            person,
            service,
            from,
            until,
        } => ("approver", Some(*person), service.as_ref(), *from, *until),
        RevokedBy::Service { service, from, until } => {
            ("service", None, Some(service), Some(*from), Some(*until))
        }
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("which", choice);
    for (field, value) in [
        ("person", person.map(|person| person.to_string())),
        ("service", service.map(ToString::to_string)),
        ("from", from.map(local)),
        ("until", until.map(local)),
    ] {
        if let Some(value) = value {
            query.append_pair(field, &value);
        }
    }
    query.finish()
}
