//! Whether a copy is sound: the files as SQLite sees them, and every chain as the audit does.

use std::path::Path;

use anyhow::{Result, ensure};
use review::chain::Head;
use store::Store;
use store_sqlite::{SqliteStore, backup};

use crate::commands::audit;

/// Looks through a copy that nobody uses, without changing it. Answers the ends of all chains.
pub(crate) async fn of_copy(path: &Path) -> Result<Vec<Head>> {
    let faults = backup::faults(path).await?;
    for fault in &faults {
        eprintln!("{fault}");
    }
    ensure!(faults.is_empty(), "SQLite finds the file damaged");
    let store = SqliteStore::inspect(path).await?;
    let heads = of_chains(&store).await;
    store.close().await;
    heads
}

/// Verifies every chain; tells of each that does not hold.
pub(crate) async fn of_chains(store: &dyn Store) -> Result<Vec<Head>> {
    let audit::Walked { heads, faults, .. } = audit::walk(store).await?;
    ensure!(
        faults == 0,
        "{faults} of {} applications are not sound",
        heads.len()
    );
    Ok(heads)
}
