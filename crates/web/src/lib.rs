//! The site: pages for citizens, officers, verifiers and administrators.
//!
//! One folder a feature, its templates in a folder of the same name; one address with its GET and its POST a file. Every
//! address is in [`router`]'s list, with its [`engine::authorise::Action`]; every request passes the gate. What is done, and
//! whether it may be, the engine says.

mod admin;
mod app;
mod applications;
pub mod assets;
mod body;
mod built_file;
mod catalogue;
mod codes;
mod compression;
mod consents;
mod cookies;
pub mod demo;
mod devices;
mod erasures;
mod error;
mod form;
mod gate;
pub mod headers;
mod health;
mod identity;
mod incidents;
mod json;
mod language;
mod maps;
mod officers;
mod opinions;
mod page;
mod paging;
mod path;
mod peer;
mod permits;
mod prepared;
pub mod preview;
mod refusals;
mod representations;
mod router;
mod said;
mod scans;
mod session;
mod site_files;
mod sketch;
mod telephones;
mod told_by;
mod unsent;
mod verify;

pub use app::{App, Settings};
pub use router::{Crowded, addresses, room_is_kept_for, router};
