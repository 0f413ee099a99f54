//! Serves folders over HTTP the way GitHub Pages serves a site.
//!
//! The page is hosted on GitHub Pages or on a plain file host, so what is looked at while developing and
//! what the browser tests run against must come under the same conditions: below a sub-path, compressed,
//! cached for ten minutes, readable from other origins, and with real 404s. A server that is kinder than
//! the real one hides faults until they are published.
//!
//! ```no_run
//! # fn main() -> std::io::Result<()> {
//! let running = pages::Server::bind("127.0.0.1:0")?
//!     .mount("/monthwise/", "dist")
//!     .start()?;
//! println!("http://{}/monthwise/", running.address());
//! # Ok(())
//! # }
//! ```
//!
//! What it leaves out, because nothing here depends on it: ranges, `Last-Modified`, TLS.

mod answer;
mod content_type;
mod gzip;
mod place;
mod server;
mod site;

pub use server::{Running, Server};
