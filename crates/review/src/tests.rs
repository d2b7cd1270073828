mod desk;
pub(crate) mod newer;
mod properties;
mod stored;
mod table;
pub(crate) mod walk;
pub(crate) mod world;
