//! A bucket of an S3-compatible store.

use std::{sync::Arc, time::Duration};

use object_store::{
    BackoffConfig, ClientConfigKey, ClientOptions, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    prefix::PrefixStore,
};

use crate::{FileName, Files, WrongAddress, files::location};

mod create_only;

/// The bucket, on the server and with the credentials of the `AWS_…` variables. It is not asked anything yet.
pub(crate) fn open(
    bucket: &str,
    prefix: Option<&FileName>,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Result<Files, WrongAddress> {
    let mut builder = AmazonS3Builder::new()
        .with_client_options(patience())
        .with_retry(retries())
        // One file a request, which every S3-compatible store can do.
        .with_disable_bulk_delete(true)
        .with_http_connector(create_only::Connector);
    for (variable, value) in variables {
        // Other programs have AWS_… variables too: what is not known is not ours.
        let key = variable
            .starts_with("AWS_")
            .then(|| variable.to_ascii_lowercase().parse());
        if let Some(Ok(key)) = key {
            builder = builder.with_config(key, value);
        }
    }
    refuse_plain_http(&builder)?;
    let store = builder.with_bucket_name(bucket).build();
    let store = store.map_err(|error| WrongAddress::Variables(error.to_string()))?;
    let place = match prefix {
        Some(prefix) => format!("s3://{bucket}/{prefix}"),
        None => format!("s3://{bucket}"),
    };
    Ok(match prefix {
        Some(prefix) => Files::new(Arc::new(PrefixStore::new(store, location(prefix))), place, false),
        None => Files::new(Arc::new(store), place, false),
    })
}

/// A large file may take any time, as long as something moves; a part must be through in two minutes.
fn patience() -> ClientOptions {
    ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(3))
        .with_read_timeout(Duration::from_mins(2))
        .with_timeout_disabled()
}

/// A hiccup passes unseen; who waits for more than that is told.
fn retries() -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(1),
            base: 2.0,
        },
        max_retries: 3,
        retry_timeout: Duration::from_secs(10),
    }
}

fn refuse_plain_http(builder: &AmazonS3Builder) -> Result<(), WrongAddress> {
    let endpoint = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
    let allowed = builder.get_config_value(&AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp));
    let plain = endpoint.is_some_and(|endpoint| endpoint.starts_with("http://"));
    if plain && allowed.as_deref() != Some("true") {
        return Err(WrongAddress::PlainHttp);
    }
    Ok(())
}
