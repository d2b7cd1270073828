//! What opens one's own application: the mailed link, the return code, the browser that was let in by one of them or that applied;
//! and what goes with its forms.
//!
//! Each is an HMAC over the application's id, the number that it was handed out under ([`Access`]) and the last day on which it is
//! good. So nothing of them is kept, nothing can be guessed, each ends by itself, and all of one number end at once.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use jiff::{SignedDuration, Timestamp};
use permit::number::ReturnCode;
use review::{Access, Application, ApplicationId, PersonId};
use store::{Case, Submitted};
use uuid::Uuid;

use crate::{
    authorise::{Caller, Opened},
    engine::Engine,
    error::Error,
    secret::{Purpose, Secret},
};

/// How long a mailed link opens an application; afterwards another is sent to whoever asks.
const LINK: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long a browser opens it that is not closed: a week, in which most is decided.
const BROWSER: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long one's own device opens it, where its owner wants that.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(180 * 24);

/// The link to the application that is mailed.
pub(crate) fn link(engine: &Engine, case: &Case) -> String {
    let key = Key {
        purpose: Purpose::Link,
        id: case.application.id,
        links: case.application.access.links,
        last_day: last_day(engine.now(), LINK),
    };
    let (base, reference) = (&engine.settings.base_url, case.reference);
    format!(
        "{base}/a/{reference}?key={}.{}",
        key.last_day,
        key.code(&engine.secret)
    )
}

/// Whether the key of a mailed link opens the application; one that the release before this one mailed does until the links are
/// ended, and in this release alone.
pub(crate) fn is_link_of(engine: &Engine, application: &Application, key: &str) -> bool {
    let (id, links) = (application.id, application.access.links);
    let Some((last_day, code)) = key.split_once('.') else {
        return links == 0 && engine.secret.made(Purpose::Access, &[id.0.as_bytes()], key);
    };
    let made = |last_day| Key {
        purpose: Purpose::Link,
        id,
        links,
        last_day,
    };
    let key = last_day.parse().ok().map(made);
    key.is_some_and(|key| key.is_good(engine, code))
}

/// The return code of the application, as long as it has one.
pub(crate) fn return_code(engine: &Engine, application: &Application) -> Result<Option<ReturnCode>, Error> {
    let Access { code, code_ended, .. } = application.access;
    if code_ended {
        return Ok(None);
    }
    let half = |part: u8| {
        let parts: [&[u8]; 3] = [application.id.0.as_bytes(), &code.to_be_bytes(), &[part]];
        engine.secret.code(Purpose::ReturnCode, &parts)
    };
    let drawn = ReturnCode::draw(&[half(0), half(1)].concat());
    let none = || Error::broken("no return code could be made");
    drawn.map(Some).ok_or_else(none)
}

/// Whether a return code as somebody typed it is the application's.
pub(crate) fn is_return_code_of(
    engine: &Engine,
    application: &Application,
    typed: &str,
) -> Result<bool, Error> {
    let (Some(kept), Ok(typed)) = (return_code(engine, application)?, typed.parse::<ReturnCode>()) else {
        return Ok(false);
    };
    let (kept, typed) = (kept.to_string(), typed.to_string());
    Ok(verify_slices_are_equal(kept.as_bytes(), typed.as_bytes()).is_ok())
}

impl Engine {
    /// What the browser that sent an application keeps, so that its requests are recognised without asking the store:
    /// `<id>.<number>.<last day>.<code>`.
    pub fn access_of(&self, submitted: &Submitted) -> String {
        browser_key(self, submitted.id, Access::default(), BROWSER)
    }

    /// Whose a browser's key is; a stranger's where it is wrong or over. Whether it was ended, what it opens tells.
    pub fn caller_by_access_token(&self, token: &str) -> Caller {
        opened(self, token).map_or(Caller::stranger(), Caller::applicant)
    }

    /// What goes with every form of whoever showed this proof (a session's token, an access key, a draft's secret), so that no
    /// other site can send one for them.
    pub fn form_token(&self, proof: &str) -> String {
        self.secret.code_text(Purpose::Form, &[proof.as_bytes()])
    }

