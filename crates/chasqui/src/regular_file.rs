//! Reading a file of somebody else's: a file, up to a bound, and nothing that never ends.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::fs::OFlags;

use crate::text_file;

/// The whole of a regular file of at most so many bytes.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open(path)?;
    let mut bytes = Vec::new();
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {} MB", most >> 20),
        ));
    }
    Ok(bytes)
}

/// The first bytes of a regular file, as many as there are.
pub(crate) fn beginning(path: &Path, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(length).unwrap_or(u64::MAX);
    open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A pipe, a device or a folder is refused at once: opening it waits for nobody, and what it is is asked of what was opened.
fn open(path: &Path) -> io::Result<File> {
    let unblocked = i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(unblocked).open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::other(
            "it is no file, but a pipe, a device or a folder",
        ))
    }
}

/// The same, of a text.
pub(crate) fn text(path: &Path, most: u64) -> io::Result<String> {
    text_file::decode(read(path, most)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_up_to_a_bound_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, b"12345678").unwrap();
        assert_eq!(read(&file, 8).unwrap(), b"12345678");
        assert_eq!(text(&file, 8).unwrap(), "12345678");
        assert_eq!(beginning(&file, 3).unwrap(), b"123");
        assert_eq!(read(&file, 7).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        for other in [Path::new("/dev/zero"), folder.path()] {
            let said = read(other, 8).unwrap_err().to_string();
            assert!(said.contains("no file"), "{said}");
        }
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        assert!(read(&pipe, 8).is_err(), "nobody writes into it");
    }
}
