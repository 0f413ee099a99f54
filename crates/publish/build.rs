//! Puts the built page into the program, so that nobody who publishes has to build it.
//!
//! It takes what `cargo xtask build` left in `dist/`. Without that, a program for development carries
//! no page and says so when it is asked for a site; one for release is not built at all.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What of `dist/` a site is made with; the folder that is named after a version is added to it.
const FILES: [&str; 8] = [
    "monthwise.js",
    "icon.svg",
    "monthwise-frame.js",
    "frame/frame.css",
    "frame/frame.js",
    "embed/index.html",
    "embed/builder.css",
    "embed/builder.js",
];
const VERSION_FOLDER: &str = "monthwise-";

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../dist");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={}", dist.display());
    let mut paths: Vec<PathBuf> =
        FILES.iter().map(|file| dist.join(file)).filter(|path| path.is_file()).collect();
    for entry in fs::read_dir(&dist).into_iter().flatten().flatten() {
        let is_named = entry.file_name().to_string_lossy().starts_with(VERSION_FOLDER);
        if is_named && entry.path().is_dir() {
            add(&entry.path(), &mut paths)?;
        }
    }
    paths.sort();
    if paths.len() <= FILES.len() {
        paths.clear();
        if env::var("PROFILE")? == "release" {
            return Err("the page is not built: run `cargo xtask build`, which makes both".into());
        }
    }
    let mut rust = String::from("&[\n");
    for path in paths {
        let name = path.strip_prefix(&dist)?.to_string_lossy().replace('\\', "/");
        let path = path.canonicalize()?;
        let path = path.to_str().ok_or("the repository's folder has no name in Unicode")?;
        writeln!(rust, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    rust.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("bundle.rs"), rust)?;
    Ok(())
}

/// Adds all files below a folder.
fn add(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            add(&path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
