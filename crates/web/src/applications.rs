//! The applicant's side: applying, and what happens to an application afterwards.

pub mod draft;
