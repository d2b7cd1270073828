//! Feedback.

use super::world::at;
use super::{Backend, World};
use crate::{Comment, Rating, Score};

/// Ratings are counted by score, with the latest words first, for one service and from a time on.
pub async fn ratings_add_up(backend: &dyn Backend) {
    let world = World::new(backend).await;
    let score = |score| Score::new(score).unwrap();
    let rating = |service: &str, number, words: Option<&str>, minute| Rating {
        service: service.into(),
        score: score(number),
        comment: words.map(Into::into),
        at: at(minute),
    };
    for rating in [
        rating("transit-permit", 1, Some("before the time asked for"), 0),
        rating("transit-permit", 5, None, 10),
        rating("transit-permit", 5, Some("¡Rápido!"), 11),
        rating("transit-permit", 2, Some("slow"), 12),
        rating("market-stall-permit", 3, None, 13),
    ] {
        world.store.rate(&rating).await.unwrap();
    }
    let scores = world.store.scores(&world.service, at(10), 1).await.unwrap();
    assert_eq!(scores.counts, [0, 1, 0, 0, 2]);
    assert_eq!(
        scores.comments,
        [Comment {
            score: score(2),
            text: "slow".into(),
            at: at(12)
        }]
    );
}
