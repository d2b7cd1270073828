//! Large files are never written over either.
//!
//! S3 completes an upload in parts only if the name is free, if it is asked to by `If-None-Match: *`. `object_store` asks so
//! for small files alone; here the header is put on each request that completes an upload. A header besides those signed is
//! allowed by S3's signatures.

use async_trait::async_trait;
use object_store::{
    ClientOptions, HeaderValue, Result,
    client::{
        HttpClient, HttpConnector, HttpError, HttpRequest, HttpResponse, HttpService, ReqwestConnector,
    },
};

#[derive(Debug)]
pub(super) struct Connector;

impl HttpConnector for Connector {
    fn connect(&self, options: &ClientOptions) -> Result<HttpClient> {
        let client = ReqwestConnector::default().connect(options)?;
        Ok(HttpClient::new(CreateOnly(client)))
    }
}

#[derive(Debug)]
struct CreateOnly(HttpClient);

#[async_trait]
impl HttpService for CreateOnly {
    async fn call(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        if completes_upload(&request) {
            request
                .headers_mut()
                .insert("if-none-match", HeaderValue::from_static("*"));
        }
        self.0.execute(request).await
    }
}

/// `POST /bucket/name?uploadId=…`
fn completes_upload(request: &HttpRequest) -> bool {
    let query = request.uri().query().unwrap_or_default();
    request.method() == "POST" && query.split('&').any(|pair| pair.starts_with("uploadId="))
}
