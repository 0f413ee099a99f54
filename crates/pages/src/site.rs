//! A site: folders mounted at prefixes, and which file answers for a place.

use crate::place::Place;
use std::path::{Path, PathBuf};

/// A folder and where in the site it stands.
#[derive(Debug)]
struct Mount {
    prefix: Place,
    folder: PathBuf,
}

/// What stands at a place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A file, to be sent.
    File(PathBuf),
    /// A folder whose address lacks its slash, without which the links of its page would go wrong.
    Folder,
    /// Nothing; with the site's own page for that, where it has one.
    Nothing(Option<PathBuf>),
}

/// All mounted folders.
#[derive(Debug, Default)]
pub(crate) struct Site {
    mounts: Vec<Mount>,
}

impl Site {
    pub(crate) fn mount(&mut self, prefix: Place, folder: PathBuf) {
        self.mounts.push(Mount { prefix, folder });
    }

    /// What stands at a place. Of several mounts that hold it the one with the longest prefix answers.
    pub(crate) fn find(&self, place: &Place) -> Found {
        let mounted = self
            .mounts
            .iter()
            .filter_map(|mount| Some((mount, place.below(&mount.prefix)?)))
            .max_by_key(|(mount, _)| mount.prefix.names.len());
        match mounted {
            Some((mount, names)) => mount.find(names, place.slash),
            None => Found::Nothing(None),
        }
    }
}

impl Mount {
    fn find(&self, names: &[String], slash: bool) -> Found {
        let path = names.iter().fold(self.folder.clone(), |path, name| path.join(name));
        let file = if slash {
            existing(path.join("index.html"))
        } else {
            // The page beside a folder of its name wins over the folder, as it does on Pages.
            existing(path.clone()).or_else(|| existing(page(&path, names)?))
        };
        match file {
            Some(file) => Found::File(file),
            None if !slash && path.is_dir() => Found::Folder,
            None => Found::Nothing(existing(self.folder.join("404.html"))),
        }
    }
}

/// `news.html` for `news`. The mount itself has no such page: it would lie outside of the mount.
fn page(path: &Path, names: &[String]) -> Option<PathBuf> {
    Some(path.with_file_name(format!("{}.html", names.last()?)))
}

fn existing(path: PathBuf) -> Option<PathBuf> {
    path.is_file().then_some(path)
}
