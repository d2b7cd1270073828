//! `/s/{service}/apply/…` and `/a/…`

mod applying;
mod closing;
mod computed;
mod device;
mod drawing;
mod fees;
mod finding;
mod helping;
mod languages;
mod long_answers;
mod of_permit;
mod opening;
mod own;
mod periods;
mod renewing;
mod replacing;
mod since;
mod unheard;
