//! Small disks that only a test sees: mounted in a mount namespace of its own, and gone with it.

use std::{
    fs::{File, OpenOptions},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// Set for the process that has a namespace of its own.
const INSIDE: &str = "CHASQUI_FAULTS_INSIDE";

/// Runs the test again as a process that may mount what nobody else sees. Answers whether this is that process:
/// the other has nothing left to do.
pub(crate) fn inside(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some_and(|inside| inside == test) {
        return true;
    }
    let own = std::env::current_exe().unwrap();
    let status = Command::new("unshare")
        .args(if is_root() {
            ["--mount"].as_slice()
        } else {
            &["--mount", "--map-root-user"]
        })
        .arg(own)
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, test)
        .status()
        .expect("util-linux has unshare");
    assert!(
        status.success(),
        "{test} failed, or this machine allows no mount namespace: run it as root"
    );
    false
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|id| id.stdout == b"0\n")
}

/// A disk in memory, of so many megabytes.
pub(crate) struct Disk {
    folder: TempDir,
    /// What was put on it to fill it.
    ballast: PathBuf,
}

impl Disk {
    pub(crate) fn in_memory(megabytes: u32) -> Self {
        let disk = Self::unmounted();
        let size = format!("size={megabytes}m,mode=0700");
        run("mount", &["-t", "tmpfs", "-o", &size, "small-disk"], disk.path());
        disk
    }

    /// A file with a file system as servers have it, which knows files that cannot be written.
    pub(crate) fn ext4(megabytes: u32) -> Self {
        let disk = Self::unmounted();
        let image = disk.path().join("image");
        let file = File::create(&image).unwrap();
        file.set_len(u64::from(megabytes) << 20).unwrap();
        run("mkfs.ext4", &["-q"], &image);
        run(
            "mount",
            &["-o", "loop", &image.display().to_string()],
            disk.path(),
        );
        disk
    }

    /// What the kernel does when the disk under a file system fails: it writes no more, whoever has files open.
    pub(crate) fn fail(&self) {
        self.remount("abort");
    }

    /// What an administrator does then, when nobody has files open.
    pub(crate) fn repair(&self) {
        let device = Command::new("findmnt")
            .args(["-n", "-o", "SOURCE"])
            .arg(self.path())
            .output()
            .unwrap();
        let device = String::from_utf8(device.stdout).unwrap().trim().to_owned();
        // The loop device outlives its file system as long as somebody holds it.
        let held = File::open(&device).unwrap();
        run("umount", &[], self.path());
        // 1: there was something to mend, and it is mended.
        let checked = Command::new("e2fsck")
            .args(["-f", "-y", &device])
            .output()
            .unwrap();
        assert!(matches!(checked.status.code(), Some(0 | 1)), "{checked:?}");
        run("mount", &[&device], self.path());
        drop(held);
    }

    fn unmounted() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ballast = folder.path().join("ballast");
        Self { folder, ballast }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a database on it.
    pub(crate) fn sqlite(&self) -> String {
        format!("sqlite://{}/chasqui.db", self.path().display())
    }

    /// Fills it to the last byte.
    pub(crate) fn fill(&self) {
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&self.ballast)
            .unwrap();
        for size in [1 << 16, 1 << 12, 1] {
            let block = vec![0; size];
            loop {
                match file.write_all(&block).and_then(|()| file.sync_data()) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => panic!("{error}"),
                }
            }
        }
    }

    /// Takes away what filled it.
    pub(crate) fn free(&self) {
        std::fs::remove_file(&self.ballast).unwrap();
    }

    /// Makes the database's files unwritable even for who has them open (`+i`), as a disk that the kernel has
    /// given up writing to, or mends them (`-i`). A disk that is in use is remounted by nobody.
    pub(crate) fn seal(&self, how: &str) {
        for name in [
            "chasqui.db",
            "chasqui.db-wal",
            "chasqui-drafts.db",
            "chasqui-drafts.db-wal",
        ] {
            run("chattr", &[how], &self.path().join(name));
        }
    }

    fn remount(&self, how: &str) {
        run("mount", &["-o", &format!("remount,{how}")], self.path());
    }
}

/// Runs a tool of the system on a path.
pub(crate) fn run(tool: &str, words: &[&str], path: &Path) {
    let done = Command::new(tool).args(words).arg(path).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(
        done.status.success(),
        "{tool} {words:?} {}: {said}",
        path.display()
    );
}
