//! The last step of a build, which Trunk calls as its hook: bundles style sheets and scripts, shrinks the program.
//!
//! Trunk's own minifier breaks the script that wasm-bindgen writes, and Trunk bundles neither `@import` nor
//! `import`.

use crate::{
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
    bundle_scripts(&npm, &staging, release)
}

fn bundle_styles(npm: &Npm, staging: &Path, release: bool) -> Result<()> {
    let sheet = places::at(STYLE);
    // No target here: it would rewrite nesting and `light-dark()` for browsers that cannot run the page.
    let mut esbuild = esbuild(npm, &sheet, &published(staging, STYLE));
    esbuild.arg("--bundle");
    if release {
        esbuild.arg("--minify");
    }
    run(&mut esbuild)
}

/// One script in place of two, so that one less is asked for; in a release, no more of it than is used.
fn bundle_scripts(npm: &Npm, staging: &Path, release: bool) -> Result<()> {
    let (script, glue) = (published(staging, SCRIPT), staging.join(GLUE));
    if release {
        // For esbuild a call of a constructor is of use by itself, unless it is told otherwise.
        let text = read(&glue)?
            .replace("new FinalizationRegistry", "/* @__PURE__ */ new FinalizationRegistry");
        write(&glue, &text)?;
    }
    let mut bundle = esbuild(npm, &script, &script);
    bundle.args(["--bundle", "--format=esm", SCRIPT_EDITION, "--allow-overwrite"]);
    if release {
        // wasm-bindgen registers each class for `using`, and so keeps classes that nobody uses.
        bundle.arg("--define:Symbol.dispose=undefined");
    }
    run(&mut bundle)?;
    fs::remove_file(&glue).with_context(|| format!("{} could not be removed", glue.display()))?;
    if release {
        write(&script, &shrink(npm, &staging.join(WASM), &read(&script)?)?)?;
        let mut minify = esbuild(npm, &script, &script);
        // As a bundle once more, without the functions that only the imports used that are gone.
        minify.args(["--bundle", "--minify", "--format=esm", SCRIPT_EDITION, "--allow-overwrite"]);
        run(&mut minify)?;
    }
    Ok(())
}

fn esbuild(npm: &Npm, source: &Path, target: &Path) -> Command {
    let mut outfile = OsString::from("--outfile=");
    outfile.push(target);
    let mut esbuild = npm.command("esbuild");
    esbuild.arg(source).arg(outfile).arg("--log-level=warning");
    esbuild
}

/// Where a source file comes to stand: beside the page, under its own name.
fn published(staging: &Path, source: &str) -> PathBuf {
    staging.join(Path::new(source).file_name().unwrap_or_default())
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} could not be read", path.display()))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("{} could not be written", path.display()))
}
