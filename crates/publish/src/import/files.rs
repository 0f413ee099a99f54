//! Finds the files to import, and writes the feed: all or nothing.

use std::collections::HashSet;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use tempfile::NamedTempFile;

use crate::report;

/// A file to import.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Where it is.
    pub(super) path: PathBuf,
    /// What it goes by: its path from the folder that was named, or its own name.
    pub(super) name: PathBuf,
    /// Whether its kind is known: it was found in a folder of Markdown.
    pub(super) is_markdown: bool,
}

/// The files that were named, with those of folders in the place of the folders.
///
/// # Errors
/// When one is not there.
pub(super) fn find(named: &[PathBuf]) -> Result<Vec<Found>> {
    let mut found: Vec<Found> = Vec::new();
    for path in named {
        if path == Path::new("-") && !path.exists() {
            bail!("`-` is no file: save what another program says as a file, and name that");
        }
        let about = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
        if about.is_dir() {
            let before = found.len();
            descend(path, path, &mut found)?;
            if found.len() == before {
                bail!("{} holds no Markdown file (.md), so nothing was imported", path.display());
            }
        } else {
            let name = path.file_name().map_or_else(|| path.clone(), PathBuf::from);
            found.push(Found { path: path.clone(), name, is_markdown: false });
        }
    }
    // By two names too, a file is read once.
    let mut seen = HashSet::new();
    found.retain(|file| seen.insert(fs::canonicalize(&file.path).unwrap_or_default()));
    Ok(found)
}

/// Why a file that was named cannot be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> anyhow::Error {
    anyhow!("{}, so nothing was imported", report::unreadable(path, error))
}

/// Collects the Markdown files of a folder and those within, in the order of their names.
fn descend(folder: &Path, root: &Path, found: &mut Vec<Found>) -> Result<()> {
    let read = || format!("the folder {} cannot be read", folder.display());
    let entries: std::io::Result<Vec<_>> = fs::read_dir(folder).with_context(read)?.collect();
    let mut entries = entries.with_context(read)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        // Hidden folders hold other things, and links may lead in circles.
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.file_type().with_context(read)?.is_dir() {
            if !is_hidden {
                descend(&path, root, found)?;
            }
        } else if is_markdown(&path) && !is_hidden {
            let name = path.strip_prefix(root).unwrap_or(&path).to_owned();
            found.push(Found { path, name, is_markdown: true });
        }
    }
    Ok(())
}

/// Whether a file's name says that it is Markdown.
pub(super) fn is_markdown(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
}

/// A file that is written whole and then takes the place of the old one.
pub(super) struct Draft {
    file: NamedTempFile,
    path: PathBuf,
}

impl Draft {
    /// Writes a text beside the file that it is for.
    ///
    /// # Errors
    /// When it cannot be written there.
    pub(super) fn new(path: &Path, text: &str) -> Result<Self> {
        let cannot = || format!("{} cannot be written", path.display());
        // What a link leads to is written, and the link stays.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.exists()) {
            let folder = folder.display();
            bail!(
                "{} cannot be written: there is no folder {folder}; make it first",
                path.display()
            );
        }
        let mut builder = tempfile::Builder::new();
        // As any other file would be made: a web server has to read it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let folder = folder.unwrap_or(Path::new("."));
        let mut file = match builder.tempfile_in(folder) {
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                bail!("{}: nothing may be written into the folder {}", cannot(), folder.display())
            }
            made => made.with_context(cannot)?,
        };
        if let Ok(about) = fs::metadata(&path) {
            if about.permissions().readonly() {
                bail!("{}: it is read-only", cannot());
            }
            file.as_file().set_permissions(about.permissions()).with_context(cannot)?;
        }
        file.write_all(text.as_bytes()).with_context(cannot)?;
        file.as_file().sync_all().with_context(cannot)?;
        Ok(Self { file, path })
    }

    /// Puts it in the place of the old one.
    ///
    /// # Errors
    /// When that cannot be done; then the old one is as it was.
    pub(super) fn publish(self) -> Result<()> {
        let Self { file, path } = self;
        file.persist(&path).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(())
    }
}
