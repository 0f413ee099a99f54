//! The subcommand `preview`: makes the site, serves it as GitHub Pages does, and makes it again when
//! what it is made from changes.
//!
//! It ends when it is told to, by Ctrl+C or by the system. It works in a temporary folder, which goes
//! away with it: what `monthwise build` wrote is never touched.

mod watch;

use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, Result};
use pages::Server;
use url::Url;

use crate::arguments::{Format, Preview};
use crate::{Outcome, report, site};
use watch::Watch;

/// How often to look for changes.
const PAUSE: Duration = Duration::from_millis(300);

/// Where a site is served whose folder has no name that an address can have.
const NAMELESS: &str = "/news/";

/// Does what was asked for.
pub(crate) fn run(arguments: &Preview) -> Result<Outcome> {
    // Before the site is made: a port that is taken should not come out after it.
    let server = Server::on_port(arguments.port)?;
    let folder = tempfile::tempdir().context("there is no place for temporary files")?;
    let out = folder.path().join("site");
    let (end, ended) = mpsc::channel();
    // Otherwise Ctrl+C would leave the temporary folder behind.
    ctrlc::set_handler(move || {
        // Who is no longer waited for has been told already.
        let _ = end.send(());
    })?;

    let dir = arguments.dir.as_path();
    let path = path_of(dir);
    let running = server.mount(&path, &out).fresh().start().context("the server did not start")?;
    let address = format!("http://{}{path}", running.address());
    let build = || site::build(dir, &out, Format::Human);
    let pause = || ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout);
    follow(dir, &address, build, pause, |line| anstream::println!("{line}"))?;
    Ok(Outcome::Fine)
}

/// Builds, and builds again on each change, until a pause says that this is the end.
///
/// A build that fails leaves the site as it was. One that finds faults has said them itself.
///
/// # Errors
/// When the first build could not even begin, as where there is no feed.
fn follow(
    dir: &Path,
    address: &str,
    mut build: impl FnMut() -> Result<Outcome>,
    mut pause: impl FnMut() -> bool,
    mut say: impl FnMut(&str),
) -> Result<()> {
    let mut watch = Watch::new(dir);
    let mut is_there = build()? == Outcome::Fine;
    if is_there {
        say(&format!("The site is at {address}"));
    } else {
        say("There is no site to show yet.");
    }
    say("It is made anew on each change; Ctrl+C ends it.");
    while pause() {
        if !watch.has_changed() {
            continue;
        }
        let outcome = build();
        if let Err(error) = &outcome {
            say(&report::failure(error));
        }
        if matches!(outcome, Ok(Outcome::Fine)) {
            is_there = true;
            say(&format!("Made anew after a change: reload {address}"));
        } else if is_there {
            say(&format!("The last good site stays at {address}"));
        } else {
            say("There is still no site to show.");
        }
    }
    Ok(())
}

/// The path below which a folder's site is served: its name, as it is a repository's on GitHub.
fn path_of(dir: &Path) -> String {
    let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let name = dir.file_name().and_then(|name| name.to_str());
    // The server refuses the others, as they could be hidden files or lead elsewhere.
    let name = name.filter(|name| !name.starts_with('.') && !name.contains('\\'));
    let path = name.and_then(|name| {
        let mut url = Url::parse("http://localhost/").ok()?;
        url.path_segments_mut().ok()?.push(name).push("");
        Some(url.path().to_owned())
    });
    path.unwrap_or_else(|| NAMELESS.to_owned())
}

#[cfg(test)]
mod tests;
