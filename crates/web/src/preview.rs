//! For who looks at a service's pages without a browser: `chasqui preview`.

use crate::{App, cookies::Opens};

/// The `Cookie` header of a browser that holds the secret of a draft for a service.
pub fn draft_cookie(app: &App, service: &str, secret: &str) -> String {
    format!("{}={secret}", Opens::Draft(service).name(app.site()))
}
