//! What every home of files promises.

use std::{future::Future, os::unix::fs::PermissionsExt, pin::Pin};

use bytes::Bytes;
use files::{Files, FilesError};
use futures_util::{TryStreamExt, future::join_all, stream};

use crate::name;

type Case = (&'static str, fn(Files) -> Pin<Box<dyn Future<Output = ()>>>);

const CASES: [Case; 10] = [
    ("what was put is got", |files| Box::pin(round_trips(files))),
    ("what is not there is not found", |files| Box::pin(absent(files))),
    ("too large is told, not read", |files| Box::pin(too_large(files))),
    ("nothing is written over", |files| Box::pin(taken(files))),
    ("a large file loses to who was complete first", |files| {
        Box::pin(overtaken(files))
    }),
    ("a file is deleted once and again", |files| {
        Box::pin(deleted(files))
    }),
    ("a large file comes back the same", |files| Box::pin(large(files))),
    ("half a file is none", |files| Box::pin(half(files))),
    ("a folder's list is the folder's", |files| Box::pin(listed(files))),
    ("a check leaves nothing behind", |files| Box::pin(checked(files))),
];

/// Runs the table, each case in a home of its own.
pub(crate) async fn holds(mut home: impl FnMut(usize) -> Files) {
    for (number, (what, case)) in CASES.into_iter().enumerate() {
        println!("{what}");
        case(home(number)).await;
    }
}

#[tokio::test]
async fn a_folder_holds_to_it() {
    let folder = tempfile::tempdir().unwrap();
    holds(|number| crate::open_folder(&folder.path().join(number.to_string()))).await;
    one_of_many_writers_wins(crate::open_folder(folder.path())).await;
}

async fn round_trips(files: Files) {
    for (at, content) in [
        ("a", Bytes::new()),
        ("b.pdf", Bytes::from_static(b"%PDF")),
        ("x/y/z-1_2.bin", (0..=255).collect()),
    ] {
        files.put(&name(at), content.clone()).await.unwrap();
        assert_eq!(files.get(&name(at), 256).await.unwrap(), content, "{at}");
        let reading = files.stream(&name(at)).await.unwrap();
        assert_eq!(reading.size, content.len() as u64);
        let read: Vec<Bytes> = reading.content.try_collect().await.unwrap();
        assert_eq!(read.concat(), content, "{at}");
    }
}

async fn absent(files: Files) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy");
    let missing = name("no/such.file");
    for error in [
        files.get(&missing, 10).await.unwrap_err(),
        files.stream(&missing).await.map(|_| ()).unwrap_err(),
        files.get_to_file(&missing, &copy).await.unwrap_err(),
    ] {
        assert!(
            matches!(&error, FilesError::NotFound(name) if *name == missing),
            "{error:?}"
        );
    }
    assert!(!copy.exists());
    let listed: Vec<_> = files.list(Some(&missing)).try_collect().await.unwrap();
    assert_eq!(listed, []);
}

async fn too_large(files: Files) {
    files.put(&name("ten"), vec![7; 10]).await.unwrap();
    assert_eq!(files.get(&name("ten"), 10).await.unwrap().len(), 10);
    let error = files.get(&name("ten"), 9).await.unwrap_err();
    assert!(
        matches!(
            error,
            FilesError::TooLarge {
                size: 10,
                limit: 9,
                ..
            }
        ),
        "{error:?}"
    );
}

async fn taken(files: Files) {
    let folder = tempfile::tempdir().unwrap();
    let second = folder.path().join("second");
    std::fs::write(&second, "second").unwrap();
    let at = name("taken");
    files.put(&at, "first").await.unwrap();
    for error in [
        files.put(&at, "second").await.unwrap_err(),
        files.put(&at, "first").await.unwrap_err(),
        files.put_stream(&at, pieces(1, 6)).await.unwrap_err(),
        files.put_file(&at, &second).await.unwrap_err(),
    ] {
        assert!(
            matches!(&error, FilesError::AlreadyExists(name) if *name == at),
            "{error:?}"
        );
    }
    assert_eq!(files.get(&at, 100).await.unwrap(), "first");
}

/// A small file takes the name while the parts of a large one are under way.
async fn overtaken(files: Files) {
    let at = name("overtaken");
    let content = pieces(10, 1_000_000).and_then(async |piece| {
        if piece[0] == 9 {
            files.put(&at, "small").await.unwrap();
        }
        Ok(piece)
    });
    let error = files.put_stream(&at, std::pin::pin!(content)).await.unwrap_err();
    assert!(matches!(error, FilesError::AlreadyExists(_)), "{error:?}");
    assert_eq!(files.get(&at, 9).await.unwrap(), "small");
}

