//! What a page calls the service that an application is for.

use engine::services::Published;

use crate::page::Page;

/// The service's name in the page's language.
pub(super) fn service_name(published: &Published, page: &Page) -> String {
    let service = &published.service;
    service
        .about
        .name
        .in_language(&service.language_for(page.language.code()))
        .to_owned()
}
