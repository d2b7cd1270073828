//! Backups: what one consists of, where they are kept, and whether a copy is sound.
//!
//! A backup is a folder of that name with the store's files as they were at one moment, and a manifest. The manifest is written
//! last: without it there is no backup.

pub(crate) mod backups;
pub(crate) mod manifest;
pub(crate) mod soundness;
pub(crate) mod staging;

/// What a backup calls the main file; the drafts' name follows from it.
pub(crate) const MAIN: &str = "chasqui.db";
/// The folder of a backup that holds keys.
pub(crate) const KEYS: &str = "keys";

/// How people read a size.
pub(crate) fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_rounded_up() {
        for (bytes, said) in [
            (0, "0.0 MB"),
            (1, "0.1 MB"),
            (1_000_000, "1.0 MB"),
            (12_345_678, "12.4 MB"),
        ] {
            assert_eq!(megabytes(bytes), said);
        }
    }
}
