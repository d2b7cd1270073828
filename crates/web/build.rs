//! Built pages' parts are embedded: the crate is compiled again when one of them changes.

fn main() {
    for folder in ["assets/dist", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
