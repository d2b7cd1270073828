//! What a page calls the service that an application is for.

use engine::services::Published;

use crate::{
    page::Page,
    said::{Said, Voice},
};

/// The service's name, in the page's language if it has one in it.
pub(crate) fn service_name(published: &Published, page: &Page) -> Said {
    let service = &published.service;
    Voice::of(service, page.language).say(&service.about.name)
}
