//! A line of the log in words: what was done, about what, and where that can be seen.

mod of_services;

use std::collections::BTreeMap;

use engine::{
    authorise::{Action, Caller},
    devices::DeviceId,
    incidents::IncidentId,
    log::{AccountField, AuditAction, AuditActor, AuditRecord, Difference},
    people::grants,
    permits::{
        PermitStatus,
        many::{JobId, JobResult},
    },
};
use locale::Language;
use permit::{PermitNumber, Reference};
use review::{ApplicationId, MaybeNewer, PersonId};

use crate::{
    app::App,
    devices::Phones,
    error::WebError,
    officers::{names::Names, roles},
    page::Page,
    permits::revocation::{self, describe},
};

/// What an action was about.
pub(super) struct About {
    pub(super) text: String,
    /// Where its reader may look at it.
    pub(super) address: Option<String>,
}

/// Who tells the lines of the log to somebody.
pub(super) struct Teller<'a> {
    pub(super) app: &'a App,
    pub(super) page: &'a Page,
    pub(super) reader: &'a Caller,
    names: Names,
    phones: Phones,
    references: BTreeMap<ApplicationId, Reference>,
    /// What the mass revocations of these lines revoke.
    revocations: BTreeMap<JobId, String>,
}

impl<'a> Teller<'a> {
    pub(super) async fn of(
        app: &'a App,
        page: &'a Page,
        reader: &'a Caller,
        lines: &[(u64, AuditRecord)],
    ) -> Result<Self, WebError> {
        let names = Names::load(app).await?;
        let asked = lines.iter().filter_map(|(_, line)| match line.action.known() {
            Some(AuditAction::RevocationAsked { job, which, .. }) => {
                Some((*job, describe(app, page, &names, which)))
            }
            _ => None,
        });
        Ok(Self {
            revocations: asked.collect(),
            phones: Phones::load(app).await?,
            references: app.references_in(reader, lines).await?,
            names,
            app,
            page,
            reader,
        })
    }

    pub(super) fn actor(&self, actor: &MaybeNewer<AuditActor>) -> String {
        let page = self.page;
        match actor {
            MaybeNewer::Known(AuditActor::Person(person)) => self.names.of(*person, page),
            MaybeNewer::Known(AuditActor::Device(device)) => {
                page.t1("admin-device", "name", self.phones.of(*device, page))
            }
            MaybeNewer::Known(AuditActor::Applicant) => page.t("office-applicant").into_owned(),
            MaybeNewer::Known(AuditActor::System) => page.t("office-system").into_owned(),
            MaybeNewer::Newer(newer) => page.t1("newer-release-knows", "kind", newer),
        }
    }

    /// A link for whom its page would not refuse; for everybody else the words alone.
    fn linked(&self, text: String, action: Action, address: String) -> About {
        let is_open = self.reader.could(action, &action.at_the_gate());
        About {
            text,
            address: is_open.then_some(address),
        }
    }

    fn case(&self, id: ApplicationId) -> About {
        match self.references.get(&id) {
            Some(reference) => {
                let text = reference.to_string();
                self.linked(text, Action::SeeCase, format!("/o/cases/{reference}"))
            }
            None => About::of(self.page.t("admin-some-case")),
        }
    }

    fn person(&self, id: PersonId, more: &str) -> About {
        let name = self.names.of(id, self.page);
        let text = if more.is_empty() {
            name
        } else {
            format!("{name}. {more}")
        };
        self.linked(text, Action::ManagePeople, format!("/admin/people/{id}"))
    }

    fn phone(&self, id: DeviceId) -> About {
        let name = self.phones.of(id, self.page);
        self.linked(name, Action::ManageDevices, format!("/admin/devices/{}", id.0))
    }

    fn incident(&self, id: IncidentId) -> About {
        let text = self.page.t("admin-some-report").into_owned();
        self.linked(text, Action::SeeIncidents, format!("/o/incidents/{}", id.0))
    }

    fn permit(&self, number: PermitNumber, text: String) -> About {
        self.linked(text, Action::SeePermit, format!("/o/permits/{number}"))
    }

    fn revocation(&self, job: JobId, text: Option<String>) -> About {
        let asked = || self.revocations.get(&job).cloned();
        let text = text
            .or_else(asked)
            .unwrap_or_else(|| self.page.t("admin-some-revocation").into_owned());
        self.linked(text, Action::RevokeMany, revocation::address(job))
    }
}

impl About {
    fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            address: None,
        }
    }
}

