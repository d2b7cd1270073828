//! Which database the program keeps everything in: the only place that names the backends.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use anyhow::{Context, Result, bail, ensure};
use store::Store;
use store_postgres::PostgresStore;
use store_sqlite::{SqliteStore, backup};
use url::Url;

use crate::at_rest;

/// A database by its address: `sqlite://PATH` or `postgres://user:password@host:port/database`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Database {
    /// The main file; the drafts' lies beside it.
    Sqlite(PathBuf),
    /// The server's address, never shown, since it may hold a password.
    Postgres(Url),
}

impl Database {
    /// Opens it, making a SQLite file where there is none.
    pub(crate) async fn open_or_create(&self) -> Result<Arc<dyn Store>> {
        match self {
            Self::Sqlite(path) => {
                at_rest::make_folder(at_rest::folder_of(path))?;
                at_rest::refuse_open(path)?;
                let store = SqliteStore::open(path).await;
                Ok(Arc::new(store.with_context(|| {
                    format!("cannot open the database {}", path.display())
                })?))
            }
            Self::Postgres(address) => {
                let store = PostgresStore::open(address.as_str()).await;
                Ok(Arc::new(
                    store.context("cannot open the database that database_url names")?,
                ))
            }
        }
    }

    /// Opens it where there is one: who mistypes a path is told so, and gets no empty database in which all is well.
    pub(crate) async fn open(&self) -> Result<Arc<dyn Store>> {
        self.is_there()?;
        self.open_or_create().await
    }

    /// Whether its file is there; a server says so itself.
    pub(crate) fn is_there(&self) -> Result<()> {
        if let Self::Sqlite(path) = self {
            ensure!(path.exists(), "there is no database {}", path.display());
        }
        Ok(())
    }

    /// Whether a program has its file open; of a server's database nobody can tell from here.
    pub(crate) async fn is_in_use(&self) -> Result<bool> {
        match self {
            Self::Sqlite(path) if path.exists() => Ok(backup::is_in_use(path).await?),
            Self::Sqlite(_) | Self::Postgres(_) => Ok(false),
        }
    }

    /// The main file, for what only SQLite needs: PostgreSQL has tools of its own.
    pub(crate) fn file(&self) -> Result<&Path> {
        match self {
            Self::Sqlite(path) => Ok(path),
            Self::Postgres(_) => bail!(
                "PostgreSQL keeps its own backups: pg_dump for a small database, pg_basebackup with WAL archiving or pgBackRest \
                 for a large one. docs/keeping.md shows how, and how to verify every chain after a restore"
            ),
        }
    }
}

impl FromStr for Database {
    type Err = anyhow::Error;

    /// The error never repeats the address.
    fn from_str(address: &str) -> Result<Self> {
        let url: Url = address
            .parse()
            .context("this is no address: give sqlite://PATH or postgres://…")?;
        match url.scheme() {
            "sqlite" => Ok(Self::Sqlite(
                format!("{}{}", url.host_str().unwrap_or_default(), url.path()).into(),
            )),
            "postgres" | "postgresql" => Ok(Self::Postgres(url)),
            other => bail!("{other}: is not known; give sqlite://PATH or postgres://…"),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "Sqlite({})", path.display()),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_a_file_or_has_tools_of_its_own() {
        let file = |address: &str| {
            let database: Database = address.parse().map_err(|error| format!("{error:#}"))?;
            let file = database.file().map(Path::to_owned);
            file.map_err(|error| error.to_string())
        };
        assert_eq!(file("sqlite://data/chasqui.db"), Ok("data/chasqui.db".into()));
        assert_eq!(file("sqlite:///srv/chasqui.db"), Ok("/srv/chasqui.db".into()));
        let said = file("postgres://chasqui:s3cret@localhost/chasqui").unwrap_err();
        assert!(
            said.contains("pg_basebackup") && said.contains("docs/keeping.md") && !said.contains("s3cret")
        );
        for (wrong, because) in [
            ("mysql://chasqui:s3cret@localhost", "mysql: is not known"),
            ("chasqui s3cret", "no address"),
        ] {
            let said = file(wrong).unwrap_err();
            assert!(said.contains(because) && !said.contains("s3cret"), "{said}");
        }
    }

    #[tokio::test]
    async fn a_mistyped_path_is_no_empty_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data/chasqi.db");
        let database = Database::Sqlite(path.clone());
        let said = database.open().await.err().unwrap().to_string();
        assert!(
            said.contains("there is no database") && said.contains("chasqi.db"),
            "{said}"
        );
        assert!(!path.exists());
        database.open_or_create().await.unwrap().close().await;
        database.open().await.unwrap().close().await;
    }
}
