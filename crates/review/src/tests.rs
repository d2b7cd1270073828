mod desk;
pub(crate) mod newer;
mod own_affairs;
pub(crate) mod permits;
mod properties;
mod stored;
mod table;
pub(crate) mod walk;
pub(crate) mod world;
