//! The browser for the tests: the one that is named, or one that is installed, or the system's package.

use super::on_path;
use crate::run::{output, program, run, say};
use anyhow::{Context, Result, bail};
use std::{
    env,
    path::{Path, PathBuf},
};

const VARIABLE: &str = "CHROMIUM";
const NAMES: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const ELSEWHERE: &[&str] = &[
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
];

/// Finds a Chromium or Chrome; where Debian's package manager may be used, installs it.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE).map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        bail!(
            "{VARIABLE} names {}, which is no file; let it name the browser's program",
            named.display()
        );
    }
    if let Some(found) = find() {
        return Ok(found);
    }
    if Path::new("/etc/debian_version").exists()
        && output(program("id").arg("-u")).as_deref() == Some("0")
    {
        say("Installing Chromium by apt-get (about a minute)");
        run(program("apt-get").arg("update"))?;
        run(program("apt-get")
            .args(["install", "--yes", "chromium"])
            .env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    find().with_context(|| {
        format!(
            "the browser tests need Chromium or Chrome, and there is none; install it by your system's packages, \
             or let the variable {VARIABLE} name its program"
        )
    })
}

fn find() -> Option<PathBuf> {
    let elsewhere = || ELSEWHERE.iter().map(PathBuf::from).find(|path| path.is_file());
    NAMES.iter().find_map(|name| on_path(name)).or_else(elsewhere)
}
