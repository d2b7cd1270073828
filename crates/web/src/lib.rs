//! The site: pages for citizens, officers, verifiers and administrators.
//!
//! One folder a feature, its templates in a folder of the same name; one address with its GET and its POST a file. Every
//! address is in [`router`]'s list, with its [`Action`]; every request passes the gate, and the gate asks [`authorise`].

pub mod access;
mod admin;
mod app;
pub mod applications;
pub mod assets;
pub mod authorise;
mod catalogue;
mod clock;
mod compression;
pub mod cookies;
pub mod demo;
pub mod desk;
mod devices;
mod error;
mod form;
mod gate;
pub mod headers;
mod health;
mod incidents;
pub mod issuing;
mod language;
mod limits;
pub mod mail;
mod officers;
mod page;
pub mod passwords;
mod permits;
pub mod prepared;
pub mod publishing;
mod representations;
mod router;
mod scans;
pub mod secret;
pub mod services;
pub mod session;
pub mod verify;
pub mod workers;

pub use app::{App, Issuer, Rooted, Settings};
pub use authorise::{Action, Denied, Scope, Visitor, authorise};
pub use clock::{Clock, Random};
pub use demo::LetterBox;
pub use error::WebError;
pub use files::Files;
pub use form::Form;
pub use page::Page;
pub use publishing::{PublishError, papers, publish};
pub use router::{addresses, router};
pub use secret::Secret;
pub use services::{Published, Services};
