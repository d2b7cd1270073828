use std::collections::BTreeMap;

use forms::{Language, Text};
use serde::Deserialize;
use url::Url;

use crate::{Colour, Crest, SiteError};

/// What an unlabelled text is in, unless the file says otherwise.
const LANGUAGE: &str = "es";
/// So many letters have room in the header of a narrow phone.
const LONGEST_NAME: usize = 60;
/// And in a line of the footer or of a paper.
const LONGEST_LINE: usize = 120;

/// Who runs a site. All of it is optional: a site without a file has the product's own name and nobody's crest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Site {
    /// What the site is called.
    pub name: Option<Text>,
    /// Who answers for it: a ministry, a municipality.
    pub authority: Option<Text>,
    /// The state, as its papers begin: `República del Perú`.
    pub country: Option<Text>,
    /// The domain that people may trust: the host of the site, or one above it.
    pub domain: Option<String>,
    /// The colour of its header and its buttons.
    pub colour: Option<Colour>,
    /// The drawing that stands for it.
    pub crest: Option<Crest>,
    /// What stands at the foot of each page.
    pub footer: Footer,
}

/// What stands at the foot of each page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Footer {
    /// How the authority is reached.
    pub contact: Contact,
    /// Where it says what it does with personal data.
    pub privacy: Option<Url>,
    /// Where its terms of use are.
    pub terms: Option<Url>,
    /// Where one complains: in Peru the book of complaints.
    pub complaints: Option<Url>,
}

/// How an authority is reached.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contact {
    /// A telephone number as it is dialled.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A street address, hours, or where to ask.
    pub text: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SiteFile {
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    name: Option<Words>,
    #[serde(default)]
    authority: Option<Words>,
    #[serde(default)]
    country: Option<Words>,
    #[serde(default)]
    domain: Option<String>,
    #[serde(default)]
    colour: Option<String>,
    #[serde(default)]
    crest: Option<String>,
    #[serde(default)]
    footer: FooterFile,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FooterFile {
    contact: ContactFile,
    privacy: Option<String>,
    terms: Option<String>,
    complaints: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ContactFile {
    phone: Option<String>,
    email: Option<String>,
    text: Option<Words>,
}

/// A text as it is written: in one language, or by language.
#[derive(Deserialize)]
#[serde(untagged)]
enum Words {
    One(String),
    Each(BTreeMap<String, String>),
}

impl Site {
    /// Reads a site file. `open` reads the file of the crest, whose name it is handed.
    pub fn read(
        source: &str,
        open: impl FnOnce(&str) -> std::io::Result<Vec<u8>>,
    ) -> Result<Self, SiteError> {
        let written: SiteFile =
            serde_saphyr::from_str(source).map_err(|error| SiteError::File(error.to_string()))?;
        let default = written.language.as_deref().unwrap_or(LANGUAGE).to_owned();
        let text =
            |key, words: Option<Words>, most| words.map(|words| words.text(key, &default, most)).transpose();
        let footer = written.footer;
        Ok(Self {
            name: text("name", written.name, LONGEST_NAME)?,
            authority: text("authority", written.authority, LONGEST_LINE)?,
            country: text("country", written.country, LONGEST_LINE)?,
            domain: written.domain.map(|domain| domain.trim().to_lowercase()),
            colour: written.colour.as_deref().map(Colour::read).transpose()?,
            crest: written.crest.map(|file| crest(file, open)).transpose()?,
            footer: Footer {
                contact: Contact {
                    phone: footer.contact.phone,
                    email: footer.contact.email,
                    text: text("footer: contact: text", footer.contact.text, LONGEST_LINE)?,
                },
                privacy: link("footer: privacy", footer.privacy)?,
                terms: link("footer: terms", footer.terms)?,
                complaints: link("footer: complaints", footer.complaints)?,
            },
        })
    }

    /// The same site, served from that host: it is the domain that people are told to trust, unless the file names one above it.
    pub fn served_at(mut self, host: &str) -> Result<Self, SiteError> {
        let domain = self.domain.unwrap_or_else(|| host.to_owned());
        let rest = host.strip_suffix(domain.as_str());
        // A domain without a point is anybody's: `pe`.
        let is_above = rest.is_some_and(|rest| rest.ends_with('.')) && domain.contains('.');
        if domain == host || is_above {
            self.domain = Some(domain);
            Ok(self)
        } else {
            Err(SiteError::Domain {
                domain,
                host: host.to_owned(),
            })
        }
    }
}

impl Words {
    fn text(self, key: &'static str, default: &str, most: usize) -> Result<Text, SiteError> {
        let mut words: Vec<(String, String)> = match self {
            Self::One(words) => vec![(default.to_owned(), words)],
            Self::Each(each) => each.into_iter().collect(),
        };
        // The default language is what the others fall back to.
        words.sort_by_key(|(language, _)| language != default);
        let mut text: Option<Text> = None;
        for (language, words) in words {
            if !forms::Language::is_tag(&language) {
                return Err(SiteError::Language { key, language });
            }
            let words = forms::outside::one_line(&words);
            let letters = words.chars().count();
            if words.is_empty() {
                return Err(SiteError::Empty { key });
            }
            if letters > most {
                return Err(SiteError::Long { key, letters, most });
            }
            let language = Language::from(language.as_str());
            text = Some(match text {
                None => Text::new(language, words),
                Some(text) => text.and(language, words),
            });
        }
        text.ok_or(SiteError::Empty { key })
    }
}

fn crest(file: String, open: impl FnOnce(&str) -> std::io::Result<Vec<u8>>) -> Result<Crest, SiteError> {
    match open(&file) {
        Ok(bytes) => Ok(Crest::read(&bytes)?),
        Err(error) => Err(SiteError::CrestFile {
            reason: error.to_string(),
            file,
        }),
    }
}

fn link(key: &'static str, address: Option<String>) -> Result<Option<Url>, SiteError> {
    let Some(address) = address else { return Ok(None) };
    match Url::parse(address.trim()) {
        Ok(url) if matches!(url.scheme(), "https" | "http") && url.has_host() => Ok(Some(url)),
        _ => Err(SiteError::Address { key, address }),
    }
}