impl Teller<'_> {
    /// About what it was.
    pub(super) fn about(&self, action: &AuditAction) -> About {
        use AuditAction as Done;
        let page = self.page;
        match action {
            Done::LoggedIn | Done::LoggedOut | Done::BannerTakenDown => About::of(""),
            Done::LogInRefused(id)
            | Done::SecondFactorRefused(id)
            | Done::SessionsEnded(id)
            | Done::BrowsersForgotten(id)
            | Done::PasswordSet(id)
            | Done::PasswordLinkMade(id)
            | Done::SecondFactorAdded(id)
            | Done::SecondFactorRemoved(id)
            | Done::AuthenticatorRemoved(id)
            | Done::RecoveryCodesRenewed(id)
            | Done::RecoveryCodeUsed(id)
            | Done::PersonAdded(id)
            | Done::PersonChanged(id)
            | Done::PersonDocumentSet(id)
            | Done::PersonDisabled(id)
            | Done::PersonEnabled(id) => self.person(*id, ""),
            Done::AccountAdded { person, with: what } | Done::AccountChanged { person, what } => {
                self.person(*person, &self.differences(what))
            }
            Done::PasskeyAdded { person, name }
            | Done::PasskeyRemoved { person, name }
            | Done::PasskeyCopied { person, name } => self.person(*person, name),
            Done::VersionPublished { .. }
            | Done::PublicationPlanned { .. }
            | Done::PublicationConfirmed { .. }
            | Done::PublicationCalledOff { .. }
            | Done::PublicationLapsed { .. }
            | Done::PublicationGivenUp { .. }
            | Done::CaseMoveAsked { .. }
            | Done::CaseMoveConfirmed { .. }
            | Done::CaseMoveLapsed { .. }
            | Done::CaseMoveEnded { .. }
            | Done::ServicePaused { .. }
            | Done::ServiceResumed(_)
            | Done::BannerShown { .. } => self.of_service(action),
            Done::PermitChanged {
                permit,
                from,
                to,
                reason,
            } => {
                let status = |status: &PermitStatus| page.t(format!("permits-status-{}", status.name()));
                let text = format!("{permit}: {} → {}. {reason}", status(from), status(to));
                self.permit(*permit, text)
            }
            Done::RevocationAsked { job, which, note, .. } => {
                let text = format!("{}. {note}", describe(self.app, page, &self.names, which));
                self.revocation(*job, Some(text))
            }
            Done::RevocationEnded {
                job,
                revoked,
                refused,
                ..
            } => self.revocation(*job, Some(ended(*revoked, *refused, page))),
            Done::RevocationConfirmed(job) | Done::RevocationLapsed(job) => self.revocation(*job, None),
            Done::PermitsRevoked { which, count, reason } => {
                let which = describe(self.app, page, &self.names, which);
                About::of(format!("{count}: {which}. {reason}"))
            }
            Done::MailResent(id)
            | Done::CaseSeen(id)
            | Done::ErasureAsked(id)
            | Done::ErasureProposed(id)
            | Done::ErasureRefused(id)
            | Done::Erased(id)
            | Done::ErasedAtEnd(id) => self.case(*id),
            Done::DeviceOffered(name) => About::of(name.clone()),
            Done::DeviceEnrolled(id) | Done::DeviceChanged(id) | Done::DeviceRevoked(id) => self.phone(*id),
            Done::PermitLookedUp { by_plate, found } => About::of(looked_up(*by_plate, found, page)),
            Done::IncidentReported(id) | Done::IncidentClosed(id) => self.incident(*id),
            Done::PermitSignedAnew(permit) => self.permit(*permit, permit.to_string()),
            Done::KeyVoided(kid) => About::of(kid.clone()),
            Done::Refused { action } => About::of(refused(action, page)),
        }
    }

    /// What is different about an account, before and after.
    fn differences(&self, differences: &[Difference]) -> String {
        let said = |field: AccountField, text: &str| match field {
            AccountField::Grants => {
                let all = text.split(", ").map(|text| match grants::read(text) {
                    Some(grant) => roles::grant(self.app, &grant, self.page),
                    None => text.to_owned(),
                });
                all.collect::<Vec<_>>().join("; ")
            }
            _ => text.to_owned(),
        };
        let told = differences.iter().map(|Difference { field, before, after }| {
            let name = self.page.t(format!("admin-account-{}", field.name()));
            match (before.as_str(), after.as_str()) {
                ("", "") => name.into_owned(),
                ("", after) => format!("{name}: {}", said(*field, after)),
                (before, "") => format!("{name}: {} → –", said(*field, before)),
                (before, after) => format!("{name}: {} → {}", said(*field, before), said(*field, after)),
            }
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

/// What was done, by the end of the key of its words.
pub(super) fn what(action: &AuditAction) -> &'static str {
    use AuditAction as Done;
    match action {
        Done::LoggedIn => "logged-in",
        Done::LogInRefused(_) => "log-in-refused",
        Done::SecondFactorRefused(_) => "second-factor-refused",
        Done::SessionsEnded(_) => "sessions-ended",
        Done::BrowsersForgotten(_) => "browsers-forgotten",
        Done::PasswordSet(_) => "password-set",
        Done::PasswordLinkMade(_) => "password-link-made",
        Done::SecondFactorAdded(_) => "second-factor-added",
        Done::SecondFactorRemoved(_) => "second-factor-removed",
        Done::PasskeyAdded { .. } => "passkey-added",
        Done::PasskeyRemoved { .. } => "passkey-removed",
        Done::PasskeyCopied { .. } => "passkey-copied",
        Done::AuthenticatorRemoved(_) => "authenticator-removed",
        Done::RecoveryCodesRenewed(_) => "recovery-codes-renewed",
        Done::RecoveryCodeUsed(_) => "recovery-code-used",
        Done::LoggedOut => "logged-out",
        Done::PersonAdded(_) | Done::AccountAdded { .. } => "person-added",
        Done::PersonChanged(_) | Done::AccountChanged { .. } => "person-changed",
        Done::PersonDocumentSet(_) => "person-document-set",
        Done::PersonDisabled(_) => "person-disabled",
        Done::PersonEnabled(_) => "person-enabled",
        Done::VersionPublished { .. } => "version-published",
        Done::PublicationPlanned { .. } => "publication-planned",
        Done::PublicationConfirmed { .. } => "publication-confirmed",
        Done::PublicationCalledOff { .. } => "publication-called-off",
        Done::PublicationLapsed { .. } => "publication-lapsed",
        Done::PublicationGivenUp { .. } => "publication-given-up",
        Done::CaseMoveAsked { .. } => "case-move-asked",
        Done::CaseMoveConfirmed { .. } => "case-move-confirmed",
        Done::CaseMoveLapsed { .. } => "case-move-lapsed",
        Done::CaseMoveEnded { .. } => "case-move-ended",
        Done::ServicePaused { .. } => "service-paused",
        Done::ServiceResumed(_) => "service-resumed",
        Done::BannerShown { .. } => "banner-shown",
        Done::BannerTakenDown => "banner-taken-down",
        Done::PermitChanged { .. } => "permit-changed",
        Done::RevocationAsked { .. } => "revocation-asked",
        Done::RevocationEnded {
            result: JobResult::Done,
            ..
        } => "revocation-ended",
        Done::RevocationEnded {
            result: JobResult::GivenUp | JobResult::CalledOff,
            ..
        } => "revocation-given-up",
        Done::RevocationConfirmed(_) => "revocation-confirmed",
        Done::RevocationLapsed(_) => "revocation-lapsed",
        Done::PermitsRevoked { .. } => "permits-revoked",
        Done::MailResent(_) => "mail-resent",
        Done::CaseSeen(_) => "case-seen",
        Done::ErasureAsked(_) => "erasure-asked",
        Done::ErasureProposed(_) => "erasure-proposed",
        Done::ErasureRefused(_) => "erasure-refused",
        Done::Erased(_) => "erased",
        Done::ErasedAtEnd(_) => "erased-at-end",
        Done::DeviceOffered(_) => "device-offered",
        Done::DeviceEnrolled(_) => "device-enrolled",
        Done::DeviceChanged(_) => "device-changed",
        Done::DeviceRevoked(_) => "device-revoked",
        Done::PermitLookedUp { .. } => "permit-looked-up",
        Done::IncidentReported(_) => "incident-reported",
        Done::IncidentClosed(_) => "incident-closed",
        Done::PermitSignedAnew(_) => "permit-signed-anew",
        Done::KeyVoided(_) => "key-voided",
        Done::Refused { .. } => "refused",
    }
}

/// What somebody was refused: the name of an action, in words where it has some.
fn refused(action: &str, page: &Page) -> String {
    let mut key = "admin-asked".to_owned();
    for letter in action.chars() {
        if letter.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(letter.to_ascii_lowercase());
    }
    if Language::knows(&key) {
        page.t(key).into_owned()
    } else {
        action.to_owned()
    }
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
