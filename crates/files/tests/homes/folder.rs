//! A folder's own: who may read it, and what happens when it goes.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use files::{Files, FilesError, Why};
use futures_util::{TryStreamExt, stream};

use crate::{name, open_folder};

#[tokio::test]
async fn nobody_else_on_the_machine_reads_it() {
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("data/files");
    let files = open_folder(&root);
    files.put(&name("a/b/small"), "x").await.unwrap();
    let large = stream::iter([Ok("y".into())]);
    files.put_stream(&name("c/large"), large).await.unwrap();
    files.check([0; 16]).await.unwrap();
    assert_eq!(
        modes(&outside.path().join("data"), outside.path()),
        [
            "700 data",
            "700 data/files",
            "700 data/files/.check",
            "700 data/files/a",
            "700 data/files/a/b",
            "600 data/files/a/b/small",
            "700 data/files/c",
            "600 data/files/c/large",
        ]
    );
}

#[tokio::test]
async fn a_folder_that_was_there_keeps_its_mode_and_what_is_written_in_it_is_private() {
    let shared = tempfile::tempdir().unwrap();
    fs::set_permissions(shared.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let files = open_folder(shared.path());
    files.put(&name("flat"), "x").await.unwrap();
    assert_eq!(mode(shared.path()), 0o755);
    assert_eq!(mode(&shared.path().join("flat")), 0o600);
}

#[tokio::test]
async fn a_folder_that_went_is_told_of_and_never_made_again() {
    let outside = tempfile::tempdir().unwrap();
    let (root, away) = (outside.path().join("mount"), outside.path().join("away"));
    let files = open_folder(&root);
    files.put(&name("kept"), "x").await.unwrap();
    fs::rename(&root, &away).unwrap();
    for error in [
        files.put(&name("a/b"), "x").await.unwrap_err(),
        files.get(&name("kept"), 9).await.unwrap_err(),
        files.delete(&name("kept")).await.unwrap_err(),
        files.check([0; 16]).await.unwrap_err(),
        files.list(None).try_collect::<Vec<_>>().await.unwrap_err(),
    ] {
        let unavailable = matches!(&error, FilesError::Unavailable { why: Why::Folder, .. });
        assert!(unavailable, "{error:?}");
        assert!(error.to_string().contains(root.to_str().unwrap()), "{error}");
    }
    assert!(!root.exists());
    fs::rename(&away, &root).unwrap();
    assert_eq!(files.get(&name("kept"), 9).await.unwrap(), "x");
}

#[tokio::test]
async fn what_a_crash_left_half_written_is_not_listed() {
    let root = tempfile::tempdir().unwrap();
    let files = open_folder(root.path());
    fs::write(root.path().join(".part-Xy12ab#1"), "half").unwrap();
    let listed: Vec<_> = files.list(None).try_collect().await.unwrap();
    assert_eq!(listed, []);
}

#[test]
fn a_folder_that_cannot_be_made_stops_the_start() {
    let outside = tempfile::tempdir().unwrap();
    let file = outside.path().join("file");
    fs::write(&file, "").unwrap();
    let error = Files::open(file.join("files").to_str().unwrap(), []).unwrap_err();
    assert!(matches!(error, FilesError::WrongAddress(_)), "{error:?}");
}

/// Time stands still but where the test moves it on.
#[tokio::test(start_paused = true)]
async fn readiness_counts_for_ten_seconds_and_its_lack_for_none() {
    let outside = tempfile::tempdir().unwrap();
    let (root, away) = (outside.path().join("mount"), outside.path().join("away"));
    let files = open_folder(&root);
    files.ready([0; 16]).await.unwrap();
    fs::rename(&root, &away).unwrap();
    files.ready([0; 16]).await.unwrap();
    tokio::time::advance(Duration::from_secs(10)).await;
    files.ready([0; 16]).await.unwrap_err();
    fs::rename(&away, &root).unwrap();
    files.ready([0; 16]).await.unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Mode and path of `path` and all below it, sorted.
fn modes(path: &Path, outside: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> = vec![path.to_owned()];
    let mut told = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        }
        let inner = path.strip_prefix(outside).unwrap().display().to_string();
        told.push((inner, mode(&path)));
    }
    told.sort();
    told.into_iter()
        .map(|(path, mode)| format!("{mode:o} {path}"))
        .collect()
}
