//! Where a server keeps everything: a file of its own, or a database of its own on the PostgreSQL server that the `PG*`
//! variables name.

use std::{env, fmt, fs, path::Path, process::Command, time::Duration};

use anyhow::{Context, Result, ensure};

use crate::process;

/// The kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// One database, gone with whoever holds it.
pub(crate) struct Database {
    /// What `CHASQUI_DATABASE_URL` says.
    pub(crate) url: String,
    /// Its name on the server, and the server's first process.
    on_server: Option<(String, u32)>,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl Database {
    /// An empty one: a file in the folder, or the database of this number.
    pub(crate) fn fresh(kind: Kind, folder: &Path, number: usize) -> Result<Self> {
        Ok(match kind {
            Kind::Sqlite => Self {
                url: format!("sqlite://{}", folder.join("chasqui.db").display()),
                on_server: None,
            },
            Kind::Postgres => {
                ensure!(
                    env::var_os("PGHOST").is_some(),
                    "run this by `just load`, which starts PostgreSQL"
                );
                let name = format!("chasqui_load_{number}");
                psql("postgres", &format!("DROP DATABASE IF EXISTS {name}"))?;
                psql("postgres", &format!("CREATE DATABASE {name}"))?;
                let url = format!("postgres:///{name}?sslmode=disable");
                Self {
                    url,
                    on_server: Some((name, postmaster()?)),
                }
            }
        })
    }

    /// What the database's own processes have computed; nothing where it has none.
    pub(crate) fn cpu(&self) -> Result<Option<Duration>> {
        let server = self.on_server.as_ref();
        server
            .map(|(_, pid)| process::cpu_with_children(*pid))
            .transpose()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((name, _)) = &self.on_server {
            // The whole server goes soon after.
            let _ = psql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// The first process of the server (its `postmaster.pid` begins with it).
fn postmaster() -> Result<u32> {
    let folder = psql("postgres", "SHOW data_directory")?;
    let file = Path::new(folder.trim()).join("postmaster.pid");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(text.lines().next().unwrap_or_default().trim().parse()?)
}

fn psql(database: &str, statement: &str) -> Result<String> {
    let done = Command::new("psql")
        .args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", statement])
        .env("PGOPTIONS", "-c client_min_messages=warning")
        .output()?;
    ensure!(
        done.status.success(),
        "{statement}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    Ok(String::from_utf8(done.stdout)?)
}
