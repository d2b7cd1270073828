//! The file that an applicant takes away.

use engine::{
    applications::{fee::Statement, own::OwnApplication},
    erasure::Erasure,
    letters::{Delivery, MailRecord},
    permits::PermitRow,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    app::App,
    applications::{service_name::service_name, summary, timeline},
    error::WebError,
    officers::{letter_names, tag::Tag},
    page::Page,
    scans::of_permit::{self, Line},
    told_by::ToldBy,
};

/// Everything that is kept of an application and told to its applicant. Times are in UTC but for those of events and checks, which
/// are on the service's clock.
pub(super) async fn file(app: &App, own: &OwnApplication, page: &Page) -> Result<Value, WebError> {
    let (case, published) = (own.case(), own.published());
    let application = &case.application;
    let history = app.own_history(own).await?;
    let zone = &app.settings.time_zone;
    let events = timeline::of(
        &history,
        &ToldBy::of(app, &history, published).await,
        zone,
        page.language,
    );
    let letters = letters(&app.own_letters(own).await?, page);
    let mut permits = Vec::new();
    for kept in app.own_permits(own).await? {
        let scans = app.own_scans(own, &kept).await?;
        let checks = scans.map(|scans| checks(&of_permit::lines(app, &scans, page)));
        permits.push(permit(app, &kept, page, checks));
    }
    let charged_by = app.version(&application.charged_by()).await?;
    let statement = Statement::of(&charged_by.service, application.fee.as_ref(), page.language);
    let mut file = json!({
        "reference": case.reference.to_string(),
        "service": service_name(published, page).text(),
        "language": case.language.as_str(),
        "submitted_at": application.submitted_at,
        "status": application.status.name(),
        "kept_until": app.own_end_of_keeping(own).await?,
        "erased_at": case.erased_at,
        "name": case.contact.holder,
        "email": case.contact.email,
        "answers": answers(&summary::of(&published.service, &application.answers, page.language)),
        "events": events.iter().map(event).collect::<Vec<_>>(),
        "letters": letters,
        "permits": permits,
        "requests_to_erase": requests(&app.own_erasures(own).await?),
    });
    if let Some(statement) = statement {
        file["fee"] = fee(&statement);
    }
    Ok(file)
}

fn answers(sections: &[summary::Section]) -> Vec<Value> {
    let mut answers = Vec::new();
    for section in sections {
        for row in &section.rows {
            if let Some(answer) = &row.answer {
                answers.push(json!({
                    "page": section.title.text(),
                    "question": row.label.text(),
                    "answer": answer.text(),
                }));
            }
        }
    }
    answers
}

fn fee(statement: &Statement) -> Value {
    let rows = statement.rows.iter();
    let rows: Vec<_> = rows
        .map(|row| json!({"for": row.text, "amount": row.amount}))
        .collect();
    json!({"rows": rows, "total": statement.total})
}

fn event(moment: &timeline::Moment) -> Value {
    json!({"at": moment.machine, "what": moment.what})
}

fn letters(records: &[MailRecord], page: &Page) -> Vec<Value> {
    let letter = |record: &MailRecord| {
        json!({
            "about": letter_names::subject(record, page),
            "to": record.entry.to,
            "state": match record.delivery {
                Delivery::Due(_) => "waiting",
                Delivery::Sent(_) => "sent",
                Delivery::Dead(_) => "given-up",
            },
            "at": delivered_at(&record.delivery),
        })
    };
    records.iter().map(letter).collect()
}

/// Where it was checked is in the file of whom the service tells it.
fn permit(app: &App, permit: &PermitRow, page: &Page, checks: Option<Vec<Value>>) -> Value {
    let mut printed = Vec::new();
    for field in &permit.printed.fields {
        printed.push(json!({"question": field.question.to_string(), "value": field.value}));
    }
    let mut value = json!({
        "number": permit.number.to_string(),
        "status": Tag::of_permit(permit, app.now(), page).text,
        "issued_at": permit.issued_at,
        "valid_from": permit.not_before,
        "valid_until": permit.expires_at,
        "printed": printed,
    });
    if let Some(checks) = checks {
        value["checks"] = checks.into();
    }
    value
}

fn checks(lines: &[Line]) -> Vec<Value> {
    let check = |line: &Line| json!({"at": line.machine, "place": line.place, "verdict": line.verdict});
    lines.iter().map(check).collect()
}

/// What was asked and decided about erasing it, without the words in which the office spoke to itself.
fn requests(erasures: &[Erasure]) -> Vec<Value> {
    let request = |erasure: &Erasure| {
        let ended = erasure.ended.as_ref();
        let own = erasure.is_applicants();
        json!({
            "asked_at": erasure.asked_at,
            "ground": erasure.ground.code(),
            "reason": erasure.words.as_ref().filter(|_| own),
            "decided_at": ended.map(|end| end.at),
            "outcome": ended.map(|end| if end.is_erased() { "erased" } else { "refused" }),
            "refusal": ended.and_then(|end| end.refusal.as_ref()).filter(|_| own),
        })
    };
    erasures.iter().map(request).collect()
}

/// When a letter left, was given up, or will be tried.
pub(super) fn delivered_at(delivery: &Delivery) -> Timestamp {
    match delivery {
        Delivery::Due(at) | Delivery::Sent(at) | Delivery::Dead(at) => *at,
    }
}
