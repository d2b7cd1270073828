//! The service's own mails: what stands in braces must be something that is filled in.

use std::collections::BTreeMap;

use super::Check;
use crate::read::raw::{RawMessage, RawMessages, RawService, RawText, Word};
use crate::{MessageEvent, MessageTemplate, Messages};

impl Check<'_> {
    pub(super) fn messages(&mut self, raw: Option<&RawMessages>) -> Messages {
        let mut messages = BTreeMap::new();
        let Some(raw) = raw else { return Messages(messages) };
        for event in MessageEvent::ALL {
            if let Some(message) = of(raw, event) {
                for text in [&message.subject, &message.body] {
                    self.places(text, event);
                }
                let subject = self.text(&message.subject);
                messages.insert(
                    event,
                    MessageTemplate {
                        subject,
                        body: self.text(&message.body),
                    },
                );
            }
        }
        Messages(messages)
    }

    /// Advises a letter that would never leave, since no step tells anything.
    pub(super) fn told_of_steps(&mut self, raw: &RawService) {
        let messages = raw.messages.as_ref();
        let Some(advanced) = messages.and_then(|messages| messages.advanced.as_ref()) else {
            return;
        };
        if raw
            .review
            .steps
            .iter()
            .all(|step| step.tell.is_none() && step.consent.is_none())
        {
            self.advise(
                &advanced.span,
                "this letter is never sent: it goes out when a case comes to a step with `tell` or `consent`, and no step has one",
            )
            .help("say in a step what applicants are told there, as in `tell: We visit you within a week.`, or leave this letter out");
        }
    }

    fn places(&mut self, text: &RawText, event: MessageEvent) {
        match text {
            RawText::Plain(words) => self.places_in(words, event),
            RawText::Languages { by, .. } => {
                for (_, words) in by {
                    self.places_in(words, event);
                }
            }
        }
    }

    fn places_in(&mut self, words: &Word, event: MessageEvent) {
        let mut from = 0;
        while let Some(at) = words.value[from..].find(['{', '}']).map(|at| from + at) {
            let name = words.value[at..]
                .strip_prefix('{')
                .and_then(|rest| rest.split_once('}'));
            let Some((name, _)) = name else {
                let span = self.inside(words, at..at + 1);
                self.unpublishable(&span, "this brace has no partner")
                    .help("a place to fill is written `{name}`");
                return;
            };
            if !event.placeholders().contains(&name) {
                let span = self.inside(words, at..at + name.len() + 2);
                self.unpublishable(
                    &span,
                    format!("nothing fills `{{{name}}}` in the message `{}`", event.name()),
                )
                .did_you_mean(name, event.placeholders().iter().copied());
            }
            from = at + name.len() + 2;
        }
    }
}

fn of(raw: &RawMessages, event: MessageEvent) -> Option<&RawMessage> {
    match event {
        MessageEvent::Received => raw.received.as_ref(),
        MessageEvent::Advanced => raw.advanced.as_ref(),
        MessageEvent::Asked => raw.asked.as_ref(),
        MessageEvent::Approved => raw.approved.as_ref(),
        MessageEvent::Rejected => raw.rejected.as_ref(),
        MessageEvent::Lapsed => raw.lapsed.as_ref(),
        MessageEvent::Withdrawn => raw.withdrawn.as_ref(),
        MessageEvent::Revoked => raw.revoked.as_ref(),
        MessageEvent::Reissued => raw.reissued.as_ref(),
        MessageEvent::Replaced => raw.replaced.as_ref(),
        MessageEvent::Kept => raw.kept.as_ref(),
    }
}
