//! Puts a site into its folder: all of it or nothing, and nothing of anybody else's is lost.
//!
//! The new site is written beside the old one, and then the two change places in one step, so that
//! whenever this program is stopped there is a whole site. A list in the folder says which files it
//! wrote: what it did not write, it takes over into the new site, and what somebody changed, it does
//! not overwrite without being told to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use super::digest;
use super::publication::File;

/// The file in a site that says what was written.
pub(super) const LIST: &str = ".monthwise-site.json";

/// How many versions before this one keep their files. Pages and scripts that browsers and servers
/// have kept ask for them, for ten minutes on GitHub Pages and for as long as others like.
const VERSIONS_KEPT: usize = 5;

/// How many names are said of files that stand in the way.
const NAMES_SAID: usize = 10;

/// What was written into a folder.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct List {
    /// Every file and the SHA-256 of what is in it, in hexadecimal digits.
    files: BTreeMap<String, String>,
    /// The folders of the versions, the newest first.
    versions: Vec<String>,
}

/// Puts `files` into the folder `out`, where `version` is the folder of their version. Where `force` is
/// said, files of others and changed ones are overwritten.
///
/// # Errors
/// When something cannot be read or written, or a file is in the way. The folder is as it was then.
pub(super) fn publish(out: &Path, files: &[File], version: &str, force: bool) -> Result<()> {
    let places = Places::of(out)?;
    places.mend()?;
    let done = fill(&places, files, version, force).and_then(|()| places.swap());
    if done.is_err() {
        // What is half made is nobody's; why it is so is what counts.
        let _ = remove(&places.next);
    }
    done
}

/// Makes the new site beside the old one.
fn fill(places: &Places, files: &[File], version: &str, force: bool) -> Result<()> {
    let out = &*places.out;
    let before = List::read(out, force)?;
    let mut list = List::default();
    list.versions.push(version.to_owned());
    let older = before.versions.iter().filter(|older| *older != version);
    list.versions.extend(older.take(VERSIONS_KEPT).cloned());

    make_empty(&places.next)?;
    for file in files {
        write(&places.next, &file.path, &file.bytes)?;
        list.files.insert(file.path.clone(), digest::of(&file.bytes));
    }
    let mut in_the_way = Vec::new();
    for (path, bytes) in files_of(out)? {
        let written = before.files.get(&path);
        let is_ours = written.is_some_and(|digest| *digest == digest::of(&bytes));
        let is_of_kept_version = list.versions.iter().any(|version| {
            path.strip_prefix(version.as_str()).is_some_and(|rest| rest.starts_with('/'))
        });
        if let Some(new) = list.files.get(&path) {
            // What is there already is in nobody's way.
            if !is_ours && *new != digest::of(&bytes) {
                in_the_way.push(path);
            }
        } else if written.is_none() || is_of_kept_version {
            write(&places.next, &path, &bytes)?;
            if written.is_some() {
                list.files.insert(path, digest::of(&bytes));
            }
        } else if !is_ours {
            in_the_way.push(path);
        }
    }
    if !in_the_way.is_empty() && !force {
        let more = in_the_way.len().saturating_sub(NAMES_SAID);
        let names = in_the_way[..in_the_way.len() - more].join(", ");
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        bail!(
            "{} holds files that somebody else wrote or changed: {names}{more}; \
             move them away, or say --force to overwrite them",
            out.display()
        );
    }
    let text = serde_json::to_string_pretty(&list)? + "\n";
    write(&places.next, LIST, text.as_bytes())
}

impl List {
    /// What was written into a folder before; nothing, where it is not there or empty.
    fn read(out: &Path, force: bool) -> Result<Self> {
        let path = out.join(LIST);
        match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text).with_context(|| {
                format!("{} is damaged; remove it, or the folder", path.display())
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let is_empty =
                    fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
                if !is_empty && !force {
                    bail!(
                        "{} is not empty, and no site of Monthwise is in it; name another folder, \
                         or say --force to put the site beside what is there",
                        out.display()
                    );
                }
                Ok(Self::default())
            }
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }
}

/// All files that stand in a folder, but for the list.
fn files_of(out: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::new();
    if out.is_dir() {
        collect(out, "", &mut found)?;
    }
    found.retain(|(path, _)| path != LIST);
    Ok(found)
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let unreadable = || format!("{} cannot be read", folder.display());
    let names: BTreeSet<_> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.file_name())).collect())
        .with_context(unreadable)?;
    for name in names {
        let path = folder.join(&name);
        let inside = [prefix, &name.to_string_lossy()].concat();
        if path.is_dir() {
            collect(&path, &[&inside, "/"].concat(), found)?;
        } else {
            let bytes =
                fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            found.push((inside, bytes));
        }
    }
    Ok(())
}

/// The site's folder and the ones that stand in for it for a while, beside it: a file system changes
/// places within itself alone.
#[derive(Debug)]
struct Places {
    out: PathBuf,
    /// Where the new site is made.
    next: PathBuf,
    /// Where the old site waits, where the two cannot change places in one step.
    before: PathBuf,
}

impl Places {
    fn of(out: &Path) -> Result<Self> {
        let name = out.file_name().with_context(|| {
            format!("{} cannot be the folder of a site; name one within it", out.display())
        })?;
        let beside = |ending: &str| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            out.with_file_name(hidden)
        };
        Ok(Self { out: out.to_owned(), next: beside(".next"), before: beside(".before") })
    }

    /// Brings back a site that was being put away when the program was stopped.
    fn mend(&self) -> Result<()> {
        if !self.before.exists() {
            return Ok(());
        }
        if self.out.exists() {
            return remove(&self.before);
        }
        rename(&self.before, &self.out)
    }

    /// Puts the new site in the place of the old one.
    fn swap(&self) -> Result<()> {
        if !self.out.exists() {
            return rename(&self.next, &self.out);
        }
        if exchange(&self.next, &self.out) {
            return remove(&self.next);
        }
        // Where a system cannot do it in one step, there is a moment without a site; the next build
        // mends it where the program is stopped in that moment.
        rename(&self.out, &self.before)?;
        if let Err(error) = rename(&self.next, &self.out) {
            rename(&self.before, &self.out)?;
            return Err(error);
        }
        remove(&self.before)
    }
}

/// Has two folders change places in one step, where the system can.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> bool {
    false
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to)
        .with_context(|| format!("{} cannot be renamed to {}", from.display(), to.display()))
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

fn make_empty(folder: &Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))
}

fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(path);
    let unwritable = || format!("{} cannot be written", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(unwritable)?;
    }
    fs::write(&path, bytes).with_context(unwritable)
}

#[cfg(test)]
mod tests;
