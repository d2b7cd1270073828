//! Whether what somebody answered can be sent as it is.

use engine::{error::Error, permits::fit::unprintable_answers};
use forms::Answers;

use super::{in_time::in_time, walk::Walk};
use crate::{app::App, error::WebError};

/// The complete answers, if they can be sent; else the address where they are completed or mended.
pub(crate) async fn ready(app: &App, walk: &Walk<'_>) -> Result<Result<Answers, String>, WebError> {
    let service = walk.service();
    let Ok(answers) = service.complete(walk.answers.clone(), app.today()) else {
        return Ok(Err(walk.next(app.today())));
    };
    if let Some((question, _)) = unprintable_answers(walk.published, &answers).first() {
        let mut pages = service.form.pages.iter();
        let page = pages.find(|page| page.questions.iter().any(|asked| asked.id == *question));
        let page = page.ok_or_else(|| Error::broken("an answer without a page"))?;
        return Ok(Err(walk.to_change(&page.id)));
    }
    in_time(app, walk, &answers).await?;
    Ok(Ok(answers))
}
