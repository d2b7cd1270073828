//! One command a file.

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod check;
pub(crate) mod demo;
pub(crate) mod erase;
mod journey;
pub(crate) mod keys;
pub(crate) mod move_cases;
pub(crate) mod moving;
pub(crate) mod new;
pub(crate) mod people;
pub(crate) mod preview;
mod progress;
pub(crate) mod publish;
pub(crate) mod read_pdf;
pub(crate) mod restore;
pub(crate) mod scenario;
pub(crate) mod schema;
mod scratch;
pub(crate) mod serve;
pub(crate) mod simulate;
pub(crate) mod test;
pub(crate) mod translate;
pub(crate) mod verify;
