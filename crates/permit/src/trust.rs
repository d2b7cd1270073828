//! Whom a verifier believes, and what it has fetched from them.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::description::{DescriptionError, PermitDescription};
use crate::key::KeySet;
use crate::status_list::{PublishedList, StatusListError};

/// Key sets, and the signed lists and descriptions that were checked against them when they were taken up.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    key_sets: Vec<KeySet>,
    lists: BTreeMap<(String, u32), PublishedList>,
    descriptions: BTreeMap<(String, u32), PermitDescription>,
}

impl Trust {
    /// Believes the issuers of these key sets.
    pub fn new(key_sets: Vec<KeySet>) -> Self {
        Self {
            key_sets,
            ..Self::default()
        }
    }

    /// Takes up a signed status list, and says which it is. An older list never replaces a newer one.
    pub fn add_status_list(&mut self, bytes: &[u8], now: Timestamp) -> Result<u32, StatusListError> {
        let list = self.read_by_any(|keys| PublishedList::read(bytes, keys, now), |list| &list.issuer)?;
        let (name, number) = ((list.issuer.clone(), list.list), list.list);
        if self
            .lists
            .get(&name)
            .is_none_or(|held| held.issued_at <= list.issued_at)
        {
            self.lists.insert(name, list);
        }
        Ok(number)
    }

    /// Takes up a signed permit description, and says for which type. An older one never replaces a newer one.
    pub fn add_description(&mut self, bytes: &[u8], now: Timestamp) -> Result<u32, DescriptionError> {
        let read = |keys: &KeySet| PermitDescription::read(bytes, keys, now);
        let description = self.read_by_any(read, |description| &description.issuer)?;
        let (name, number) = (
            (description.issuer.clone(), description.permit_type),
            description.permit_type,
        );
        if self
            .descriptions
            .get(&name)
            .is_none_or(|held| held.issued_at <= description.issued_at)
        {
            self.descriptions.insert(name, description);
        }
        Ok(number)
    }

    /// The keys that speak for an issuer: its own before those of a set that names nobody.
    pub fn keys_of(&self, issuer: &str) -> Option<&KeySet> {
        let own = self
            .key_sets
            .iter()
            .find(|keys| keys.issuer.as_deref() == Some(issuer));
        own.or_else(|| self.key_sets.iter().find(|keys| keys.speaks_for(issuer)))
    }

    /// Whether a text begins as a believed issuer's codes do; nothing else of it is known. Keys that name neither an issuer nor an
    /// address may speak for any.
    pub fn is_own(&self, text: &str) -> bool {
        let Some((address, _)) = text.split_once("/v#") else {
            return false;
        };
        self.key_sets
            .iter()
            .any(|keys| match (&keys.address, &keys.issuer) {
                (Some(own), _) => own == address,
                (None, Some(issuer)) => keys.address_of(issuer) == address,
                (None, None) => address.starts_with("https://"),
            })
    }

    /// The newest list held of this number.
    pub fn status_list(&self, issuer: &str, list: u32) -> Option<&PublishedList> {
        self.lists.get(&(issuer.to_owned(), list))
    }

    /// The newest description held of this type of permit.
    pub fn description(&self, issuer: &str, permit_type: u32) -> Option<&PermitDescription> {
        self.descriptions.get(&(issuer.to_owned(), permit_type))
    }

    /// What the issuer's own keys vouch for, or else why the last keys tried do not.
    fn read_by_any<T, E>(
        &self,
        read: impl Fn(&KeySet) -> Result<T, E>,
        issuer: impl Fn(&T) -> &str,
    ) -> Result<T, E> {
        let mut result = read(&KeySet::default());
        for keys in &self.key_sets {
            match read(keys) {
                // A set that names nobody must not speak where the issuer has named its own.
                Ok(value) if !self.keys_of(issuer(&value)).is_some_and(|own| own == keys) => {}
                Ok(value) => return Ok(value),
                Err(error) => result = Err(error),
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_where_their_issuer_is() {
        let keys = |issuer: Option<&str>, address: Option<&str>| KeySet {
            issuer: issuer.map(str::to_owned),
            address: address.map(str::to_owned),
            ..KeySet::default()
        };
        let named = Trust::new(vec![keys(Some("permisos.gob.pe"), None)]);
        let elsewhere = Trust::new(vec![keys(
            Some("permisos.gob.pe"),
            Some("https://gob.pe/permisos"),
        )]);
        let nameless = Trust::new(vec![KeySet::default()]);
        for (text, own) in [
            ("https://permisos.gob.pe/v#123", [true, false, true]),
            ("https://gob.pe/permisos/v#123", [false, true, true]),
            ("https://permisos.gob.pe.example/v#123", [false, false, true]),
            ("https://permisos.gob.pe/v", [false; 3]),
            ("http://permisos.gob.pe/v#123", [false; 3]),
            ("https://wa.me/qr/ABC", [false; 3]),
        ] {
            let found = [&named, &elsewhere, &nameless].map(|trust| trust.is_own(text));
            assert_eq!(found, own, "{text}");
        }
        assert!(!Trust::default().is_own("https://permisos.gob.pe/v#123"));
    }
}
