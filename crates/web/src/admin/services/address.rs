//! Where services and their versions are looked at, and what versions are called there.

use engine::publishing::planned::JobId;
use forms::{ContentHash, ServiceId};

/// The page of a service.
pub(super) fn of_service(service: &ServiceId) -> String {
    format!("/admin/services/{service}")
}

/// The page of a version.
pub(crate) fn of_version(service: &ServiceId, version: &ContentHash) -> String {
    format!("{}/versions/{version}", of_service(service))
}

/// The page of a publication that is planned.
pub(crate) fn of_planned(planned: JobId) -> String {
    format!("/admin/planned/{planned}")
}

/// The page of a move of cases.
pub(crate) fn of_case_move(job: JobId) -> String {
    format!("/admin/case-moves/{job}")
}

/// A version's name as far as people tell versions apart by it.
pub(super) fn short(version: &ContentHash) -> String {
    version.to_string().chars().take(12).collect()
}
