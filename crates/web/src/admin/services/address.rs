//! Where services and their versions are looked at, and what versions are called there.

use engine::publishing::planned::JobId;
use forms::{ContentHash, ServiceId};
use review::StepMap;

/// What the fields begin with that say where the cases at a step go.
pub(super) const STEP: &str = "step-";

/// The page of a service.
pub(super) fn of_service(service: &ServiceId) -> String {
    format!("/admin/services/{service}")
}

/// The page of a version.
pub(crate) fn of_version(service: &ServiceId, version: &ContentHash) -> String {
    format!("{}/versions/{version}", of_service(service))
}

/// Where a version is tried as citizens would.
pub(super) fn of_specimen(service: &ServiceId, version: &ContentHash) -> String {
    format!("{}/specimen/{version}", of_service(service))
}

/// The page of a publication that is planned.
pub(crate) fn of_planned(planned: JobId) -> String {
    format!("/admin/planned/{planned}")
}

/// Where it is seen what moving a service's cases would do, if they go to these steps.
pub(super) fn of_mapped_cases(service: &ServiceId, StepMap(steps): &StepMap) -> String {
    let cases = format!("{}/cases", of_service(service));
    let mut fields = form_urlencoded::Serializer::new(String::new());
    for (from, to) in steps {
        fields.append_pair(&format!("{STEP}{from}"), to.as_str());
    }
    match fields.finish() {
        fields if fields.is_empty() => cases,
        fields => format!("{cases}?{fields}"),
    }
}

/// The page of a move of cases.
pub(crate) fn of_case_move(job: JobId) -> String {
    format!("/admin/case-moves/{job}")
}

/// A version's name as far as people tell versions apart by it.
pub(super) fn short(version: &ContentHash) -> String {
    version.to_string().chars().take(12).collect()
}
