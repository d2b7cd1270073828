//! Whose site it is: what every page says of that, in its language.

use std::sync::Arc;

use engine::banner::Banner;
use forms::Text;
use locale::Language;
use site::{Footer, Site};

use crate::{
    app::App,
    said::{Said, Voice},
    site_files::{CREST, SiteFiles},
    telephones,
};

/// The colour of a browser's own bars where the site has none; the same stands in the stylesheet.
const ACCENT: &str = "#00526b";

/// The site that a page belongs to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Identity {
    site: Arc<Site>,
    files: Arc<SiteFiles>,
    banner: Option<Arc<Banner>>,
}

impl Identity {
    pub(crate) fn of(app: &App) -> Self {
        Self {
            site: Arc::clone(&app.settings.site),
            files: Arc::clone(app.site_files()),
            banner: app.banner(),
        }
    }

    /// What the site is called, where its file says so.
    pub(crate) fn name(&self, page: Language) -> Option<Said> {
        self.site.name.as_ref().map(|name| said(name, page))
    }

    /// Who answers for it.
    pub(crate) fn authority(&self, page: Language) -> Option<Said> {
        self.site
            .authority
            .as_ref()
            .map(|authority| said(authority, page))
    }

    /// The domain that people may trust.
    pub(crate) fn domain(&self) -> Option<&str> {
        self.site.domain.as_deref()
    }

    /// What all visitors are told now.
    pub(crate) fn banner(&self, page: Language) -> Option<Said> {
        let say = &self.banner.as_ref()?.say;
        let own = say.get_key_value(page.code());
        let (code, words) = own.or_else(|| say.first_key_value())?;
        Some(Voice::new(code.as_str().into(), page).said(words))
    }

    /// What a page that is made once is made from besides its own matters: a banner that comes or goes makes it anew.
    pub(crate) fn edition(&self) -> String {
        self.banner
            .as_ref()
            .map(|banner| banner.since.to_string())
            .unwrap_or_default()
    }

    /// Where the crest is, with its width and height at the height that it has in the header.
    pub(crate) fn crest(&self) -> Option<(String, u32, u32)> {
        const HEIGHT: f32 = 40.0;
        let (width, height) = self.site.crest.as_ref()?.size();
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a crest is at most four times as wide as high"
        )]
        let width = (HEIGHT * width / height).round() as u32;
        Some((self.files.address(CREST), width, 40))
    }

    /// The colour of a browser's own bars.
    pub(crate) fn colour(&self) -> String {
        self.site
            .colour
            .map_or_else(|| ACCENT.to_owned(), |colour| colour.to_string())
    }

    /// How the authority is reached, each as HTML.
    pub(crate) fn contact(&self, page: Language) -> Vec<String> {
        let contact = &self.site.footer.contact;
        let phone = contact.phone.as_ref().map(telephones::linked);
        let email = contact.email.as_ref().map(|email| {
            let email = Said::ours(email);
            format!("<a href=\"mailto:{email}\">{email}</a>")
        });
        let text = contact.text.as_ref().map(|text| said(text, page).to_string());
        [phone, email, text].into_iter().flatten().collect()
    }

    /// What stands at the foot of each page.
    pub(crate) fn footer(&self) -> &Footer {
        &self.site.footer
    }

    /// Where a page finds a built file.
    pub(crate) fn asset(&self, name: &str) -> String {
        self.files.address(name)
    }
}

/// The site's words on a page: in its language, or in the first one that the file has.
fn said(text: &Text, page: Language) -> Said {
    let code = page.code();
    let spoken = text.all().map(|(language, _)| language);
    let spoken = spoken
        .clone()
        .find(|language| language.as_str() == code)
        .or(spoken.clone().next());
    match spoken {
        Some(spoken) => Voice::new(spoken.clone(), page).say(text),
        None => Said::default(),
    }
}
