//! How it was: one question after an application was sent.

use axum::{extract::State, response::Redirect};
use engine::applications::own::Score;

use super::own::Own;
use crate::{app::App, error::WebError, form::Form};

/// The longest comment that is kept, in letters.
const LONGEST: usize = 1_000;

/// `POST /a/{reference}/rating`
pub(crate) async fn rate(State(app): State<App>, own: Own, form: Form) -> Result<Redirect, WebError> {
    let score = form
        .first("score")
        .and_then(|score| score.parse().ok())
        .and_then(Score::new);
    if let Some(score) = score {
        let comment = form.first("comment");
        let comment = comment.map(|comment| comment.chars().take(LONGEST).collect());
        app.rate(&own.0, score, comment).await?;
    }
    Ok(Redirect::to(&format!("{}?rated=1", own.address())))
}
