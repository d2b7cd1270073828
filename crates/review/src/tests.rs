mod desk;
pub(crate) mod newer;
pub(crate) mod permits;
mod properties;
mod stored;
mod table;
pub(crate) mod walk;
pub(crate) mod world;
