//! `/healthz` and `/readyz`

use std::fs;

use axum::http::StatusCode;
use files::Files;

use crate::world::World;

#[tokio::test]
async fn a_node_whose_files_are_out_of_reach_says_so_and_serves_on() {
    let outside = tempfile::tempdir().unwrap();
    let (root, away) = (outside.path().join("files"), outside.path().join("away"));
    let mut world = World::keeping_files_in(Files::open(root.to_str().unwrap(), []).unwrap()).await;
    fs::rename(&root, &away).unwrap();

    let reply = world.get("/readyz").await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.body, "ready, but files cannot be kept\n");
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);

    fs::rename(&away, &root).unwrap();
    let reply = world.get("/readyz").await;
    assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, "ready\n"));
}
