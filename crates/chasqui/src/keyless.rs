//! An engine over a database alone, for the command line's work on people and on the log, which needs no keys: it may be done
//! before the first start, or where the keys are not.

use std::sync::Arc;

use engine::{
    clock::Random,
    engine::{Engine, Parts, Settings},
    issuer::Issuer,
    peer::Networks,
    secret::Secret,
};
use files::Files;
use jiff::tz::TimeZone;
use permit::key::{KeySet, Purpose};
use store::Store;

use crate::{keyring::Nobody, machine::Machine};

/// It signs nothing, and its secret is the server's no more than its files are: it is good for nothing that needs them.
pub(crate) fn engine(store: Arc<dyn Store>) -> Engine {
    engine_at(store, String::new(), false, TimeZone::UTC)
}

/// The same for publishing: papers are drawn for the site at this address, whose permits count, or not in a demo; days are those of
/// the site's clock.
pub(crate) fn engine_at(store: Arc<dyn Store>, base_url: String, demo: bool, time_zone: TimeZone) -> Engine {
    let machine = Arc::new(Machine::new());
    let secret = (&*machine as &dyn Random).token();
    Engine::new(Parts {
        store,
        files: Files::in_memory(),
        clock: machine.clone(),
        random: machine,
        issuer: Issuer {
            host: String::new(),
            permit_signer: Arc::new(Nobody(Purpose::Permit)),
            status_signer: Arc::new(Nobody(Purpose::Status)),
            keys: KeySet::new("", "", Vec::new()),
            rooted: None,
        },
        secret: Secret::new(secret),
        settings: Settings {
            base_url,
            demo,
            time_zone,
            site: Arc::default(),
            officers_need_documents: false,
            exempt_networks: Networks::default(),
            second_factor_roles: Vec::new(),
        },
    })
}
