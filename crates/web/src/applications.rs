//! The applicant's side: applying, and what happens to an application afterwards.

pub(crate) mod access;
pub(crate) mod answer;
pub(crate) mod appeal;
pub(crate) mod check;
pub(crate) mod device;
pub(crate) mod draft;
pub(crate) mod fields;
pub(crate) mod find;
mod groups;
mod in_time;
pub(crate) mod open;
mod outline;
pub(crate) mod own;
pub(crate) mod page;
mod printable;
pub(crate) mod rate;
pub(crate) mod renew;
pub(crate) mod replace;
mod return_code;
mod service_name;
pub(crate) mod start;
pub(crate) mod status;
pub(crate) mod submit;
mod summary;
mod timeline;
pub(crate) mod withdraw;
