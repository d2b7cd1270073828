use crate::{colour::ColourError, crest::CrestError};

/// Why a site file is not taken. Each sentence is for whoever wrote the file.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// It is not YAML, or has a key or a kind of value that a site file does not have; says where.
    #[error("{0}")]
    File(String),
    /// A text has no words at all.
    #[error("{key} has no words: write them, or leave the key out")]
    Empty {
        /// The key of the text.
        key: &'static str,
    },
    /// A text is longer than its place on a page.
    #[error("{key} has {letters} letters; at most {most} have room")]
    Long {
        /// The key of the text.
        key: &'static str,
        /// So many it has.
        letters: usize,
        /// So many it may have.
        most: usize,
    },
    /// A text has a key that is no language.
    #[error("{key} has words in {language:?}, which is no language: write a code such as es or en")]
    Language {
        /// The key of the text.
        key: &'static str,
        /// What stands there.
        language: String,
    },
    /// An address that a browser does not open.
    #[error("{key}: {address:?} is no address of a page: write it whole, such as https://www.gob.pe")]
    Address {
        /// The key of the link.
        key: &'static str,
        /// What stands there.
        address: String,
    },
    /// The colour cannot be read or would not be legible.
    #[error("colour: {0}")]
    Colour(#[from] ColourError),
    /// The file of the crest cannot be read.
    #[error("crest: cannot read {file}: {reason}")]
    CrestFile {
        /// Its name.
        file: String,
        /// What the system says.
        reason: String,
    },
    /// The crest is not drawn.
    #[error("crest: {0}")]
    Crest(#[from] CrestError),
    /// The file says another domain than the address under which the site is served.
    #[error(
        "domain: the file says {domain}, and this server answers at {host}: \
         mend one of them, so that nobody is told a wrong address"
    )]
    Domain {
        /// What the file says.
        domain: String,
        /// The host of the base address.
        host: String,
    },
}
