//! `chasqui schema`

use anyhow::Result;

/// A service with each key once.
const EVERY_KEY: &str = include_str!("schema/every-key.yaml");
/// What stands above the keys.
const ABOVE: &str = "\
# Service files, key by key

Made by `chasqui schema --page` from the types that read a file; the examples are those of a service that is checked with the program's tests. To learn
the language, begin with [your first service file](first-service-file.md). **Words** are what people read: a text, or one in each language
(`{es: Permiso, en: Permit}`). Keys that are needed come first.
";

pub(crate) fn run(is_page: bool) -> Result<()> {
    if is_page {
        print!("{ABOVE}{}", forms::reference(EVERY_KEY));
    } else {
        println!("{}", serde_json::to_string_pretty(&forms::schema())?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::EVERY_KEY;

    #[test]
    fn each_key_has_an_example_or_keys_of_its_own_in_a_file_that_may_be_published() {
        let read = forms::read("every-key.yaml", EVERY_KEY).map(|_| ());
        assert_eq!(read.map_err(|wrong| wrong.to_string()), Ok(()));
        let page = forms::reference(EVERY_KEY);
        let bare =
            |line: &&str| line.starts_with("| `") && line.ends_with("|  |") && !line.contains("[keys](#");
        let bare: Vec<&str> = page.lines().filter(bare).collect();
        assert!(bare.is_empty(), "{bare:#?}");
    }
}