async fn deleted(files: Files) {
    let at = name("folder/gone");
    files.put(&at, "first").await.unwrap();
    files.delete(&at).await.unwrap();
    assert!(matches!(files.get(&at, 9).await, Err(FilesError::NotFound(_))));
    files.delete(&at).await.unwrap();
    files.delete(&name("never/was")).await.unwrap();
    files.put(&at, "second").await.unwrap();
    assert_eq!(files.get(&at, 9).await.unwrap(), "second");
}

/// Larger than two parts, in pieces that fit no part.
async fn large(files: Files) {
    const SIZE: usize = 20 * 1_000_003;
    let folder = tempfile::tempdir().unwrap();
    let (once, again) = (folder.path().join("once"), folder.path().join("again"));
    let sent = files.put_stream(&name("large"), pieces(20, 1_000_003)).await;
    assert_eq!(sent.unwrap(), SIZE as u64);
    let got = files.get_to_file(&name("large"), &once).await.unwrap();
    assert_eq!(got, SIZE as u64);
    let whole: Vec<Bytes> = pieces(20, 1_000_003).try_collect().await.unwrap();
    assert!(std::fs::read(&once).unwrap() == whole.concat());
    let mode = std::fs::metadata(&once).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    files.put_file(&name("again"), &once).await.unwrap();
    files.get_to_file(&name("again"), &again).await.unwrap();
    assert!(std::fs::read(&again).unwrap() == whole.concat());
    let refused = files.get_to_file(&name("again"), &once).await.unwrap_err();
    assert!(matches!(refused, FilesError::Caller(_)), "{refused:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

async fn half(files: Files) {
    let broken = futures_util::StreamExt::chain(
        pieces(10, 1_000_000),
        stream::iter([Err(std::io::Error::other("the line broke"))]),
    );
    let error = files.put_stream(&name("half"), broken).await.unwrap_err();
    assert!(matches!(error, FilesError::Caller(_)), "{error:?}");
    assert!(matches!(
        files.stream(&name("half")).await,
        Err(FilesError::NotFound(_))
    ));
    let listed: Vec<_> = files.list(None).try_collect().await.unwrap();
    assert_eq!(listed, []);
}

async fn listed(files: Files) {
    for at in ["a/1", "a/b/2", "ab/3", "4"] {
        files.put(&name(at), at).await.unwrap();
    }
    for (folder, names) in [
        (None, &["4", "a/1", "a/b/2", "ab/3"][..]),
        (Some("a"), &["a/1", "a/b/2"]),
        (Some("a/b"), &["a/b/2"]),
        (Some("nowhere"), &[]),
    ] {
        let found = files.list(folder.map(name).as_ref());
        let mut found: Vec<_> = found.try_collect().await.unwrap();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        assert!(
            found
                .iter()
                .all(|entry| entry.size == entry.name.as_str().len() as u64)
        );
        let found: Vec<_> = found.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(found, names);
    }
}

async fn checked(files: Files) {
    let (one, other) = tokio::join!(files.check([1; 16]), files.check([2; 16]));
    one.unwrap();
    other.unwrap();
    // A check that was cut off leaves its file; the next one, with its own nonce, must not mind. The same one may.
    files.check([1; 16]).await.unwrap();
    let listed: Vec<_> = files.list(None).try_collect().await.unwrap();
    assert_eq!(listed, []);
}

/// Small contents and large ones, all at once, under one name each.
pub(crate) async fn one_of_many_writers_wins(files: Files) {
    let small = name("race/small");
    let writers = (0..16).map(async |writer| files.put(&small, vec![writer; 100]).await);
    let winner = winner(&join_all(writers).await);
    assert_eq!(files.get(&small, 100).await.unwrap(), vec![winner; 100]);

    let large = name("race/large");
    let writers = (0..4).map(async |writer| {
        let content = [Bytes::from(vec![writer; 9_000_000])].map(Ok);
        files.put_stream(&large, stream::iter(content)).await.map(|_| ())
    });
    let winner = self::winner(&join_all(writers).await);
    let kept = files.get(&large, 9_000_000).await.unwrap();
    assert!(kept == vec![winner; 9_000_000]);
}

/// Who was told to have written; everybody else was told that the name is taken.
fn winner(told: &[Result<(), FilesError>]) -> u8 {
    let mut winners = (0..).zip(told).filter(|(_, result)| result.is_ok());
    let winner = winners.next().expect("somebody wins").0;
    assert!(winners.next().is_none(), "{told:?}");
    for error in told.iter().filter_map(|result| result.as_ref().err()) {
        assert!(matches!(error, FilesError::AlreadyExists(_)), "{error:?}");
    }
    winner
}

fn pieces(count: usize, size: usize) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> + Unpin {
    stream::iter((0..count).map(move |piece| {
        Ok((0..size)
            .map(|at| u8::try_from((at * 31 + piece) % 251).unwrap())
            .collect())
    }))
}
