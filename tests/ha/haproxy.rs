//! HAProxy leads every connection to whoever leads.

use std::{fs, net::SocketAddr, path::Path};

use anyhow::Result;

use crate::{
    namespace::Machine,
    patroni,
    process::{Process, command},
};

/// Where Debian puts it.
pub(crate) const PROGRAM: &str = "/usr/sbin/haproxy";
/// Its settings; the blanks are in braces.
const SETTINGS: &str = include_str!("haproxy.cfg");

/// Starts it on an address.
pub(crate) fn start(listen: SocketAddr, machines: &[Machine], folder: &Path) -> Result<Process> {
    let servers: Vec<String> = machines
        .iter()
        .map(|machine| {
            let (name, address) = (patroni::name(machine), &machine.address);
            format!("    server {name} {address}:5432 check port 8008")
        })
        .collect();
    let settings = SETTINGS
        .replace("{listen}", &listen.to_string())
        .replace("{servers}", &servers.join("\n"));
    let file = folder.join("haproxy.cfg");
    fs::write(&file, settings)?;
    let command = command(PROGRAM, ["-db", "-f", &file.display().to_string()]);
    Process::start("haproxy", &command, &folder.join("haproxy.log"))
}
