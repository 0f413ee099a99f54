//! The last step of a build, which Trunk calls as its hook: bundles the style sheets, shrinks the scripts.
//!
//! Trunk's own minifier breaks the script that wasm-bindgen writes, and Trunk bundles no `@import`.

use crate::{
    places::{self, STYLE},
    run::run,
    tools::{self, Npm},
};
use anyhow::{Context, Result};
use std::{
    env,
    path::{Path, PathBuf},
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
    if release { shrink_scripts(&npm, &staging) } else { Ok(()) }
}

fn bundle_styles(npm: &Npm, staging: &Path, release: bool) -> Result<()> {
    let sheet = places::at(STYLE);
    let mut bundled = std::ffi::OsString::from("--outfile=");
    bundled.push(staging.join(sheet.file_name().unwrap_or_default()));
    let mut esbuild = npm.command("esbuild");
    // No target here: it would rewrite nesting and `light-dark()` for browsers that cannot run the page.
    esbuild.arg(&sheet).arg("--bundle").arg(bundled).arg("--log-level=warning");
    if release {
        esbuild.arg("--minify");
    }
    run(&mut esbuild)
}

/// In place and each on its own: they find one another by their names.
fn shrink_scripts(npm: &Npm, staging: &Path) -> Result<()> {
    let scripts = places::files_of(staging, "js");
    if scripts.is_empty() {
        return Ok(());
    }
    let mut folder = std::ffi::OsString::from("--outdir=");
    folder.push(staging);
    let mut base = std::ffi::OsString::from("--outbase=");
    base.push(staging);
    let mut esbuild = npm.command("esbuild");
    esbuild.args(scripts).args([
        "--minify",
        "--format=esm",
        SCRIPT_EDITION,
        "--allow-overwrite",
        "--log-level=warning",
    ]);
    run(esbuild.arg(folder).arg(base))
}
