//! Nonces that nothing is kept for: the time, and our own code over it and the device.
//!
//! A request is new for as long as its nonce is. Everything a device asks for is idempotent, so that a repetition within
//! this time changes nothing, and nonces need not be remembered.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{app::App, secret::Purpose};

const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// By how much the clocks of two nodes may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// A fresh nonce for a device: `<seconds>~<code>`.
pub(super) fn fresh(app: &App, device: Uuid) -> String {
    let seconds = app.now().as_second();
    format!("{seconds}~{}", code(app, device, seconds))
}

/// Whether we gave this nonce to this device in the last minutes.
pub(super) fn is_ours(app: &App, device: Uuid, nonce: &str) -> bool {
    let Some((seconds, code)) = nonce.split_once('~') else {
        return false;
    };
    let Some((seconds, given)) = seconds
        .parse()
        .ok()
        .and_then(|seconds| Some((seconds, Timestamp::from_second(seconds).ok()?)))
    else {
        return false;
    };
    let age = app.now().duration_since(given);
    let parts: [&[u8]; 2] = [device.as_bytes(), &i64::to_be_bytes(seconds)];
    -SKEW < age && age < LIFE && app.secret.made(Purpose::DeviceNonce, &parts, code)
}

fn code(app: &App, device: Uuid, seconds: i64) -> String {
    app.secret
        .code_text(Purpose::DeviceNonce, &[device.as_bytes(), &seconds.to_be_bytes()])
}
