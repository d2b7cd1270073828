//! The whole suite.

use crate::database::Database;

store::conformance_suite!(Database::new().await);
