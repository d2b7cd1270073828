//! What is told of services: of their versions, and of pauses.

use engine::{authorise::Action, log::AuditAction, permits::many::JobId, publishing::case_moves::JobResult};
use forms::{ContentHash, ServiceId};
use jiff::Timestamp;
use locale::dates;
use review::StepMap;

use super::{About, Teller};
use crate::{admin::services, officers::service_name::service_name};

impl Teller<'_> {
    /// About what it was, if it was about a service.
    pub(super) fn of_service(&self, action: &AuditAction) -> About {
        use AuditAction as Done;
        let page = self.page;
        match action {
            Done::VersionPublished {
                service,
                version,
                changes,
                ..
            } => {
                let told = [vec![self.version(service, version)], changes.clone()].concat();
                let address = services::address::of_version(service, version);
                self.linked(told.join("\n"), Action::SeeVersions, address)
            }
            Done::PublicationPlanned {
                job,
                service,
                version,
                due,
                changes,
                ..
            } => self.planned(*job, self.version_planned(service, version, *due, changes)),
            Done::PublicationConfirmed { job, service }
            | Done::PublicationCalledOff { job, service }
            | Done::PublicationLapsed { job, service }
            | Done::PublicationGivenUp { job, service } => {
                self.planned(*job, service_name(self.app, page, service))
            }
            Done::CaseMoveAsked {
                job,
                service,
                from,
                to,
                steps,
                ..
            } => self.case_move(*job, self.cases_to_move(service, from, to, steps)),
            Done::CaseMoveConfirmed { job, service } | Done::CaseMoveLapsed { job, service } => {
                self.case_move(*job, service_name(self.app, page, service))
            }
            Done::CaseMoveEnded {
                job,
                service,
                to,
                result,
                moved,
                left,
            } => {
                let moved = page.tn("move-cases-was-moved", *moved);
                let left = (*left > 0).then(|| page.tn("move-cases-was-left", *left));
                let given_up =
                    (*result != JobResult::Done).then(|| page.t("move-cases-given-up").into_owned());
                let told = [Some(self.version(service, to)), given_up, Some(moved), left];
                self.case_move(*job, told.into_iter().flatten().collect::<Vec<_>>().join("\n"))
            }
            Done::ServicePaused { service, until } => {
                let name = service_name(self.app, page, service);
                About::of(match until {
                    Some(until) => format!(
                        "{name} → {}",
                        dates::moment(*until, &self.app.settings.time_zone, page.language)
                    ),
                    None => name,
                })
            }
            Done::BannerShown { say, .. } => {
                let words: Vec<&str> = say.values().map(String::as_str).collect();
                About::of(words.join("\n"))
            }
            Done::ServiceResumed(service) => About::of(service_name(self.app, page, service)),
            _ => About::of(""),
        }
    }

    fn planned(&self, job: JobId, text: String) -> About {
        self.linked(text, Action::SeeVersions, services::address::of_planned(job))
    }

    fn case_move(&self, job: JobId, text: String) -> About {
        self.linked(text, Action::SeeVersions, services::address::of_case_move(job))
    }

    /// From which versions how many cases go to which, and from which steps to which others.
    fn cases_to_move(
        &self,
        service: &ServiceId,
        from: &[(ContentHash, u64)],
        to: &ContentHash,
        StepMap(steps): &StepMap,
    ) -> String {
        let short = |version: &ContentHash| version.to_string().chars().take(12).collect::<String>();
        let from = from.iter().map(|(version, count)| {
            let cases = self.page.tn("move-cases-count", *count);
            format!("{} → {}: {cases}", short(version), short(to))
        });
        let steps = steps.iter().map(|(from, to)| format!("{from} → {to}"));
        let first = vec![self.version(service, to)];
        first
            .into_iter()
            .chain(from)
            .chain(steps)
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn version_planned(
        &self,
        service: &ServiceId,
        version: &ContentHash,
        due: Option<Timestamp>,
        changes: &[String],
    ) -> String {
        let moment = |due| dates::moment(due, &self.app.settings.time_zone, self.page.language);
        let version = self.version(service, version);
        let first = due.map_or(version.clone(), |due| format!("{version} → {}", moment(due)));
        [vec![first], changes.to_vec()].concat().join("\n")
    }

    fn version(&self, service: &ServiceId, version: &ContentHash) -> String {
        let name = service_name(self.app, self.page, service);
        let hash: String = version.to_string().chars().take(12).collect();
        format!("{name}, {} {hash}", self.page.t("admin-service-version"))
    }
}
