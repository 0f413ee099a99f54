//! Serving the page to whoever works on it, and rebuilding it on a change.

use crate::{
    arguments,
    hosting::{self, PAGE_AT},
    page::{self, Profile},
    run::say,
};
use anyhow::{Context, Result};
use pages::Server;
use std::{thread, time::Duration};

/// How often to look for changes.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until it is interrupted.
pub(crate) fn serve(options: &arguments::Serve) -> Result<()> {
    let profile = if options.release { Profile::Release } else { Profile::Development };
    // Before the build: a port that is taken should not come out after minutes.
    let server = Server::on_port(options.port)?;
    let mut built = page::inputs();
    page::build(profile)?;
    let server = hosting::mounted(server.fresh(), &profile.folder())?
        .start()
        .context("the server did not start")?;
    let address = format!("http://{}", server.address());
    say(format_args!("\nMonthwise is at {address}{PAGE_AT}"));
    say(hosting::host_pages(&address));
    say("Rebuilding on every change; Ctrl+C ends it.");
    loop {
        thread::sleep(PAUSE);
        let now = page::inputs();
        if now == built {
            continue;
        }
        // An editor may still be writing, or Git changing branches.
        thread::sleep(PAUSE);
        if page::inputs() != now {
            continue;
        }
        built = now;
        say("\nA change.");
        match page::build(profile) {
            Ok(()) => say(format_args!("Reload {address}{PAGE_AT}")),
            Err(error) => say(format_args!(
                "{error:#}\nStill serving the last good build at {address}{PAGE_AT}"
            )),
        }
    }
}
