//! `/api/v1/…`

mod device;
mod enrolling;
mod find;
mod incidents;
mod scans;
