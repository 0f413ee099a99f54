//! The tools that are npm packages: Playwright, esbuild, wasm-opt, the checkers of TypeScript and HTML.
//!
//! Their versions stand in `xtask/package.json` and its lock. They are installed outside of the repository's
//! own folders, one installation per state of those two files.

use super::installed;
use crate::{
    places::{self, BENCH_LOCK, BENCH_PACKAGE, NPM_LOCK, NPM_PACKAGE},
    run::{self, run},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
    process::Command,
};

/// The installed packages.
pub(crate) struct Npm {
    modules: PathBuf,
}

impl Npm {
    /// The folder with the packages' commands.
    pub(crate) fn commands(&self) -> PathBuf {
        self.modules.join(".bin")
    }

    /// The folder that Node has to look for the packages in.
    pub(crate) fn modules(&self) -> &Path {
        &self.modules
    }

    /// A file beside the packages, where Node finds them without being told.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.modules.with_file_name(name)
    }

    /// A command of one of the packages.
    pub(crate) fn command(&self, name: &str) -> Command {
        run::program(self.commands().join(script(name)))
    }
}

/// Installs the packages where they are missing, and lets the tests find them.
pub(crate) fn ensure() -> Result<Npm> {
    let npm = packages("npm", [NPM_PACKAGE, NPM_LOCK], "the npm packages (about 10 seconds)")?;
    link(&npm.modules)?;
    Ok(npm)
}

/// Installs the packages that the peers of the benchmark are made of. No other task needs them.
pub(crate) fn bench() -> Result<Npm> {
    packages(
        "bench",
        [BENCH_PACKAGE, BENCH_LOCK],
        "the benchmark's npm packages (about 10 seconds)",
    )
}

/// Installs what a package and its lock ask for, in a folder whose name begins so.
fn packages(name: &str, sources: [&str; 2], what: &str) -> Result<Npm> {
    let state = [read(sources[0])?, read(sources[1])?];
    let mut hasher = DefaultHasher::new();
    state.hash(&mut hasher);
    let name = format!("{name}-{:016x}", hasher.finish());
    let folder = installed(&name, what, |folder| {
        for (source, content) in sources.iter().zip(&state) {
            let file = Path::new(source).file_name().unwrap_or_default();
            fs::write(folder.join(file), content)?;
        }
        // None of the packages needs its installation script, and a script may do anything.
        run(run::program(script("npm"))
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(folder))
        .context(
            "npm, which comes with Node 20 or newer, installs the tools for the browser's side",
        )
    })?;
    Ok(Npm { modules: folder.join("node_modules") })
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(places::at(path)).with_context(|| format!("{path} could not be read"))
}

/// The name of a command that npm installed: on Windows those are scripts with an ending.
fn script(name: &str) -> String {
    if cfg!(windows) { format!("{name}.cmd") } else { name.to_owned() }
}

/// Has `tests/node_modules` lead to the packages: Node looks for imports in the folders above a file, only.
fn link(modules: &Path) -> Result<()> {
    let link = places::at(places::TEST_MODULES);
    if !places::at(places::TESTS).is_dir() || same(&link, modules) {
        return Ok(());
    }
    // A link to an older installation goes; a folder that somebody filled stays.
    let old = fs::remove_file(&link).or_else(|_| fs::remove_dir(&link));
    if old.is_err() && link.symlink_metadata().is_ok() {
        bail!(
            "{} is a folder of its own; remove it, the packages are in {}",
            link.display(),
            modules.display()
        );
    }
    make_link(&link, modules).with_context(|| format!("{} could not be made", link.display()))
}

fn same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| fs::canonicalize(path).ok();
    real(one).is_some_and(|one| Some(one) == real(other))
}

/// Relative, so that the repository can be moved with its installation.
#[cfg(unix)]
fn make_link(link: &Path, modules: &Path) -> io::Result<()> {
    let inside = modules
        .strip_prefix(places::root())
        .map_or(modules.to_owned(), |inside| Path::new("..").join(inside));
    std::os::unix::fs::symlink(inside, link)
}

/// A junction, which unlike a symbolic link needs no special right on Windows.
#[cfg(windows)]
fn make_link(link: &Path, modules: &Path) -> io::Result<()> {
    let status =
        Command::new("cmd").args(["/C", "mklink", "/J"]).arg(link).arg(modules).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("mklink failed")) }
}
