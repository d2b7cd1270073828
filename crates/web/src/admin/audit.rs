//! The log of administration, newest first.

use askama::Template;
use axum::{
    extract::{RawQuery, State},
    response::Html,
};
use engine::{
    devices::DeviceId,
    incidents::IncidentId,
    log::{AuditAction, AuditActor, AuditQuery, AuditRecord, Difference},
    permits::{
        PermitStatus,
        many::{JobId, JobResult},
    },
};
use locale::dates;
use permit::PermitNumber;
use review::MaybeNewer;

use crate::{
    app::App,
    devices::Phones,
    error::WebError,
    form::Form,
    gate::By,
    officers::names::Names,
    page::Page,
    permits::revocation::{self, describe},
};

const LINES: u32 = 100;

#[derive(Template)]
#[template(path = "admin/audit.html")]
struct Log {
    page: Page,
    lines: Vec<Line>,
    older: Option<String>,
}

struct Line {
    number: u64,
    at: String,
    who: String,
    what: String,
    about: String,
    /// Where it can be looked at.
    address: Option<String>,
}

/// `GET /admin/audit`
pub(crate) async fn show(
    State(app): State<App>,
    By(caller): By,
    RawQuery(query): RawQuery,
    page: Page,
) -> Result<Html<String>, WebError> {
    let asked = Form::parse(query.unwrap_or_default().as_bytes());
    let by = asked.first("by").and_then(|person| person.parse().ok());
    let before = asked.first("before").and_then(|before| before.parse().ok());
    let query = AuditQuery {
        by,
        before,
        limit: LINES,
    };
    let entries = app.log(&caller, &query).await?;
    let names = Names::load(&app).await?;
    let phones = Phones::load(&app).await?;
    let full = entries.len() == usize::try_from(LINES).unwrap_or(usize::MAX);
    let older = entries.last().filter(|_| full).map(|(number, _)| match by {
        Some(person) => format!("/admin/audit?by={person}&before={number}"),
        None => format!("/admin/audit?before={number}"),
    });
    let lines = entries
        .iter()
        .map(|(number, entry)| line(&app, &page, &names, &phones, *number, entry))
        .collect();
    Ok(Html(Log { page, lines, older }.render()?))
}

fn line(app: &App, page: &Page, names: &Names, phones: &Phones, number: u64, entry: &AuditRecord) -> Line {
    let (what, about, address) = match &entry.action {
        MaybeNewer::Known(action) => {
            let (what, about, address) = told(app, action, names, phones, page);
            (
                page.t(format!("admin-action-{what}")).into_owned(),
                about,
                address,
            )
        }
        MaybeNewer::Newer(newer) => (page.t1("newer-release-wrote", "kind", newer), String::new(), None),
    };
    Line {
        number,
        at: dates::moment(entry.at, &app.settings.time_zone, page.language),
        who: match &entry.actor {
            MaybeNewer::Known(AuditActor::Person(person)) => names.of(*person, page),
            MaybeNewer::Known(AuditActor::Device(device)) => {
                page.t1("admin-device", "name", phones.of(*device, page))
            }
            MaybeNewer::Known(AuditActor::Applicant) => page.t("office-applicant").into_owned(),
            MaybeNewer::Known(AuditActor::System) => page.t("office-system").into_owned(),
            MaybeNewer::Newer(newer) => page.t1("newer-release-knows", "kind", newer),
        },
        what,
        about,
        address,
    }
}

