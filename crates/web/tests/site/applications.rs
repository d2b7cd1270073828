//! `/s/{service}/apply/…` and `/a/…`

mod applying;
mod closing;
mod device;
mod finding;
mod long_answers;
mod opening;
mod own;
mod replacing;
mod unheard;
