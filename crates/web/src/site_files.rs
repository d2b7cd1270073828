//! The built files that a site changes: its stylesheets in its own colour, and its crest.

use std::{collections::HashMap, fmt::Write as _};

use axum::http::HeaderValue;
use site::{Colour, Site};

use crate::{assets, representations::Representations};

/// The stylesheets that say what the accent is.
const STYLESHEETS: [&str; 2] = [PAGES, "verify.css"];
/// The one that is dark for whoever asked their device for that; the scanner has a switch of its own.
const PAGES: &str = "chasqui.css";
/// The crest's name among the built files.
pub(crate) const CREST: &str = "crest.svg";

/// Files of this site, by name. What is not among them is the same everywhere.
#[derive(Debug, Default)]
pub(crate) struct SiteFiles(HashMap<&'static str, Representations>);

impl SiteFiles {
    pub(crate) fn of(site: &Site) -> Self {
        let mut files = HashMap::new();
        if let Some(colour) = site.colour {
            for name in STYLESHEETS {
                let Some(built) = assets::content(name) else {
                    continue;
                };
                let mut styles = String::from_utf8_lossy(&built).into_owned();
                styles.push_str(&tokens(colour));
                if name == PAGES {
                    styles.push_str(&tokens_by_night(colour));
                }
                let kind = HeaderValue::from_static(assets::kind(name));
                files.insert(name, Representations::of(kind, styles));
            }
        }
        if let Some(crest) = &site.crest {
            let kind = HeaderValue::from_static(assets::kind(CREST));
            files.insert(CREST, Representations::of(kind, crest.svg().to_owned()));
        }
        Self(files)
    }

    pub(crate) fn named(&self, name: &str) -> Option<&Representations> {
        self.0.get(name)
    }

    /// Where a page finds a file of this name: the site's where it has its own.
    pub(crate) fn address(&self, name: &str) -> String {
        match self.named(name) {
            Some(own) => assets::address_of(name, own),
            None => assets::address(name),
        }
    }
}

/// What stands at a stylesheet's end: the tokens that are made of the colour, over those of `tokens.css`.
fn tokens(colour: Colour) -> String {
    let mut tokens = String::new();
    let (dark, tint) = (colour.dark(), colour.tint());
    // A text takes whatever is written to it.
    let _ = write!(
        tokens,
        ":root{{--accent:{colour};--accent-dark:{dark};--accent-tint:{tint}}}"
    );
    tokens
}

/// The same over those of `dark.css`.
fn tokens_by_night(colour: Colour) -> String {
    let (accent_dark, tint, link) = (colour.dark(), colour.tint_by_night(), colour.by_night());
    let hovered = link.pale();
    format!(
        "@media screen and (prefers-color-scheme:dark){{:root{{--accent-dark:{accent_dark};--accent-tint:{tint};--link:{link};--link-dark:{hovered}}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(file: &str) -> Site {
        Site::read(file, |_| {
            Ok(
                br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>"#
                    .to_vec(),
            )
        })
        .unwrap()
    }

    #[test]
    fn a_site_without_a_file_has_the_built_files_alone() {
        let none = SiteFiles::of(&Site::default());
        assert!(none.0.is_empty());
        assert_eq!(none.address("chasqui.css"), assets::address("chasqui.css"));
    }

    #[test]
    fn a_colour_changes_the_stylesheets_and_their_addresses() {
        let red = SiteFiles::of(&site("colour: '#8a1538'"));
        let blue = SiteFiles::of(&site("colour: '#00386b'"));
        let of = |files: &SiteFiles| STYLESHEETS.map(|name| files.address(name));
        assert_ne!(of(&red), of(&blue));
        assert_ne!(of(&red), STYLESHEETS.map(assets::address));
        assert_eq!(red.address("verify.js"), assets::address("verify.js"));
        let colour = site("colour: '#8a1538'").colour.unwrap();
        assert!(tokens(colour).contains("--accent:#8a1538"));
        let by_night = format!("--link:{}", colour.by_night());
        assert!(tokens_by_night(colour).contains(&by_night));
    }

    #[test]
    fn a_crest_is_a_file_of_the_site() {
        let files = SiteFiles::of(&site("crest: crest.svg"));
        assert!(
            files.address(CREST).starts_with("/assets/crest.svg?"),
            "{files:?}"
        );
    }
}
