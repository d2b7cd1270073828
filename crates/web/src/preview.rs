//! For who looks at a service's pages without a browser: `chasqui preview`.

use crate::cookies;

/// The `Cookie` header of a browser that holds the secret of a draft.
pub fn draft_cookie(secret: &str) -> String {
    format!("{}={secret}", cookies::DRAFT)
}
