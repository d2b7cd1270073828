//! What lies on the disk is about people, and keys: nobody else on the machine changes it, and nobody else reads what the
//! program makes.

use std::{
    fs::{self, DirBuilder},
    net::IpAddr,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::Path,
};

use anyhow::{Context, Result, ensure};
use rustix::{fs::Mode, process};
use url::{Host, Url};

use crate::settings::Settings;

/// What group and others may do.
const READ_OR_ENTER: u32 = 0o055;
const WRITE: u32 = 0o022;

/// From now on files are made with mode 0600 and folders with 0700 at most, whoever makes them: SQLite, for one, asks for 0644.
pub(crate) fn begin() {
    process::umask(Mode::RWXG | Mode::RWXO);
}

/// Makes a folder, and what leads to it, or takes the one that is there if nobody else may write in it.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    let folder = here(folder);
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    refuse_open(folder)
}

/// Refuses what others may write, where it is there: whoever can put another file in its place is who decides.
pub(crate) fn refuse_open(path: &Path) -> Result<()> {
    let mode = mode(path).unwrap_or_default();
    ensure!(
        mode & WRITE == 0,
        "{} may be written by others on this machine (mode {mode:04o}): chmod go-w {}",
        path.display(),
        path.display()
    );
    Ok(())
}

/// Says at a server's start what others may read, and what goes in clear.
pub(crate) fn warn(settings: &Settings) {
    if process::geteuid().is_root() {
        tracing::warn!(
            "this runs as root, which it needs for nothing: run it as a user of its own (docs/run.md)"
        );
    }
    let database = settings.database.file().ok();
    let files = folder_of_files(&settings.files_url);
    let folders = [database.map(folder_of), Some(&*settings.keys), files];
    for path in folders.into_iter().flatten().chain(database) {
        if mode(path).is_some_and(|mode| mode & READ_OR_ENTER != 0) {
            let path = path.display();
            tracing::warn!("{path} may be read by others on this machine: chmod -R go-rwx {path}");
        }
    }
    if let Some(host) = settings
        .smtp_url
        .as_ref()
        .and_then(|url| in_clear(url, settings.smtp_ca.is_some()))
    {
        tracing::warn!(
            "smtp_url sends letters to {host} in clear, with people's names and the links that open their applications: \
             add ?tls=required, or use smtps://"
        );
    }
}

/// The folder that a database is in.
pub(crate) fn folder_of(file: &Path) -> &Path {
    here(file.parent().unwrap_or(Path::new("")))
}

/// The local folder of files, where that is where they are.
pub(crate) fn folder_of_files(url: &str) -> Option<&Path> {
    let path = url.strip_prefix("file://").unwrap_or(url);
    (!path.contains("://")).then(|| Path::new(path))
}

fn here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

fn mode(path: &Path) -> Option<u32> {
    Some(fs::metadata(path).ok()?.permissions().mode() & 0o7777)
}

/// To whom letters go that may travel without TLS; this machine is nobody.
fn in_clear(url: &Url, has_roots: bool) -> Option<String> {
    let required = url
        .query_pairs()
        .any(|(name, value)| name == "tls" && value == "required");
    if url.scheme() == "smtps" || required || has_roots || is_local(url) {
        return None;
    }
    url.host_str().map(str::to_owned)
}

/// Whether an address is this machine's own.
pub(crate) fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        // Of a scheme that it does not know, the library leaves the host as it is written.
        Some(Host::Domain(name)) => {
            let bare = name.trim_start_matches('[').trim_end_matches(']');
            name.eq_ignore_ascii_case("localhost")
                || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_may_write_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for (mode, taken) in [
            (0o700, true),
            (0o750, true),
            (0o755, true),
            (0o770, false),
            (0o775, false),
            (0o777, false),
            (0o1777, false),
        ] {
            fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
            let answer = make_folder(folder.path());
            assert_eq!(answer.is_ok(), taken, "{mode:o}");
            if let Err(error) = answer {
                assert!(error.to_string().contains("chmod go-w"), "{error}");
            }
        }
        refuse_open(&folder.path().join("nothing")).unwrap();
    }

    #[test]
    fn letters_in_clear_are_told_of() {
        for (url, told) in [
            ("smtp://mail.example.pe:25", true),
            ("smtp://10.0.0.7", true),
            ("smtp://mail.example.pe:587?tls=opportunistic", true),
            ("smtp://mail.example.pe:587?tls=required", false),
            ("smtps://mail.example.pe", false),
            ("smtp://localhost", false),
            ("smtp://127.0.0.53:25", false),
            ("smtp://[::1]:25", false),
        ] {
            assert_eq!(in_clear(&url.parse().unwrap(), false).is_some(), told, "{url}");
            assert_eq!(in_clear(&url.parse().unwrap(), true), None, "{url}");
        }
    }

    #[test]
    fn files_are_in_a_folder_or_elsewhere() {
        for (url, folder) in [
            ("data/files", Some("data/files")),
            ("file:///srv/files", Some("/srv/files")),
            ("s3://bucket/prefix", None),
        ] {
            assert_eq!(folder_of_files(url), folder.map(Path::new), "{url}");
        }
    }
}
