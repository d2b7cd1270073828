//! What every handler is handed.

use std::{ops::Deref, sync::Arc};

use engine::engine::Engine;

use crate::{demo::letter_box::LetterBox, prepared::Prepared, refusals::Refusals, site_files::SiteFiles};

/// The site: the engine, and the few things of its pages. Cheap to clone, the same for every request.
#[derive(Clone)]
#[allow(missing_debug_implementations, reason = "it holds the secret")]
pub struct App(Arc<Parts>);

struct Parts {
    engine: Engine,
    prepared: Prepared,
    refusals: Refusals,
    site_files: Arc<SiteFiles>,
    letters: Option<Arc<LetterBox>>,
    settings: Settings,
}

/// What the administrator chose about the pages.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Whether cookies are Secure and browsers are told to stay on https.
    pub secure_cookies: bool,
    /// Whether the last `X-Forwarded-For` is a proxy of ours and to be believed.
    pub behind_proxy: bool,
}

impl Deref for App {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.0.engine
    }
}

impl App {
    /// The site of an engine.
    pub fn new(engine: Engine, settings: Settings) -> Self {
        let letters = engine.settings.demo.then(Arc::default);
        let site_files = Arc::new(SiteFiles::of(&engine.settings.site));
        Self(Arc::new(Parts {
            site_files,
            engine,
            prepared: Prepared::default(),
            refusals: Refusals::default(),
            letters,
            settings,
        }))
    }

    /// What does all the work.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// What the administrator chose about the pages.
    pub fn site(&self) -> Settings {
        self.0.settings
    }

    /// The answers that are the same for everybody, as they travel.
    pub(crate) fn prepared(&self) -> &Prepared {
        &self.0.prepared
    }

    /// The built files that this site has in its own colour, and its crest.
    pub(crate) fn site_files(&self) -> &Arc<SiteFiles> {
        &self.0.site_files
    }

    /// What the log has told of refusals in this minute.
    pub(crate) fn refusals(&self) -> &Refusals {
        &self.0.refusals
    }

    /// The letter box that a demo's letters go to; nowhere else is there one.
    pub fn letters(&self) -> Option<&Arc<LetterBox>> {
        self.0.letters.as_ref()
    }
}