/// What was done, about what, and where that can be seen.
fn told(
    app: &App,
    action: &AuditAction,
    names: &Names,
    phones: &Phones,
    page: &Page,
) -> (&'static str, String, Option<String>) {
    let case = |id: &review::ApplicationId| (id.to_string(), Some(format!("/o/cases/{id}")));
    let person = |id: &review::PersonId| (names.of(*id, page), Some(format!("/admin/people/{id}")));
    let passkey = |id: &review::PersonId, name: &str| {
        let (whose, address) = person(id);
        (format!("{whose}: {name}"), address)
    };
    let account = |id: &review::PersonId, what: &[Difference]| {
        let (name, address) = person(id);
        (told_of_account(&name, what, page), address)
    };
    let job = |id: &JobId| (id.to_string(), Some(revocation::address(*id)));
    let phone = |id: &DeviceId| (phones.of(*id, page), Some(format!("/admin/devices/{}", id.0)));
    let incident = |id: &IncidentId| (id.0.to_string(), Some(format!("/o/incidents/{}", id.0)));
    let (what, (about, address)) = match action {
        AuditAction::LoggedIn => ("logged-in", (String::new(), None)),
        AuditAction::LogInRefused(id) => ("log-in-refused", person(id)),
        AuditAction::SecondFactorRefused(id) => ("second-factor-refused", person(id)),
        AuditAction::SessionsEnded(id) => ("sessions-ended", person(id)),
        AuditAction::BrowsersForgotten(id) => ("browsers-forgotten", person(id)),
        AuditAction::PasswordSet(id) => ("password-set", person(id)),
        AuditAction::PasswordLinkMade(id) => ("password-link-made", person(id)),
        AuditAction::SecondFactorAdded(id) => ("second-factor-added", person(id)),
        AuditAction::SecondFactorRemoved(id) => ("second-factor-removed", person(id)),
        AuditAction::PasskeyAdded { person: id, name } => ("passkey-added", passkey(id, name)),
        AuditAction::PasskeyRemoved { person: id, name } => ("passkey-removed", passkey(id, name)),
        AuditAction::PasskeyCopied { person: id, name } => ("passkey-copied", passkey(id, name)),
        AuditAction::AuthenticatorRemoved(id) => ("authenticator-removed", person(id)),
        AuditAction::RecoveryCodesRenewed(id) => ("recovery-codes-renewed", person(id)),
        AuditAction::RecoveryCodeUsed(id) => ("recovery-code-used", person(id)),
        AuditAction::LoggedOut => ("logged-out", (String::new(), None)),
        AuditAction::PersonAdded(id) => ("person-added", person(id)),
        AuditAction::AccountAdded { person: id, with } => ("person-added", account(id, with)),
        AuditAction::AccountChanged { person: id, what } => ("person-changed", account(id, what)),
        AuditAction::PersonChanged(id) => ("person-changed", person(id)),
        AuditAction::PersonDocumentSet(id) => ("person-document-set", person(id)),
        AuditAction::PersonDisabled(id) => ("person-disabled", person(id)),
        AuditAction::PersonEnabled(id) => ("person-enabled", person(id)),
        AuditAction::VersionPublished { service, version } => {
            ("version-published", (format!("{service} {version}"), None))
        }
        AuditAction::PermitChanged {
            permit,
            from,
            to,
            reason,
        } => {
            let status = |status: &PermitStatus| page.t(format!("permits-status-{}", status.name()));
            let about = format!("{permit}: {} → {}. {reason}", status(from), status(to));
            ("permit-changed", (about, Some(format!("/o/permits/{permit}"))))
        }
        AuditAction::RevocationAsked { job, which, note, .. } => {
            let about = format!("{}. {note}", describe(app, page, names, which));
            ("revocation-asked", (about, Some(revocation::address(*job))))
        }
        AuditAction::RevocationEnded {
            job,
            result,
            revoked,
            refused,
        } => {
            let what = match result {
                JobResult::Done => "revocation-ended",
                JobResult::GivenUp => "revocation-given-up",
            };
            (
                what,
                (ended(*revoked, *refused, page), Some(revocation::address(*job))),
            )
        }
        AuditAction::RevocationConfirmed(id) => ("revocation-confirmed", job(id)),
        AuditAction::RevocationLapsed(id) => ("revocation-lapsed", job(id)),
        AuditAction::PermitsRevoked { which, count, reason } => {
            let about = format!("{count}: {}. {reason}", describe(app, page, names, which));
            ("permits-revoked", (about, None))
        }
        AuditAction::MailResent(id) => ("mail-resent", case(id)),
        AuditAction::CaseSeen(id) => ("case-seen", case(id)),
        AuditAction::ErasureAsked(id) => ("erasure-asked", case(id)),
        AuditAction::ErasureProposed(id) => ("erasure-proposed", case(id)),
        AuditAction::ErasureRefused(id) => ("erasure-refused", case(id)),
        AuditAction::Erased(id) => ("erased", case(id)),
        AuditAction::ErasedAtEnd(id) => ("erased-at-end", case(id)),
        AuditAction::DeviceOffered(name) => ("device-offered", (name.clone(), None)),
        AuditAction::DeviceEnrolled(id) => ("device-enrolled", phone(id)),
        AuditAction::DeviceChanged(id) => ("device-changed", phone(id)),
        AuditAction::DeviceRevoked(id) => ("device-revoked", phone(id)),
        AuditAction::PermitLookedUp { by_plate, found } => {
            ("permit-looked-up", (looked_up(*by_plate, found, page), None))
        }
        AuditAction::IncidentReported(id) => ("incident-reported", incident(id)),
        AuditAction::IncidentClosed(id) => ("incident-closed", incident(id)),
        AuditAction::PermitSignedAnew(permit) => {
            let address = format!("/o/permits/{permit}");
            ("permit-signed-anew", (permit.to_string(), Some(address)))
        }
        AuditAction::KeyVoided(kid) => ("key-voided", (kid.clone(), None)),
        AuditAction::Refused { action } => ("refused", (action.clone(), None)),
    };
    (what, about, address)
}

/// Whose account, and what is different about it, before and after.
fn told_of_account(name: &str, differences: &[Difference], page: &Page) -> String {
    let differences = differences.iter().map(|Difference { field, before, after }| {
        let field = page.t(format!("admin-account-{}", field.name()));
        match (before.as_str(), after.as_str()) {
            ("", "") => field.into_owned(),
            ("", after) => format!("{field}: {after}"),
            (before, "") => format!("{field}: {before} → –"),
            (before, after) => format!("{field}: {before} → {after}"),
        }
    });
    let differences: Vec<String> = differences.collect();
    format!("{name}. {}", differences.join("; "))
}

fn ended(revoked: u64, refused: u64, page: &Page) -> String {
    let revoked = page.tn("permits-job-count", revoked);
    if refused == 0 {
        revoked
    } else {
        format!("{revoked} {}", page.tn("permits-job-refused", refused))
    }
}

/// How it was looked for, and what was found.
fn looked_up(by_plate: bool, found: &[PermitNumber], page: &Page) -> String {
    let how = page.t(if by_plate {
        "admin-by-plate"
    } else {
        "admin-by-number"
    });
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    if found.is_empty() {
        how.into_owned()
    } else {
        format!("{how}: {}", found.join(", "))
    }
}
