//! How forms are kept, and where they wait.

use std::io::{Read as _, Write as _};

use axum::http::HeaderMap;
use axum_extra::extract::cookie::Cookie;
use engine::{
    error::Error,
    unsent::{KEPT, Place},
};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use forms::definition::size::MOST_SENT;
use permit::Reference;
use uuid::Uuid;

use crate::{
    app::App,
    cookies::{self, Opens},
    form::{Form, Wrong},
};

/// A form as it is kept.
pub(super) struct Kept {
    pub(super) form: Form,
    pub(super) wrong: Vec<Wrong>,
    /// The path that it was sent to.
    pub(super) to: String,
}

impl Kept {
    fn pack(&self) -> Option<Vec<u8>> {
        let mut head = form_urlencoded::Serializer::new(String::new());
        head.append_pair("to", &self.to);
        for wrong in &self.wrong {
            head.append_pair("field", &wrong.field)
                .append_pair("text", &wrong.text);
        }
        let text = format!("{}\n{}", head.finish(), self.form.typed());
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text.as_bytes()).ok()?;
        packed.finish().ok()
    }

    fn unpack(packed: &[u8]) -> Option<Self> {
        let mut text = String::new();
        // Of a letter, twelve bytes are sent at most, and there are the names of the fields beside them.
        let mut unpacked = DeflateDecoder::new(packed).take(2 * MOST_SENT as u64);
        unpacked.read_to_string(&mut text).ok()?;
        let (head, typed) = text.split_once('\n')?;
        let (mut to, mut wrong, mut field) = (String::new(), Vec::new(), String::new());
        for (name, value) in form_urlencoded::parse(head.as_bytes()) {
            match &*name {
                "to" => to = value.into_owned(),
                "field" => field = value.into_owned(),
                _ => wrong.push(Wrong::new(std::mem::take(&mut field), value.into_owned())),
            }
        }
        Some(Self {
            form: Form::parse(typed.as_bytes()),
            wrong,
            to,
        })
    }
}

/// Where the forms of a page wait for it.
pub(super) struct Desk<'a> {
    opens: Opens<'a>,
    key: String,
    owner: &'a str,
    page: &'a str,
}

impl<'a> Desk<'a> {
    /// Where they would, if this browser has had one kept.
    pub(super) fn known(app: &App, headers: &HeaderMap, owner: &'a str, page: &'a str) -> Option<Self> {
        let opens = Opens::unsent_at(page);
        let key = opens.sent(app.site(), headers).filter(|key| !key.is_empty())?;
        Some(Self {
            opens,
            key: key.to_owned(),
            owner,
            page,
        })
    }

    pub(super) fn of(app: &App, headers: &HeaderMap, owner: &'a str, page: &'a str) -> Self {
        Self::known(app, headers, owner, page).unwrap_or_else(|| Self {
            opens: Opens::unsent_at(page),
            key: app.new_unsent_key(),
            owner,
            page,
        })
    }

    pub(super) fn place(&self) -> Place<'_> {
        Place {
            browser: &self.key,
            owner: self.owner,
            page: self.page,
        }
    }

    /// Keeps a form; the cookies by which the browser has it shown again.
    pub(super) async fn keep(&self, app: &App, kept: &Kept) -> Result<Vec<Cookie<'static>>, Error> {
        let packed = kept.pack();
        let packed = packed.ok_or_else(|| Error::broken("a form could not be packed"))?;
        app.keep_unsent(self.place(), application_of(self.page), &packed)
            .await?;
        Ok(cookies::lasting(app.site(), self.opens, &self.key, KEPT))
    }

    pub(super) async fn find(&self, app: &App) -> Result<Option<Kept>, Error> {
        let packed = app.unsent(self.place()).await?;
        Ok(packed.and_then(|packed| Kept::unpack(&packed)))
    }
}

/// The application that a page is about, by which it is erased, as far as its address says it.
fn application_of(page: &str) -> Option<String> {
    let mut parts = page.split('/').skip(1);
    let named = match (parts.next()?, parts.next()?) {
        ("a", reference) => reference,
        ("o", "cases") => parts.next()?,
        _ => return None,
    };
    let reference = named.parse::<Reference>().ok().map(|found| found.to_string());
    reference.or_else(|| named.parse::<Uuid>().ok().map(|id| id.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_as_it_was_typed() {
        let typed = "name=Ana+%C3%91usta&name=B&empty=&form_token=t&password=secret&note=a%0Ab%26c";
        let kept = Kept {
            form: Form::parse(typed.as_bytes()),
            wrong: vec![
                Wrong::new("name", "devices-no-name"),
                Wrong::new("note", "incident-no-note"),
            ],
            to: "/o/incidents/7".to_owned(),
        };
        let back = Kept::unpack(&kept.pack().unwrap()).unwrap();
        assert_eq!((back.to, back.wrong), (kept.to, kept.wrong));
        assert_eq!(back.form.raw()["name"], ["Ana Ñusta", "B"]);
        assert_eq!(back.form.first("note"), Some("a\nb&c"));
        assert!(back.form.has("empty") && !back.form.has("form_token"));
        assert_eq!(back.form.password(), "", "passwords are never kept");
    }

    #[test]
    fn a_page_says_which_application_it_is_about() {
        for (page, about) in [
            (
                "/a/7K2QMX9T4B/appeal",
                "7K2QMX9T4B"
                    .parse::<Reference>()
                    .ok()
                    .map(|found| found.to_string()),
            ),
            (
                "/o/cases/0197c1f0-0000-7000-8000-000000000001",
                Some("0197c1f0-0000-7000-8000-000000000001".to_owned()),
            ),
            ("/o/check", None),
            ("/s/stall/apply/who", None),
            ("/a", None),
        ] {
            assert_eq!(application_of(page), about, "{page}");
        }
    }
}
