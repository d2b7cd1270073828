//! What a browser's form sent.

use std::{borrow::Cow, convert::Infallible};

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
use forms::{answers::Raw, outside::cleaned};

use crate::{
    body::{Limit, read},
    error::WebError,
};

/// A form's fields by name, each with everything that was sent for it.
///
/// Everything is cleaned, since most of it is kept or looked up; passwords alone are read as they were typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Form {
    fields: Raw,
    /// It is only hashed, and never changed silently.
    password: Option<String>,
    /// The one of before, where another is set.
    old_password: Option<String>,
}

/// What is wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    /// The field.
    pub(crate) field: Cow<'static, str>,
    /// The key of the text that says why.
    pub(crate) text: Cow<'static, str>,
}

impl Wrong {
    pub(crate) fn new(field: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            field: field.into(),
            text: text.into(),
        }
    }

    /// The same, said once for all.
    pub(crate) const fn of_ours(field: &'static str, text: &'static str) -> Self {
        Self {
            field: Cow::Borrowed(field),
            text: Cow::Borrowed(text),
        }
    }

    /// The field.
    pub(crate) fn field(&self) -> &str {
        &self.field
    }

    /// The key of the text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The key of the text of a field, if it is one of these that is wrong.
    pub(crate) fn of<'a>(all: impl IntoIterator<Item = &'a Self>, field: &str) -> Option<&'a str> {
        let mut all = all.into_iter();
        all.find(|wrong| wrong.field == field).map(|wrong| &*wrong.text)
    }
}

impl Form {
    /// Reads `application/x-www-form-urlencoded`, which reads anything.
    pub(crate) fn parse(body: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            let password = match &*name {
                "password" => Some(&mut form.password),
                "old-password" => Some(&mut form.old_password),
                _ => None,
            };
            if let Some(password) = password {
                password.get_or_insert(value.into_owned());
                continue;
            }
            let values = form.fields.entry(cleaned(&name).into_owned()).or_default();
            values.push(cleaned(&value).into_owned());
        }
        form
    }

    /// The first value of a field, without spaces around it; nothing where it is empty.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.fields
            .get(name)?
            .first()
            .map(|value| value.trim())
            .filter(|value| !value.is_empty())
    }

    /// The password exactly as it was typed: it may begin with a space.
    pub(crate) fn password(&self) -> &str {
        self.password.as_deref().unwrap_or_default()
    }

    /// The password of before, exactly as it was typed.
    pub(crate) fn old_password(&self) -> &str {
        self.old_password.as_deref().unwrap_or_default()
    }

    /// Whether a button or box of that name was pressed.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// The fields as `forms` reads them.
    pub(crate) fn raw(&self) -> &Raw {
        &self.fields
    }

    /// What was typed, as a browser sends it: neither passwords nor the form's token.
    pub(crate) fn typed(&self) -> String {
        let mut typed = form_urlencoded::Serializer::new(String::new());
        for (name, values) in self.fields.iter().filter(|(name, _)| *name != "form_token") {
            for value in values {
                typed.append_pair(name, value);
            }
        }
        typed.finish()
    }

    /// The same, to be changed.
    pub(crate) fn into_raw(self) -> Raw {
        self.fields
    }

    /// The form with one more value of a field.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields
            .entry(name.to_owned())
            .or_default()
            .push(value.to_owned());
        self
    }

    /// The form of these fields alone.
    pub(crate) fn only(&self, names: &[&str]) -> Self {
        let fields = self
            .fields
            .iter()
            .filter(|(name, _)| names.contains(&name.as_str()));
        Self::from(
            fields
                .map(|(name, values)| (name.clone(), values.clone()))
                .collect::<Raw>(),
        )
    }
}

impl From<Raw> for Form {
    fn from(fields: Raw) -> Self {
        Self {
            fields,
            ..Self::default()
        }
    }
}

/// What an address says after its question mark, by name.
pub(crate) struct Query(pub(crate) Form);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(Form::parse(query.as_bytes())))
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = WebError;

    async fn from_request(request: Request, _: &S) -> Result<Self, WebError> {
        let limit = Limit::of(&request);
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.extensions, body, limit).await?;
        Ok(Self::parse(&bytes))
    }
}
