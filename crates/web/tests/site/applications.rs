//! `/s/{service}/apply/…` and `/a/…`

mod applying;
mod device;
mod finding;
mod own;
mod replacing;
mod unheard;
