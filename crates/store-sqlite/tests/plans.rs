//! How SQLite finds what is asked for: a page of a long table is not found by sorting the table.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, SqliteConnection};
use store::Store;
use store_sqlite::{SqliteStore, backup};

/// Where a few rows are found by an index, and then sorted: the applications that name somebody.
const SORTS_A_FEW: [&str; 1] = ["JOIN look_ups ON run = number AND hash = ?"];

#[tokio::test]
async fn no_page_is_found_by_sorting_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("chasqui.db");
    SqliteStore::open(&path).await.unwrap().close().await;
    let [main, drafts] = backup::files_of(&path);
    let options = SqliteConnectOptions::new().filename(main);
    let mut db = options.connect().await.unwrap();
    let attached = sqlx::query("ATTACH ? AS drafts").bind(drafts.to_str().unwrap());
    attached.execute(&mut db).await.unwrap();

    let mut pages = 0;
    for query in queries() {
        if !query.contains("LIMIT") || SORTS_A_FEW.iter().any(|few| query.contains(few)) {
            continue;
        }
        pages += 1;
        let plan = plan(&query, &mut db).await;
        let is_sorted = plan.iter().any(|step| step == "USE TEMP B-TREE FOR ORDER BY");
        assert!(!is_sorted, "{query}\n{plan:#?}");
    }
    assert!(pages > 10, "{pages}");
    db.close().await.unwrap();
}

/// The queries of this crate, as they were checked when it was built.
fn queries() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/.sqlx");
    let read = |entry: std::io::Result<std::fs::DirEntry>| {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let learnt: serde_json::Value = serde_json::from_str(&text).unwrap();
        learnt["query"].as_str().unwrap().to_owned()
    };
    std::fs::read_dir(folder).unwrap().map(read).collect()
}

async fn plan(query: &str, db: &mut SqliteConnection) -> Vec<String> {
    let explained = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(explained).fetch_all(db).await.unwrap();
    steps.into_iter().map(|(_, _, _, step)| step).collect()
}
