//! Where files are kept: a folder of this machine, or a bucket of an S3-compatible store.
//!
//! [`Files`] is opened from one setting. What is kept there has a [`FileName`], is complete from the moment it can be seen,
//! and is never written over: a name is drawn at random or made from the content by the caller, so a name that is taken
//! means that the file is there already.
//!
//! ```no_run
//! # async fn keep(backup: &std::path::Path) -> Result<(), files::FilesError> {
//! use files::{FileName, Files};
//!
//! let files = Files::open("data/files", std::env::vars())?; // or file:///srv/files, or s3://bucket/prefix
//! let name: FileName = "backups/2026-11-22/chasqui.db".parse()?;
//! files.put_file(&name, backup).await?; // of any size, in parts
//! files.get_to_file(&name, &backup.with_extension("copy")).await?; // a new file, mode 0600
//! # Ok(())
//! # }
//! ```
//!
//! - small contents: [`Files::put`], [`Files::get`];
//! - large ones: [`Files::put_stream`], [`Files::put_file`], [`Files::stream`], [`Files::get_to_file`];
//! - all of a folder: [`Files::list`]; gone for good: [`Files::delete`]; whether all this works: [`Files::check`].
//!
//! In a folder, files have mode 0600 and the folders made for them 0700; whatever returns `Ok` has reached the disk.
//! Buckets need the cargo feature `s3`.

mod address;
#[cfg(feature = "s3")]
mod bucket;
mod error;
mod files;
mod folder;
mod name;
mod readiness;
mod transfer;

pub use address::WrongAddress;
pub use error::{FilesError, Why};
pub use files::{Entry, Files, Reading};
pub use name::{FileName, WrongName};
