//! An application with all that belongs to it: what one transaction writes and reads.

use std::collections::BTreeMap;

use review::{ApplicationId, Link};

use crate::{Case, KeptTimer, LookUp, MailRecord, PermitRow, Record};

/// An application's whole file. Who has just taken a message or a timer is not in it: whoever did so has been stopped.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptApplication {
    /// The application with what is kept beside it.
    pub case: Case,
    /// What it is found by; none if nobody has looked yet.
    pub look_ups: Option<Vec<LookUp>>,
    /// Its events, oldest first; what was erased as its hashes.
    pub history: Vec<Link>,
    /// Its permits, oldest first.
    pub permits: Vec<PermitRow>,
    /// Its messages, in the order in which they were due.
    pub outbox: Vec<MailRecord>,
    /// Its timers.
    pub timers: Vec<KeptTimer>,
}

impl KeptApplication {
    /// Those among records.
    pub fn all(records: &[Record]) -> impl Iterator<Item = &Self> {
        records.iter().filter_map(|record| match record {
            Record::Application(kept) => Some(&**kept),
            _ => None,
        })
    }

    /// Puts everything in the order in which two copies of it are compared, whatever order a store gives it in.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.look_ups.as_deref_mut().unwrap_or_default().sort();
        self.history.sort_by_key(|link| link.header().sequence);
        self.permits.sort_by_key(|permit| (permit.issued_at, permit.id.0));
        self.outbox.sort_by_key(|mail| (mail.entry.due_at, mail.entry.id));
        self.timers
            .sort_by_cached_key(|kept| (kept.at, format!("{:?}", kept.name)));
        self
    }

    /// Whose it is.
    pub fn id(&self) -> ApplicationId {
        self.case.application.id
    }
}

/// A page of applications that is being read, table by table.
#[derive(Debug)]
pub struct KeptApplications(BTreeMap<ApplicationId, KeptApplication>);

impl KeptApplications {
    /// Those cases, with nothing around them yet.
    pub fn of(cases: Vec<Case>) -> Self {
        let empty = |case: Case| KeptApplication {
            case,
            look_ups: None,
            history: Vec::new(),
            permits: Vec::new(),
            outbox: Vec::new(),
            timers: Vec::new(),
        };
        let cases = cases.into_iter();
        Self(cases.map(|case| (case.application.id, empty(case))).collect())
    }

    /// What they are found by. What belongs to none of them is passed over, here and below.
    pub fn found_by(&mut self, look_ups: Vec<(ApplicationId, Option<Vec<LookUp>>)>) {
        for (application, look_ups) in look_ups {
            if let Some(kept) = self.0.get_mut(&application) {
                kept.look_ups = look_ups;
            }
        }
    }

    /// Their events, in any order.
    pub fn happened(&mut self, history: Vec<Link>) {
        for link in history {
            if let Some(kept) = self.0.get_mut(&link.header().application) {
                kept.history.push(link);
            }
        }
    }

    /// Their permits.
    pub fn issued(&mut self, permits: Vec<PermitRow>) {
        for permit in permits {
            if let Some(kept) = self.0.get_mut(&permit.application) {
                kept.permits.push(permit);
            }
        }
    }

    /// Their messages.
    pub fn told(&mut self, outbox: Vec<MailRecord>) {
        for mail in outbox {
            if let Some(kept) = self.0.get_mut(&mail.entry.application) {
                kept.outbox.push(mail);
            }
        }
    }

    /// Their timers.
    pub fn waiting_for(&mut self, timers: Vec<KeptTimer>) {
        for timer in timers {
            if let Some(kept) = self.0.get_mut(&timer.application) {
                kept.timers.push(timer);
            }
        }
    }

    /// The records, in the order of their ids.
    pub fn into_records(self) -> impl Iterator<Item = Record> {
        let kept = self.0.into_values();
        kept.map(|kept| Record::Application(Box::new(kept.sorted())))
    }
}
