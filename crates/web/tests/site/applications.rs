//! `/s/{service}/apply/…` and `/a/…`

mod applying;
mod finding;
mod own;
mod replacing;
mod unheard;
