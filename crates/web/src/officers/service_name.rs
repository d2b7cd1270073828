//! What a service is called on a page.

use forms::ServiceId;

use crate::{app::App, page::Page};

/// Its name in the page's language; its id where it is published no more.
pub(crate) fn service_name(app: &App, page: &Page, service: &ServiceId) -> String {
    let published = app.services.current(service.as_str());
    published.map_or_else(
        || service.to_string(),
        |published| {
            let spoken = published.service.language_for(page.language.code());
            published.service.about.name.in_language(&spoken).to_owned()
        },
    )
}
