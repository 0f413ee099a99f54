//! Fetches a file as bytes.

use archive::view::Failure;
use gloo_net::http::Request;
use web_sys::{AbortController, AbortSignal};

use super::script::Browser;

/// A file and the address it came from in the end.
pub(crate) struct File {
    pub(crate) bytes: Vec<u8>,
    pub(crate) url: String,
}

/// Aborts the requests made with it when it is dropped.
pub(crate) struct Aborting(Option<AbortController>);

impl Aborting {
    pub(crate) fn new() -> Self {
        Self(AbortController::new().ok())
    }

    /// What a request listens to.
    pub(crate) fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }
}

impl Drop for Aborting {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

/// Fetches `url`.
pub(crate) async fn fetch(
    url: &str,
    signal: Option<&AbortSignal>,
    browser: &Browser,
) -> Result<File, Failure> {
    // gloo-net's own builder can append to queries and set headers, which weighs 1 kB.
    let request = browser.request(url, signal).ok_or_else(|| unreachable(url, browser))?;
    let response = Request::from(request).send().await.map_err(|_| unreachable(url, browser))?;
    if !response.ok() {
        return Err(Failure::Status(response.status()));
    }
    // The connection may break within the file as well as before it.
    let bytes = response.binary().await.map_err(|_| unreachable(url, browser))?;
    Ok(File { bytes, url: response.url() })
}

/// What is known of a request that got no answer; browsers do not tell why.
fn unreachable(url: &str, browser: &Browser) -> Failure {
    match browser.why_unreachable(url) {
        0 => Failure::Offline,
        3 => Failure::File,
        why => Failure::Unreachable { elsewhere: why > 1 },
    }
}
