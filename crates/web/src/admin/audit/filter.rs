//! What of the log is asked for: by whom, which actions, from which day to which.

use engine::log::AuditQuery;
use form_urlencoded::Serializer;
use jiff::{Timestamp, civil::Date};
use review::PersonId;

use crate::{app::App, form::Form};

/// The kinds that can be chosen, by the end of the key of their words, with the names under which the log keeps them.
#[rustfmt::skip]
pub(super) const KINDS: [(&str, &[&str]); 50] = [
    ("logged-in",              &["LoggedIn"]),
    ("log-in-refused",         &["LogInRefused"]),
    ("second-factor-refused",  &["SecondFactorRefused"]),
    ("logged-out",             &["LoggedOut"]),
    ("sessions-ended",         &["SessionsEnded"]),
    ("browsers-forgotten",     &["BrowsersForgotten"]),
    ("password-set",           &["PasswordSet"]),
    ("password-link-made",     &["PasswordLinkMade"]),
    ("second-factor-added",    &["SecondFactorAdded"]),
    ("second-factor-removed",  &["SecondFactorRemoved"]),
    ("recovery-codes-renewed", &["RecoveryCodesRenewed"]),
    ("recovery-code-used",     &["RecoveryCodeUsed"]),
    ("person-added",           &["PersonAdded", "AccountAdded"]),
    ("person-changed",         &["PersonChanged", "AccountChanged"]),
    ("person-document-set",    &["PersonDocumentSet"]),
    ("person-disabled",        &["PersonDisabled"]),
    ("person-enabled",         &["PersonEnabled"]),
    ("refused",                &["Refused"]),
    ("version-published",      &["VersionPublished"]),
    ("publication-planned",    &["PublicationPlanned"]),
    ("publication-confirmed",  &["PublicationConfirmed"]),
    ("publication-called-off", &["PublicationCalledOff"]),
    ("publication-lapsed",     &["PublicationLapsed"]),
    ("publication-given-up",   &["PublicationGivenUp"]),
    ("case-move-asked",        &["CaseMoveAsked"]),
    ("case-move-confirmed",    &["CaseMoveConfirmed"]),
    ("case-move-lapsed",       &["CaseMoveLapsed"]),
    ("case-move-ended",        &["CaseMoveEnded"]),
    ("service-paused",         &["ServicePaused"]),
    ("service-resumed",        &["ServiceResumed"]),
    ("banner-shown",           &["BannerShown"]),
    ("banner-taken-down",      &["BannerTakenDown"]),
    ("permit-changed",         &["PermitChanged"]),
    ("revocation-asked",       &["RevocationAsked"]),
    ("revocation-confirmed",   &["RevocationConfirmed"]),
    ("revocation-lapsed",      &["RevocationLapsed"]),
    ("revocation-ended",       &["RevocationEnded", "PermitsRevoked"]),
    ("mail-resent",            &["MailResent"]),
    ("case-seen",              &["CaseSeen"]),
    ("erasure-asked",          &["ErasureAsked"]),
    ("erasure-proposed",       &["ErasureProposed"]),
    ("erasure-refused",        &["ErasureRefused"]),
    ("erased",                 &["Erased", "ErasedAtEnd"]),
    ("device-offered",         &["DeviceOffered"]),
    ("device-enrolled",        &["DeviceEnrolled"]),
    ("device-changed",         &["DeviceChanged", "DeviceRevoked"]),
    ("permit-looked-up",       &["PermitLookedUp"]),
    ("incident-reported",      &["IncidentReported"]),
    ("incident-closed",        &["IncidentClosed"]),
    ("key-voided",             &["KeyVoided", "PermitSignedAnew"]),
];

/// What was asked for, as an address says it.
#[derive(Default)]
pub(super) struct Filter {
    pub(super) by: Option<PersonId>,
    pub(super) kind: Option<&'static str>,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
    before: Option<u64>,
}

impl Filter {
    /// Whatever the address says, it is a filter: a wrong word is as good as none.
    pub(super) fn read(asked: &Form) -> Self {
        let day = |name| asked.first(name).and_then(|day| day.parse().ok());
        let wanted = asked.first("kind");
        let kind = KINDS.into_iter().find(|(kind, _)| Some(*kind) == wanted);
        Self {
            by: asked.first("by").and_then(|person| person.parse().ok()),
            kind: kind.map(|(kind, _)| kind),
            from: day("from"),
            until: day("until"),
            before: asked.first("before").and_then(|before| before.parse().ok()),
        }
    }

    /// Whether the last day lies before the first, so that nothing was ever done between them.
    pub(super) fn is_reversed(&self) -> bool {
        self.from
            .zip(self.until)
            .is_some_and(|(from, until)| until < from)
    }

    pub(super) fn query(&self, app: &App, limit: u32) -> AuditQuery {
        let zone = &app.settings.time_zone;
        let start = |day: Date| day.to_zoned(zone.clone()).map(|start| start.timestamp());
        let kinds = self
            .kind
            .and_then(|wanted| KINDS.into_iter().find(|(kind, _)| *kind == wanted));
        AuditQuery {
            by: self.by,
            from: self.from.map(|day| start(day).unwrap_or(Timestamp::MIN)),
            until: self
                .until
                .map(|day| day.tomorrow().and_then(start).unwrap_or(Timestamp::MAX)),
            kinds: kinds.map_or_else(Vec::new, |(_, names)| names.to_vec()),
            before: self.before,
            limit,
        }
    }

    /// The address of what comes before this line.
    pub(super) fn older(&self, line: u64) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in [
            ("by", self.by.map(|person| person.to_string())),
            ("kind", self.kind.map(str::to_owned)),
            ("from", self.from.map(|day| day.to_string())),
            ("until", self.until.map(|day| day.to_string())),
            ("before", Some(line.to_string())),
        ] {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        format!("/admin/audit?{}", query.finish())
    }
}
