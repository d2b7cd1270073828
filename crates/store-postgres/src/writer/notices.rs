//! Hearing what the server says beside its answer.
//!
//! PostgreSQL answers a commit that waits for replicas with success even where the waiting was broken off:
//! "canceling wait for synchronous replication", a WARNING, says that it is kept here and perhaps nowhere
//! else. The driver gives notices to `tracing` alone, so a write runs under a subscriber that notes warnings
//! and passes everything on.

use std::cell::RefCell;
use std::fmt;

use store::StoreError;
use tracing::dispatcher::{self, Dispatch};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};

/// Where the driver's events about the server's notices go.
const NOTICES: &str = "sqlx::postgres::notice";

tokio::task_local! {
    static WARNED: RefCell<Option<String>>;
}

/// The subscriber, made once: each that is made asks all places that could speak anew.
#[derive(Clone, Debug)]
pub(super) struct Notices(Dispatch);

impl Notices {
    /// Begins with whoever listens now; everything is passed on to them.
    pub(super) fn new() -> Self {
        let to = dispatcher::get_default(Clone::clone);
        Self(Dispatch::new(Listening { to }))
    }

    /// Runs a write. If the server warned meanwhile, nobody knows what the write is worth.
    pub(super) async fn during<T>(
        &self,
        write: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let heard = async {
            let result = write.await;
            match WARNED.with(RefCell::take) {
                None => result,
                Some(warning) => Err(StoreError::unavailable(warning)),
            }
        };
        WARNED
            .scope(RefCell::default(), heard)
            .with_subscriber(self.0.clone())
            .await
    }
}

struct Listening {
    to: Dispatch,
}

impl Subscriber for Listening {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if metadata.target() == NOTICES {
            Interest::sometimes()
        } else {
            self.to.register_callsite(metadata)
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::current().max(LevelFilter::WARN))
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_warning(metadata) || self.to.enabled(metadata)
    }

    fn event(&self, event: &Event<'_>) {
        if is_warning(event.metadata()) {
            let mut words = Words::default();
            event.record(&mut words);
            // Outside of a write nobody asks.
            let _ = WARNED.try_with(|warned| warned.replace(Some(words.0)));
        }
        if self.to.enabled(event.metadata()) {
            self.to.event(event);
        }
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.to.new_span(span)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.to.record(span, values);
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.to.record_follows_from(span, follows);
    }

    fn enter(&self, span: &Id) {
        self.to.enter(span);
    }

    fn exit(&self, span: &Id) {
        self.to.exit(span);
    }

    fn clone_span(&self, id: &Id) -> Id {
        self.to.clone_span(id)
    }

    fn try_close(&self, id: Id) -> bool {
        self.to.try_close(id)
    }
}

fn is_warning(metadata: &Metadata<'_>) -> bool {
    metadata.target() == NOTICES && *metadata.level() == Level::WARN
}

#[derive(Default)]
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}
