//! The last step of a build, which Trunk calls as its hook: bundles style sheets and scripts, shrinks and
//! packs the program.
//!
//! Trunk's own minifier breaks the script that wasm-bindgen writes, and Trunk bundles neither `@import` nor
//! `import`.

use crate::{
    pack::pack,
    places::{self, GLUE, SCRIPT, STYLE, WASM},
    run::run,
    shrink::shrink,
    tools::{self, Npm},
};
use anyhow::{Context, Result};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What browsers the scripts are for: all that run the page's WebAssembly know this edition.
const SCRIPT_EDITION: &str = "--target=es2022";

pub(crate) fn finish() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging =
        staging.context("`finish` is called by Trunk, within a build; call `cargo xtask build`")?;
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let npm = tools::npm()?;
    bundle_styles(&npm, &staging, release)?;
    bundle_scripts(&npm, &staging, release)?;
    pack(&staging, release)
}

fn bundle_styles(npm: &Npm, staging: &Path, release: bool) -> Result<()> {
    let sheet = places::at(STYLE);
    // No target here: it would rewrite nesting and `light-dark()` for browsers that cannot run the page.
    run(&mut esbuild(npm, &sheet, &published(staging, STYLE), release))
}

/// One script in place of two, so that one less is asked for.
fn bundle_scripts(npm: &Npm, staging: &Path, release: bool) -> Result<()> {
    let (script, glue) = (published(staging, SCRIPT), staging.join(GLUE));
    if release {
        let text = fs::read_to_string(&glue)
            .with_context(|| format!("{} could not be read", glue.display()))?;
        fs::write(&glue, shrink(npm, &staging.join(WASM), &text)?)
            .with_context(|| format!("{} could not be written", glue.display()))?;
    }
    let mut esbuild = esbuild(npm, &script, &script, release);
    esbuild.args(["--format=esm", SCRIPT_EDITION, "--allow-overwrite"]);
    run(&mut esbuild)?;
    fs::remove_file(&glue).with_context(|| format!("{} could not be removed", glue.display()))
}

fn esbuild(npm: &Npm, source: &Path, target: &Path, release: bool) -> Command {
    let mut outfile = OsString::from("--outfile=");
    outfile.push(target);
    let mut esbuild = npm.command("esbuild");
    esbuild.arg(source).arg("--bundle").arg(outfile).arg("--log-level=warning");
    if release {
        esbuild.arg("--minify");
    }
    esbuild
}

/// Where a source file comes to stand: beside the page, under its own name.
fn published(staging: &Path, source: &str) -> PathBuf {
    staging.join(Path::new(source).file_name().unwrap_or_default())
}
