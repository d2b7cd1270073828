//! Nonces that nothing is kept for: the time, and our own code over it and the device.
//!
//! A request is new for as long as its nonce is. Everything a device asks for is idempotent, so that a repetition within
//! this time changes nothing, and nonces need not be remembered.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{engine::Engine, secret::Purpose};

const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// By how much the clocks of two nodes may differ.
const SKEW: SignedDuration = SignedDuration::from_mins(1);

/// A fresh nonce for a device: `<seconds>~<code>`.
pub(super) fn fresh(engine: &Engine, device: Uuid) -> String {
    let seconds = engine.now().as_second();
    format!("{seconds}~{}", code(engine, device, seconds))
}

/// Whether we gave this nonce to this device in the last minutes.
pub(super) fn is_ours(engine: &Engine, device: Uuid, nonce: &str) -> bool {
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
    let age = engine.now().duration_since(given);
    let parts: [&[u8]; 2] = [device.as_bytes(), &i64::to_be_bytes(seconds)];
    -SKEW < age && age < LIFE && engine.secret.made(Purpose::DeviceNonce, &parts, code)
}

fn code(engine: &Engine, device: Uuid, seconds: i64) -> String {
    engine
        .secret
        .code_text(Purpose::DeviceNonce, &[device.as_bytes(), &seconds.to_be_bytes()])
}