    /// Whether a form's token is the one that goes with a proof.
    pub fn is_form_token(&self, proof: &str, token: &str) -> bool {
        self.secret.made(Purpose::Form, &[proof.as_bytes()], token)
    }
}

impl Engine {
    /// What the forms of one person carry in every session of theirs, so that what they typed is given back to nobody else.
    pub fn form_owner(&self, person: PersonId) -> String {
        self.secret.code_text(Purpose::FormOwner, &[person.0.as_bytes()])
    }

    /// Whether it is this person's.
    pub fn is_form_owner(&self, person: PersonId, owner: &str) -> bool {
        self.secret
            .made(Purpose::FormOwner, &[person.0.as_bytes()], owner)
    }

    /// What shows that we wrote down whose forms these are: nobody puts what they typed into somebody else's form.
    pub fn mark_of_typist(&self, typist: &str) -> String {
        self.secret
            .code_text(Purpose::FormOwner, &[b"typist", typist.as_bytes()])
    }

    /// Whether it shows that.
    pub fn is_mark_of_typist(&self, typist: &str, mark: &str) -> bool {
        let parts: [&[u8]; 2] = [b"typist", typist.as_bytes()];
        self.secret.made(Purpose::FormOwner, &parts, mark)
    }
}

/// What a browser keeps that was let in now, until it is closed.
pub(crate) fn passing_key(engine: &Engine, application: &Application) -> String {
    browser_key(engine, application.id, application.access, BROWSER)
}

/// What a browser keeps that its owner wants to be remembered in.
pub(crate) fn lasting_key(engine: &Engine, application: &Application) -> String {
    browser_key(engine, application.id, application.access, REMEMBERED)
}

fn browser_key(engine: &Engine, id: ApplicationId, access: Access, length: SignedDuration) -> String {
    let key = Key {
        purpose: Purpose::Browser,
        id,
        links: access.links,
        last_day: last_day(engine.now(), length),
    };
    let code = key.code(&engine.secret);
    format!("{}.{}.{}.{code}", id.0.simple(), key.links, key.last_day)
}

fn opened(engine: &Engine, token: &str) -> Option<Opened> {
    let parts: Vec<_> = token.split('.').collect();
    match parts.as_slice() {
        [id, links, last_day, code] => {
            let key = Key {
                purpose: Purpose::Browser,
                id: ApplicationId(Uuid::parse_str(id).ok()?),
                links: links.parse().ok()?,
                last_day: last_day.parse().ok()?,
            };
            key.is_good(engine, code).then_some(Opened {
                application: key.id,
                links: key.links,
            })
        }
        // As the release before this one handed it out, without an end.
        [id, code] => {
            let application = ApplicationId(Uuid::parse_str(id).ok()?);
            let parts: [&[u8]; 1] = [application.0.as_bytes()];
            engine
                .secret
                .made(Purpose::Access, &parts, code)
                .then_some(Opened {
                    application,
                    links: 0,
                })
        }
        _ => None,
    }
}

/// What a key is good for, and until when.
struct Key {
    purpose: Purpose,
    id: ApplicationId,
    links: u32,
    /// In days after 1970 began.
    last_day: u32,
}

impl Key {
    fn code(&self, secret: &Secret) -> String {
        self.with_parts(|parts| secret.code_text(self.purpose, parts))
    }

    fn is_good(&self, engine: &Engine, code: &str) -> bool {
        let made = self.with_parts(|parts| engine.secret.made(self.purpose, parts, code));
        made && day(engine.now()) <= self.last_day
    }

    fn with_parts<T>(&self, then: impl FnOnce(&[&[u8]]) -> T) -> T {
        let (links, last_day) = (self.links.to_be_bytes(), self.last_day.to_be_bytes());
        then(&[self.id.0.as_bytes(), &links, &last_day])
    }
}

fn day(at: Timestamp) -> u32 {
    u32::try_from(at.as_second() / 86_400).unwrap_or_default()
}

fn last_day(now: Timestamp, length: SignedDuration) -> u32 {
    day(now.saturating_add(length).unwrap_or(Timestamp::MAX))
}
