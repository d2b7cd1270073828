//! Files in a folder, and in a bucket of a real server: the same contract, and each one's own troubles.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail the test")]

#[cfg(feature = "s3")]
mod bucket;
mod contract;
mod folder;
#[cfg(feature = "s3")]
mod server;

use files::{FileName, Files};

fn name(text: &str) -> FileName {
    text.parse().unwrap()
}

fn open_folder(path: &std::path::Path) -> Files {
    Files::open(path.to_str().unwrap(), []).unwrap()
}

#[cfg(not(feature = "s3"))]
#[test]
fn a_program_without_s3_says_which_one_has_it() {
    let error = Files::open("s3://permits", []).unwrap_err().to_string();
    assert!(error.contains("--features s3"), "{error}");
}
