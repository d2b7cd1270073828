//! The fuzzer: `FUZZ_TARGET=text fuzz CORPUS…`, with libFuzzer's own options.

#![no_main]

use std::sync::LazyLock;

use fuzz::Target;
use libfuzzer_sys::fuzz_target;

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
    fuzz::target(&name).unwrap_or_else(|| panic!("FUZZ_TARGET is {name:?}, which is no target"))
});

fuzz_target!(|bytes: &[u8]| (TARGET.read)(bytes));
