//! Writes something good of each kind into a folder, a folder for each target: `seeds FOLDER`.

use std::{env, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    let folder = PathBuf::from(env::args_os().nth(1).unwrap_or_else(|| "seeds".into()));
    for (number, (target, seed)) in fuzz::seeds().into_iter().enumerate() {
        let of = folder.join(target);
        fs::create_dir_all(&of)?;
        fs::write(of.join(format!("seed-{number}")), seed)?;
    }
    Ok(())
}
