//! Built pages' parts and texts are embedded: the crate is compiled again when one of them changes.

fn main() {
    for folder in ["assets/dist", "src/texts", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
