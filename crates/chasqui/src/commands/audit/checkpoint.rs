//! A checkpoint on disk: the ends of all chains, and the signature over their summary.
//!
//! Kept where whoever runs the database cannot write, it shows later that no history was cut at its end and that no
//! application vanished.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use engine::clock::Clock;
use jiff::Timestamp;
use permit::key::{Purpose, Signer};
use review::chain::{Checkpoint, Hash, Head};
use serde::{Deserialize, Serialize};
use store::Store;

use crate::{
    keyring::{Keyring, OfflineFor},
    machine::Machine,
    text_file,
};

#[derive(Serialize, Deserialize)]
struct File {
    at: Timestamp,
    root: Hash,
    kid: String,
    signature: String,
    heads: Vec<Head>,
}

/// Writes and signs a checkpoint with the status key.
pub(super) fn write(path: &Path, heads: Vec<Head>, keyring: &Keyring) -> Result<()> {
    let checkpoint = Checkpoint::over(&heads, Machine::new().now());
    let signer = keyring.signer(Purpose::Status, OfflineFor::longest([]), checkpoint.at)?;
    let file = File {
        at: checkpoint.at,
        root: checkpoint.root,
        kid: signer.key_id().to_string(),
        signature: hex::encode(signer.sign(&checkpoint.to_be_signed())?),
        heads,
    };
    std::fs::write(path, serde_json::to_vec_pretty(&file)?)
        .with_context(|| format!("cannot write {}", path.display()))
}

/// Holds today's histories against a checkpoint; tells of each that is not its continuation, and counts them.
pub(super) async fn check(path: &Path, store: &dyn Store, keyring: &Keyring) -> Result<u64> {
    let text = text_file::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let file: File =
        serde_json::from_str(&text).with_context(|| format!("{} is no checkpoint", path.display()))?;
    let checkpoint = Checkpoint {
        at: file.at,
        count: file.heads.len() as u64,
        root: file.root,
    };
    ensure!(
        is_signed(&file, &checkpoint, keyring)?,
        "{} is not signed with one of our status keys",
        path.display()
    );
    checkpoint.covers(&file.heads)?;
    let mut faults = 0;
    for head in &file.heads {
        let history = super::history(store, head.application).await?;
        if let Err(found) = head.check(&history) {
            eprintln!("{found}");
            faults += 1;
        }
    }
    Ok(faults)
}

fn is_signed(file: &File, checkpoint: &Checkpoint, keyring: &Keyring) -> Result<bool> {
    let mut signature = [0; 64];
    if hex::decode_to_slice(&file.signature, &mut signature).is_err() {
        return Ok(false);
    }
    let message = checkpoint.to_be_signed();
    let vouches = |kept: &crate::keyring::Kept| {
        kept.purpose == Purpose::Status
            && kept.key.key_id().to_string() == file.kid
            && kept.key.public_key().verify(&message, &signature)
    };
    Ok(keyring.list()?.iter().any(vouches))
}
