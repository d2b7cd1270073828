//! PostgreSQL keeps no NUL in a text. Whoever types one is answered as anybody else.

use jiff::{SignedDuration, Timestamp};
use store::{Feedback, Limits, People, Queue, QueueFilter, QueueScope, Rating, Score, Search};

use crate::database::Database;

const WORDS: &str = "nusta\0@example.org";

/// Addresses, names to search by, comments and the buckets that are made of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_nul_is_no_failure() {
    let database = Database::new().await;
    let store = database.store().await;
    let now: Timestamp = "2026-03-21T08:00:00Z".parse().unwrap();
    assert_eq!(store.person_by_email(WORDS).await.unwrap(), None);
    assert_eq!(
        store
            .hit(WORDS, SignedDuration::from_mins(1), now)
            .await
            .unwrap()
            .count,
        1
    );
    assert_eq!(store.hits(WORDS, now).await.unwrap().count, 1);
    let filter = QueueFilter {
        scopes: vec![QueueScope::everything()],
        search: Some(Search::of(WORDS)),
        rows: 1,
        ..QueueFilter::default()
    };
    assert_eq!(store.queue(&filter).await.unwrap().total, 0);
    let rating = Rating {
        service: "transit-permit".into(),
        score: Score::new(5).unwrap(),
        comment: Some(WORDS.into()),
        at: now,
    };
    store.rate(&rating).await.unwrap();
    let scores = store.scores(&rating.service, now, 1).await.unwrap();
    assert_eq!(scores.comments[0].text, "nusta\u{fffd}@example.org");
}
