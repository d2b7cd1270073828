//! What a service says in its own words, on a page that may be in another language: marked where it is, so that it is read aloud as it
//! is written.

use std::fmt;

use askama::filters::{Escaper as _, Html, HtmlSafe};
use forms::{Service, Text};
use locale::Language;

/// The language that a service speaks on a page.
#[derive(Clone, Debug)]
pub(crate) struct Voice {
    pub(crate) spoken: forms::Language,
    /// Whether the page is in another.
    is_foreign: bool,
}

/// Words on a page. Shown as they are they are HTML, in an element of their own where they are not in the page's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    text: String,
    /// None where it is the page's.
    language: Option<forms::Language>,
}

impl Voice {
    /// The one that a service has on a page in that language.
    pub(crate) fn of(service: &Service, page: Language) -> Self {
        Self::new(service.language_for(page.code()), page)
    }

    pub(crate) fn new(spoken: forms::Language, page: Language) -> Self {
        let is_foreign = spoken.as_str() != page.code();
        Self { spoken, is_foreign }
    }

    /// The service's words.
    pub(crate) fn say(&self, text: &Text) -> Said {
        self.said(text.in_language(&self.spoken))
    }

    /// Words that are in its language already.
    pub(crate) fn said(&self, text: impl Into<String>) -> Said {
        Said {
            text: text.into(),
            language: self.is_foreign.then(|| self.spoken.clone()),
        }
    }
}

impl Said {
    /// Our own words, in the page's language.
    pub(crate) fn ours(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            language: None,
        }
    }

    /// The words alone, for attributes, titles, and what is no page.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The attribute of an element that holds these words and can hold no other element.
    pub(crate) fn lang(&self) -> String {
        self.language
            .as_ref()
            .map(|language| format!(" lang=\"{language}\""))
            .unwrap_or_default()
    }

    /// The same words as HTML that was made of them.
    pub(crate) fn as_html(&self, html: &str) -> String {
        match self.language {
            Some(_) => format!("<span{}>{html}</span>", self.lang()),
            None => html.to_owned(),
        }
    }
}

/// The page's own words.
impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { text, language: None }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.language {
            Some(_) => {
                write!(f, "<span{}>", self.lang())?;
                Html.write_escaped_str(&mut *f, &self.text)?;
                f.write_str("</span>")
            }
            None => Html.write_escaped_str(f, &self.text),
        }
    }
}

impl HtmlSafe for Said {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_another_language_are_marked_and_all_are_escaped() {
        let spanish = forms::Language::from("es");
        let english = Language::of("en").unwrap();
        let foreign = Voice::new(spanish.clone(), english).said("Tu <DNI>");
        assert_eq!(foreign.to_string(), "<span lang=\"es\">Tu &#60;DNI&#62;</span>");
        assert_eq!(
            (foreign.text(), foreign.lang().as_str()),
            ("Tu <DNI>", " lang=\"es\"")
        );
        let same = Voice::new(spanish, Language::DEFAULT).said("Tu <DNI>");
        assert_eq!(same.to_string(), "Tu &#60;DNI&#62;");
        assert_eq!(same.lang(), "");
    }
}
