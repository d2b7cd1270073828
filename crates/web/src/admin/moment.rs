//! Moments to come, as somebody types them.

use jiff::{Timestamp, civil::DateTime};

use crate::{
    app::App,
    form::{Form, Wrong},
};

/// What a field says on the clock of the service's people; nothing where it is empty.
pub(super) fn to_come(app: &App, form: &Form, field: &'static str) -> Result<Option<Timestamp>, Wrong> {
    let Some(typed) = form.first(field).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    let wrong = || Wrong::new(field, "publish-moment-wrong");
    // It is a time of the place: one that says another zone means something else.
    if typed.parse::<Timestamp>().is_ok() {
        return Err(wrong());
    }
    let local: DateTime = typed.parse().map_err(|_| wrong())?;
    let zoned = local
        .to_zoned(app.settings.time_zone.clone())
        .map_err(|_| wrong())?;
    let moment = zoned.timestamp();
    if moment > app.now() {
        Ok(Some(moment))
    } else {
        Err(Wrong::new(field, "publish-moment-past"))
    }
}
