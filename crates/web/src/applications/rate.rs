//! How it was: one question after an application was sent, answered once.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use engine::applications::own::Score;

use super::own::Own;
use crate::{
    app::App,
    error::WebError,
    form::{Form, Wrong},
    unsent::Again,
};

/// The longest comment that is kept, in letters.
pub(super) const LONGEST: usize = 1_000;

/// The fields of its form.
pub(super) const SCORE: &str = "score";
pub(super) const COMMENT: &str = "comment";

/// `POST /a/{reference}/rating`. Whoever has answered already is thanked, and nothing is kept twice.
pub(crate) async fn rate(State(app): State<App>, own: Own, form: Form) -> Result<Response, WebError> {
    let back = own.address();
    let score = form
        .first(SCORE)
        .and_then(|score| score.parse().ok())
        .and_then(Score::new);
    let comment = form.first(COMMENT).map(str::to_owned);
    let is_long = comment
        .as_ref()
        .is_some_and(|comment| comment.chars().count() > LONGEST);
    let wrong = match score {
        None => Some(Wrong::new("score-5", "rating-missing")),
        Some(_) if is_long => Some(Wrong::new(COMMENT, "rating-too-long")),
        Some(_) => None,
    };
    if let Some(wrong) = wrong {
        return Ok(Again::sent(form).because([wrong]).into_response());
    }
    if let Some(score) = score
        && !app.has_rated(&own.0).await?
    {
        app.rate(&own.0, score, comment).await?;
    }
    Ok(Redirect::to(&format!("{back}?rated=1")).into_response())
}
