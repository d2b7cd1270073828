//! A clock that is behind, so that the demo has a past.

use std::sync::Arc;

use engine::{clock::Clock, engine::Engine};
use jiff::{SignedDuration, Timestamp};

struct Earlier {
    clock: Arc<dyn Clock>,
    by: SignedDuration,
}

impl Clock for Earlier {
    fn now(&self) -> Timestamp {
        let now = self.clock.now();
        now.checked_sub(self.by).unwrap_or(now)
    }
}

/// The same engine so long ago.
pub(super) fn earlier(engine: &Engine, by: SignedDuration) -> Engine {
    let clock = Arc::clone(&engine.clock);
    engine.clone().with_clock(Arc::new(Earlier { clock, by }))
}
