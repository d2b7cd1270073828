mod desk;
mod properties;
mod stored;
mod table;
mod walk;
mod world;
