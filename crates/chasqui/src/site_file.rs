//! The site file: who runs the site, as every page, letter and paper says it.

use std::{
    fs, io,
    path::{Component, Path},
};

use anyhow::{Context, Result};
use site::Site;
use url::Url;

use crate::text_file;

/// The largest picture that is read at all.
const LARGEST_CREST: u64 = 1 << 20;

/// What the file says, for a site at that address; where none is set, a site that is nobody's in particular.
pub(crate) fn read(file: Option<&Path>, base_url: &Url) -> Result<Site> {
    let Some(file) = file else {
        return Ok(Site::default());
    };
    let wrong = || format!("the setting site is wrong: {}", file.display());
    let text = text_file::service(file).with_context(wrong)?;
    let folder = file.parent().unwrap_or(Path::new(""));
    let site = Site::read(&text, |name| beside(folder, name)).with_context(wrong)?;
    let host = base_url.host_str().unwrap_or_default();
    site.served_at(host).with_context(wrong)
}

/// A picture in the folder of the site file.
fn beside(folder: &Path, name: &str) -> io::Result<Vec<u8>> {
    let mut parts = Path::new(name).components();
    let is_alone = matches!(parts.next(), Some(Component::Normal(_))) && parts.next().is_none();
    if !is_alone {
        let message = "give the name of a file that lies beside the site file";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let path = folder.join(name);
    if fs::metadata(&path)?.len() > LARGEST_CREST {
        let message = "it is larger than 1 MB, and a crest has some kilobytes";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    fs::read(path)
}
