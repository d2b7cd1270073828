//! By which version of its service each event of an application is told: the one that it was on then, since steps and questions may be
//! called otherwise by now, or be gone.

use std::sync::Arc;

use engine::services::Published;
use forms::{ContentHash, Service};
use review::{Event, Link};

use crate::app::App;

/// The versions that an application has been on.
pub(crate) struct ToldBy {
    /// For each event the version before it and the one after it; nothing if it was never moved.
    versions: Vec<[Arc<Published>; 2]>,
    now: Arc<Published>,
}

impl ToldBy {
    /// Of an application that is on this version now. One that cannot be read is told by this one, too.
    pub(crate) async fn of(app: &App, history: &[Link], now: &Arc<Published>) -> Self {
        let mut told = Self {
            versions: Vec::new(),
            now: Arc::clone(now),
        };
        if !history.iter().any(is_moved) {
            return told;
        }
        let mut then = Arc::clone(now);
        for link in history {
            let before = Arc::clone(&then);
            if let Some(version) = version(link) {
                then = app.version(&version).await.unwrap_or_else(|_| Arc::clone(now));
            }
            told.versions.push([before, Arc::clone(&then)]);
        }
        told
    }

    /// What the version of after the event says, which stands there in the history.
    pub(crate) fn after(&self, place: usize) -> &Service {
        self.versions
            .get(place)
            .map_or(&self.now.service, |[_, after]| &after.service)
    }

    /// What the version of before it says.
    pub(crate) fn before(&self, place: usize) -> &Service {
        self.versions
            .get(place)
            .map_or(&self.now.service, |[before, _]| &before.service)
    }
}

fn is_moved(link: &Link) -> bool {
    matches!(link, Link::Whole(recorded) if matches!(recorded.event, Event::MovedToVersion { .. }))
}

fn version(link: &Link) -> Option<ContentHash> {
    match link {
        Link::Whole(recorded) => match &recorded.event {
            Event::Submitted { version, .. } | Event::MovedToVersion { version, .. } => Some(*version),
            _ => None,
        },
        Link::Erased(_) | Link::Newer(_) => None,
    }
}
