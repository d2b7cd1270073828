//! Answers that are the same for everybody until what they tell changes: each is made once, and kept as it travels.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use engine::status_lists::signed::SignedList;
use locale::Language;

use crate::{error::WebError, representations::Representations};

/// Asked for again each time, and not sent again where nothing changed.
pub(crate) const CACHING: HeaderValue = HeaderValue::from_static("no-cache");
/// What a page is.
pub(crate) const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// The answers that this process has made.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    answers: RwLock<HashMap<Key, Answer>>,
    lists: RwLock<HashMap<u32, List>>,
}

/// A status list with what travels of it.
type List = (Arc<SignedList>, Arc<Representations>);

/// The address, without what strangers may add to it: so there are no more answers than there are pages.
type Key = (String, Option<Language>);

#[derive(Debug)]
struct Answer {
    /// What it was made from: hashes of versions, keys' ids.
    edition: String,
    content: Arc<Representations>,
}

/// An answer to be had or made.
pub(crate) struct Wanted<'a> {
    /// The address, as the router knows it.
    pub(crate) address: &'a str,
    /// The language that it is in, if it is in one.
    pub(crate) language: Option<Language>,
    /// All that it is made from. An answer of another edition is made anew.
    pub(crate) edition: String,
    /// Its media type.
    pub(crate) kind: HeaderValue,
}

impl Prepared {
    /// Answers a request, with what was made for another where that is of the same edition.
    pub(crate) fn answer<B: Into<Bytes>>(
        &self,
        wanted: Wanted<'_>,
        request: &HeaderMap,
        make: impl FnOnce() -> Result<B, WebError>,
    ) -> Result<Response, WebError> {
        let key = (wanted.address.to_owned(), wanted.language);
        if let Some(content) = self.kept(&key, &wanted.edition) {
            return Ok(content.answer(request, CACHING));
        }
        let content = Arc::new(Representations::of(wanted.kind, make()?));
        let answer = content.answer(request, CACHING);
        self.keep(key, wanted.edition, content);
        Ok(answer)
    }

    /// A status list as it travels: hashed once for each time that it was signed, and never compressed, since it is so within.
    pub(crate) fn list(
        &self,
        list: u32,
        signed: &Arc<SignedList>,
        kind: HeaderValue,
    ) -> Arc<Representations> {
        let lists = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((kept, content)) = lists.get(&list)
            && Arc::ptr_eq(kept, signed)
        {
            return Arc::clone(content);
        }
        drop(lists);
        let content = Arc::new(Representations::plain(kind, signed.bytes.clone()));
        let mut lists = self.lists.write().unwrap_or_else(PoisonError::into_inner);
        lists.insert(list, (Arc::clone(signed), Arc::clone(&content)));
        content
    }

    fn kept(&self, key: &Key, edition: &str) -> Option<Arc<Representations>> {
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        let answer = answers.get(key).filter(|answer| answer.edition == edition)?;
        Some(Arc::clone(&answer.content))
    }

    fn keep(&self, key: Key, edition: String, content: Arc<Representations>) {
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.insert(key, Answer { edition, content });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(edition: &str) -> Wanted<'_> {
        Wanted {
            address: "/",
            language: Some(Language::DEFAULT),
            edition: edition.to_owned(),
            kind: HTML,
        }
    }

    #[test]
    fn an_answer_is_made_once_an_edition() {
        let prepared = Prepared::default();
        let mut made = 0;
        for edition in ["1", "1", "2", "2", "1"] {
            let answer = prepared.answer(wanted(edition), &HeaderMap::new(), || {
                made += 1;
                Ok(format!("<p>{made}"))
            });
            assert!(answer.is_ok());
        }
        assert_eq!(made, 3, "the latest is kept, not all");
    }

    #[test]
    fn what_was_not_made_is_not_kept() {
        let prepared = Prepared::default();
        let failed = prepared.answer(wanted("1"), &HeaderMap::new(), || {
            Err::<Bytes, WebError>(engine::error::Error::NotFound.into())
        });
        assert!(failed.is_err());
        let made = prepared.answer(wanted("1"), &HeaderMap::new(), || Ok("made"));
        assert_eq!(made.unwrap().status(), 200);
    }
}
