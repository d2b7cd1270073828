//! A demo answers this machine alone: not through a proxy, not under another name.

use std::net::SocketAddr;

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Refuses a foreign Host (which a web page elsewhere could send through a rebound name) and anything forwarded.
pub(super) async fn local_only(State(address): State<SocketAddr>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let port = address.port();
    let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
    let forwarded = headers.contains_key(header::FORWARDED)
        || headers
            .keys()
            .any(|name| name.as_str().starts_with("x-forwarded-") || name == "x-real-ip");
    if !own.iter().any(|own| own == host) || forwarded {
        let words = "This is a demo. It answers its own machine alone, at 127.0.0.1 and through no proxy.\n";
        return (StatusCode::MISDIRECTED_REQUEST, words).into_response();
    }
    next.run(request).await
}
