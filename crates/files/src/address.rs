//! The setting that says where files are kept.

use std::path::PathBuf;

use thiserror::Error;
use url::Url;

use crate::FileName;

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket, and what the names in it begin with.
    Bucket { name: String, prefix: Option<FileName> },
}

/// Why a text is no place for files. It says nothing of the text itself, which may hold what nobody should read.
#[derive(Debug, Error)]
pub enum WrongAddress {
    /// Neither a folder nor an address that is known.
    #[error("give a folder, file:///FOLDER or s3://BUCKET/PREFIX")]
    Unknown,
    /// An address with a user, a port, a query or a fragment.
    #[error("give s3://BUCKET/PREFIX alone; credentials and the server's address are the AWS_… variables")]
    TooMuch,
    /// A prefix that is no name.
    #[error("the prefix after the bucket's name is wrong")]
    Prefix(#[source] crate::WrongName),
    /// The folder cannot be made or used.
    #[error("the folder cannot be used")]
    Folder(#[source] std::io::Error),
    /// A bucket, in a program built without buckets.
    #[error(
        "this program was built without S3; take one that was built with --features s3, or give a folder"
    )]
    NoS3,
    /// An endpoint without TLS that nobody allowed.
    #[error("AWS_ENDPOINT_URL is http: set AWS_ALLOW_HTTP=true if the network up to it is your own")]
    PlainHttp,
    /// What the AWS_… variables say does not fit.
    #[error("the AWS_… variables are wrong: {0}")]
    Variables(String),
}

impl Address {
    pub(crate) fn parse(text: &str) -> Result<Self, WrongAddress> {
        if !text.contains("://") {
            return match text {
                "" => Err(WrongAddress::Unknown),
                folder => Ok(Self::Folder(folder.into())),
            };
        }
        let url = Url::parse(text).map_err(|_| WrongAddress::Unknown)?;
        match url.scheme() {
            "file" => match url.to_file_path() {
                Ok(folder) => Ok(Self::Folder(folder)),
                Err(()) => Err(WrongAddress::Unknown),
            },
            "s3" => Self::bucket(&url),
            _ => Err(WrongAddress::Unknown),
        }
    }

    fn bucket(url: &Url) -> Result<Self, WrongAddress> {
        let alone = url.username().is_empty()
            && url.password().is_none()
            && url.port().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        if !alone {
            return Err(WrongAddress::TooMuch);
        }
        let name = url.host_str().filter(|name| !name.is_empty());
        let prefix = url.path().trim_matches('/');
        Ok(Self::Bucket {
            name: name.ok_or(WrongAddress::Unknown)?.to_owned(),
            prefix: (!prefix.is_empty())
                .then(|| prefix.parse())
                .transpose()
                .map_err(WrongAddress::Prefix)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bucket(name: &str, prefix: Option<&str>) -> Address {
        Address::Bucket {
            name: name.to_owned(),
            prefix: prefix.map(|prefix| prefix.parse().unwrap()),
        }
    }

    #[test]
    fn an_address_is_a_folder_or_a_bucket() {
        for (text, address) in [
            ("data/files", Address::Folder("data/files".into())),
            ("/srv/files", Address::Folder("/srv/files".into())),
            ("file:///srv/my%20files", Address::Folder("/srv/my files".into())),
            ("s3://permits", bucket("permits", None)),
            ("s3://permits/", bucket("permits", None)),
            ("s3://per.mits-1/a/b", bucket("per.mits-1", Some("a/b"))),
        ] {
            assert_eq!(Address::parse(text).unwrap(), address, "{text}");
        }
    }

    #[test]
    fn a_wrong_address_says_what_to_give_and_never_what_was_given() {
        for (text, says) in [
            ("", "give a folder"),
            ("ftp://s3cret/x", "give a folder"),
            ("file://relative/s3cret", "give a folder"),
            ("s3:///s3cret", "give a folder"),
            ("s3://key:s3cret@bucket", "AWS_… variables"),
            ("s3://bucket?key=s3cret", "AWS_… variables"),
            ("s3://bucket/a/../.s3cret", "prefix"),
        ] {
            let error = Address::parse(text).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}
