//! Running the site: people, letters that did not arrive, the log, services, keys.

pub(crate) mod audit;
mod confirm;
mod grants;
pub(crate) mod home;
pub(crate) mod keys;
pub(crate) mod mail;
mod mistake;
mod moment;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod services;
pub(crate) mod site;
