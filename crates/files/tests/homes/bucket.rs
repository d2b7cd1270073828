//! A bucket's own: a server that goes and comes back, one that is silent, and settings that don't fit.

use files::{Files, FilesError, Why};
use futures_util::{TryStreamExt, stream};

use crate::{
    contract, name,
    server::{Server, open_at},
};

#[tokio::test]
async fn a_bucket_holds_to_the_contract() {
    let server = Server::start();
    contract::holds(|number| server.open(&format!("s3://permits/case-{number}"))).await;
    contract::one_of_many_writers_wins(server.open("s3://permits")).await;
}

#[tokio::test]
async fn a_prefix_is_a_home_of_its_own() {
    let server = Server::start();
    let (inner, outer) = (server.open("s3://permits/a/b"), server.open("s3://permits"));
    inner.put(&name("c"), "x").await.unwrap();
    assert_eq!(outer.get(&name("a/b/c"), 9).await.unwrap(), "x");
    let listed: Vec<_> = inner.list(None).try_collect().await.unwrap();
    assert_eq!(listed[0].name, name("c"));
}

#[tokio::test]
async fn a_server_that_goes_is_told_of_and_used_again_when_it_is_back() {
    let mut server = Server::start();
    let files = server.open("s3://permits");
    files.put(&name("before"), "x").await.unwrap();
    server.stop();
    all_fail_with(
        &files,
        Why::NoAnswer,
        "files cannot be kept in s3://permits: the server does not answer",
    )
    .await;
    server.start_again();
    files.check([0; 16]).await.unwrap();
    files.put(&name("after"), "x").await.unwrap();
    assert_eq!(files.get(&name("after"), 9).await.unwrap(), "x");
}

/// Time passes at once whenever everybody waits.
#[tokio::test(start_paused = true)]
async fn a_silent_server_keeps_nobody_waiting_for_ever() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", silent.local_addr().unwrap());
    let files = open_at(&endpoint, "s3://permits", "PERMISOS", "x").unwrap();
    let begun = tokio::time::Instant::now();
    all_fail_with(&files, Why::NoAnswer, "does not answer").await;
    assert!(begun.elapsed().as_secs() < 15 * 60, "{:?}", begun.elapsed());
    let begun = tokio::time::Instant::now();
    files.check([0; 16]).await.unwrap_err();
    assert!(begun.elapsed().as_secs() <= 5, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_no_missing_file() {
    let server = Server::start();
    let files = server.open("s3://another");
    all_fail_with(&files, Why::NoBucket, "there is no such bucket").await;
}

#[tokio::test]
async fn wrong_credentials_are_told_of() {
    let server = Server::start();
    for (key, secret) in [("PERMISOS", "guessed"), ("STRANGER", "quinua-con-leche")] {
        let files = server.open_as("s3://permits", key, secret).unwrap();
        all_fail_with(&files, Why::NotAllowed, "does not accept these credentials").await;
    }
}

#[test]
fn variables_that_do_not_fit_stop_the_start() {
    for (variable, value, says) in [
        (
            "AWS_ENDPOINT_URL",
            "http://s3.example.gob.pe",
            "AWS_ALLOW_HTTP=true",
        ),
        ("AWS_ALLOW_HTTP", "perhaps", "AWS_… variables are wrong"),
    ] {
        let error = Files::open("s3://permits", [(variable.to_owned(), value.to_owned())]);
        let error = error.unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[test]
fn the_log_never_hears_the_credentials() {
    let files = open_at("http://127.0.0.1:9", "s3://permits", "PERMISOS", "quinua").unwrap();
    assert_eq!(format!("{files:?}"), r#"Files("s3://permits")"#);
}

async fn all_fail_with(files: &Files, wanted: Why, says: &str) {
    let large = stream::iter([Ok(vec![0; 9_000_000].into())]);
    for (what, error) in [
        ("put", files.put(&name("a"), "x").await.unwrap_err()),
        ("get", files.get(&name("before"), 9).await.unwrap_err()),
        ("stream", files.put_stream(&name("b"), large).await.unwrap_err()),
        ("delete", files.delete(&name("before")).await.unwrap_err()),
        (
            "list",
            files.list(None).try_collect::<Vec<_>>().await.unwrap_err(),
        ),
        ("check", files.check([0; 16]).await.unwrap_err()),
    ] {
        let FilesError::Unavailable { why, .. } = error else {
            panic!("{what}: {error:?}");
        };
        assert_eq!(why, wanted, "{what}: {error:?}");
        assert!(error.to_string().contains(says), "{what}: {error}");
    }
}
