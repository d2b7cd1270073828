//! Moving between an embedded store and a server.

use std::sync::Arc;

use async_trait::async_trait;
use store::Store;
use store::conformance::Backend;
use store_sqlite::SqliteStore;
use tempfile::TempDir;

use crate::database::Database;

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder for the test's files"))
    }
}

#[async_trait]
impl Backend for Files {
    async fn open(&self) -> Arc<dyn Store> {
        let path = self.0.path().join("chasqui.db");
        Arc::new(SqliteStore::open(&path).await.expect("the files open"))
    }
}

mod from_files {
    use super::{Database, Files};

    store::moving_suite!(Files::new(), Database::new().await);
}

mod into_files {
    use super::{Database, Files};

    store::moving_suite!(Database::new().await, Files::new());
}
