//! Texts are embedded: the crate is compiled again when one of them changes.

fn main() {
    println!("cargo::rerun-if-changed=texts");
}
