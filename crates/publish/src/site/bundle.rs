//! The built page that this program carries: the element's script, and the folder of its version with
//! all that the script loads.

use anyhow::{Context, Result};

/// The files by their paths.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

/// How the name of a version's folder begins; `xtask/src/finish.rs` names it.
pub(super) const VERSION_FOLDER: &str = "monthwise-";

/// The element's script, which pages of others name too.
pub(super) const SCRIPT: &str = "monthwise.js";

/// A built page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bundle<'a> {
    /// The folder of the version.
    pub(super) folder: &'a str,
    /// All files by their paths.
    pub(super) files: &'a [(&'a str, &'a [u8])],
}

impl Bundle<'static> {
    /// The page that this program carries.
    ///
    /// # Errors
    /// When it carries none, as it was built without one.
    pub(super) fn carried() -> Result<Self> {
        Self::of(FILES).context(
            "this program was built without the page that it publishes; \
             `cargo xtask build` builds both",
        )
    }
}

impl<'a> Bundle<'a> {
    /// The page that these files are; none where they are not one.
    pub(super) fn of(files: &'a [(&'a str, &'a [u8])]) -> Option<Self> {
        let folder = files.iter().find_map(|(path, _)| {
            let (folder, _) = path.split_once('/')?;
            folder.starts_with(VERSION_FOLDER).then_some(folder)
        })?;
        Some(Self { folder, files })
    }
}
