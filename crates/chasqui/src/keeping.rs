//! Backups: what one consists of, where they are kept, and whether a copy is sound.
//!
//! A backup is a folder of that name with the store's files as they were at one moment, and a manifest. The manifest is written
//! last: without it there is no backup.

pub(crate) mod manifest;
pub(crate) mod shelf;
pub(crate) mod soundness;
pub(crate) mod staging;

use std::path::PathBuf;

use anyhow::{Result, bail};
use url::Url;

/// What a backup calls the main file; the drafts' name follows from it.
pub(crate) const MAIN: &str = "chasqui.db";
/// The folder of a backup that holds keys.
pub(crate) const KEYS: &str = "keys";

/// The main file of the database that is set, which must be SQLite's: PostgreSQL has tools of its own.
pub(crate) fn sqlite(database: &Url) -> Result<PathBuf> {
    match database.scheme() {
        "sqlite" => Ok(format!("{}{}", database.host_str().unwrap_or_default(), database.path()).into()),
        "postgres" | "postgresql" => bail!(
            "PostgreSQL keeps its own backups: pg_dump for a small database, pg_basebackup with WAL archiving or pgBackRest \
             for a large one. docs/keeping.md shows how, and how to verify every chain after a restore"
        ),
        other => bail!("the setting database_url is wrong: {other}: is not known; give sqlite://PATH"),
    }
}

/// How people read a size.
pub(crate) fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_file_or_has_tools_of_its_own() {
        let path = |url: &str| sqlite(&url.parse().unwrap()).map_err(|error| error.to_string());
        assert_eq!(path("sqlite://data/chasqui.db"), Ok("data/chasqui.db".into()));
        assert_eq!(path("sqlite:///srv/chasqui.db"), Ok("/srv/chasqui.db".into()));
        let said = path("postgres://chasqui:s3cret@localhost/chasqui").unwrap_err();
        assert!(
            said.contains("pg_basebackup") && said.contains("docs/keeping.md") && !said.contains("s3cret")
        );
        assert!(
            path("mysql://localhost")
                .unwrap_err()
                .contains("mysql: is not known")
        );
    }

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
