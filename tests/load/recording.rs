//! `perf`, looking at the server while it is measured.

use std::{
    path::Path,
    process::{Child, Command},
};

use anyhow::{Context, Result};

/// A recording until it is ended.
pub(crate) struct Recording(Child);

impl Recording {
    /// Begins. Stacks are unwound by tables, since the program keeps no frame pointers; half of 64 kB lies between the
    /// server's loop and a page.
    pub(crate) fn begin(pid: u32, file: &Path) -> Result<Self> {
        let perf = Command::new("perf")
            .args(["record", "--quiet", "-F", "199", "--call-graph", "dwarf,65528"])
            .args(["-p", &pid.to_string(), "-o"])
            .arg(file)
            .spawn();
        Ok(Self(perf.context("perf is needed: apt install linux-perf")?))
    }

    /// Lets it write what it has.
    pub(crate) fn end(mut self) -> Result<()> {
        let pid = self.0.id().to_string();
        Command::new("kill").args(["-INT", &pid]).status()?;
        self.0.wait()?;
        Ok(())
    }
}
