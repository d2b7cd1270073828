//! `/healthz` and `/readyz`

use std::fs;

use axum::http::{StatusCode, header};
use web::Files;

use crate::world::World;

#[tokio::test]
async fn a_node_whose_files_are_out_of_reach_is_alive_and_not_ready() {
    let outside = tempfile::tempdir().unwrap();
    let (root, away) = (outside.path().join("files"), outside.path().join("away"));
    let mut world = World::keeping_files_in(Files::open(root.to_str().unwrap(), []).unwrap()).await;
    fs::rename(&root, &away).unwrap();

    let reply = world.get("/readyz").await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.headers[header::RETRY_AFTER], "5");
    assert!(
        !reply.body.contains(root.to_str().unwrap()),
        "visitors learn no paths"
    );
    assert_eq!(world.get("/healthz").await.status, StatusCode::OK);

    fs::rename(&away, &root).unwrap();
    let reply = world.get("/readyz").await;
    assert_eq!((reply.status, reply.body.as_str()), (StatusCode::OK, "ready\n"));
}
