//! The service's page: channels and contact lead somewhere.

use std::collections::BTreeSet;

use super::Check;
use crate::answers::places;
use crate::read::raw::{RawChannels, RawContact, RawService, Word};
use crate::{About, Authority, Channels, Contact, Office, Position};

impl Check<'_> {
    pub(super) fn about(&mut self, raw: &RawService) -> About {
        About {
            name: self.text(&raw.name),
            summary: self.text(&raw.summary),
            synonyms: raw
                .synonyms
                .as_ref()
                .map_or_else(Vec::new, |words| self.texts(words)),
            is_for_emergency: raw.emergency.as_ref().is_some_and(|emergency| emergency.value),
            audience: self.text(&raw.audience),
            requirements: self.texts(&raw.requirements),
            cost: self.text(&raw.cost),
            takes: self.text(&raw.takes),
            channels: self.channels(raw.channels.as_ref()),
            authority: Authority {
                name: self.text(&raw.authority.name),
                office: raw.authority.office.as_ref().map(|office| self.text(office)),
            },
            legal_basis: self.texts(&raw.legal_basis),
            contact: self.contact(&raw.contact),
        }
    }

    fn channels(&mut self, raw: Option<&RawChannels>) -> Channels {
        let Some(raw) = raw else {
            return Channels {
                online: true,
                in_person: Vec::new(),
            };
        };
        let online = raw.online.as_ref().is_none_or(|online| online.value);
        if !online && raw.in_person.is_empty() {
            self.unpublishable(&raw.span, "nobody could apply: neither on line nor at any office")
                .help("write `online: true`, or list the offices under `in_person`");
        }
        let mut seen = BTreeSet::new();
        let mut in_person = Vec::new();
        for office in &raw.in_person {
            self.unique(&office.office, &mut seen, "the office");
            in_person.push(Office {
                id: self.kebab(&office.office, "an office's id").into(),
                name: self.text(&office.name),
                address: self.text(&office.address),
                position: office
                    .position
                    .as_ref()
                    .and_then(|position| self.position(position)),
                phone: office.phone.as_ref().map(|phone| phone.value.clone()),
                hours: self.text(&office.hours),
            });
        }
        Channels { online, in_person }
    }

    fn position(&mut self, written: &Word) -> Option<Position> {
        let places = places(&written.value);
        if let [place] = places[..] {
            return Some(place);
        }
        self.unreadable(&written.span, format!("`{}` is no place on a map", written.value))
            .help("write latitude and longitude, such as `\"-12.046374, -77.042793\"`, or paste a link to the place");
        None
    }

    fn contact(&mut self, raw: &RawContact) -> Contact {
        if raw.phone.is_none() && raw.email.is_none() && raw.text.is_none() {
            self.unpublishable(&raw.span, "people need a way to ask for help")
                .help("give a `phone`, an `email` or a `text`");
        }
        if let Some(email) = raw.email.as_ref().filter(|email| !email.value.contains('@')) {
            self.unpublishable(&email.span, format!("`{}` is not a mail address", email.value));
        }
        Contact {
            phone: raw.phone.as_ref().map(|phone| phone.value.clone()),
            email: raw.email.as_ref().map(|email| email.value.clone()),
            text: raw.text.as_ref().map(|text| self.text(text)),
        }
    }
}
