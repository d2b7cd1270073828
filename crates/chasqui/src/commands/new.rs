//! `chasqui new`

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

const FIRST: &str = include_str!("new/first-service.yaml");

pub(crate) fn run(id: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain),
        "{id} is no id: use small letters, digits and hyphens, such as fishing-permit"
    );
    let path = PathBuf::from(format!("{id}.yaml"));
    ensure!(!path.exists(), "{} exists already", path.display());
    let text = FIRST.replacen("service: my-permit", &format!("service: {id}"), 1);
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    println!(
        "{0} is ready: change it, then run  chasqui check {0}",
        path.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_written_checks() {
        if let Err(diagnostics) = forms::read("first-service.yaml", super::FIRST) {
            panic!("{diagnostics}");
        }
    }
}
