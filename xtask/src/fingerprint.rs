//! A fingerprint of files and folders, by which a task knows that nothing has changed.
//!
//! It is made of names, lengths and times of change, not of contents, so that it can be taken twice a second.

use crate::places;
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The fingerprint of files and of all that is in folders. What is not there counts as such.
pub(crate) fn of(paths: &[PathBuf]) -> u64 {
    // Its value may differ between Rust releases; the price is one build.
    let mut hasher = DefaultHasher::new();
    for path in paths {
        if path.is_dir() {
            for file in places::files(path) {
                add(&file, &mut hasher);
            }
        } else {
            add(path, &mut hasher);
        }
    }
    hasher.finish()
}

fn add(file: &Path, hasher: &mut DefaultHasher) {
    let state: Option<(SystemTime, u64)> = fs::metadata(file)
        .ok()
        .and_then(|metadata| Some((metadata.modified().ok()?, metadata.len())));
    (file, state).hash(hasher);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::of;
    use std::{fs, time::Duration};

    #[test]
    fn every_kind_of_change_changes_it_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("src");
        let file = folder.join("deep/a.rs");
        let paths = [folder.clone(), root.path().join("Cargo.toml")];
        let mut seen = vec![of(&paths)];
        let mut changes = |what: &str| {
            let now = of(&paths);
            assert!(!seen.contains(&now), "{what}");
            assert_eq!(now, of(&paths), "{what}, unchanged");
            seen.push(now);
        };
        fs::create_dir_all(folder.join("deep")).unwrap();
        fs::write(&file, "a").unwrap();
        changes("a new file in a folder");
        fs::write(&file, "ab").unwrap();
        changes("another length");
        let time = fs::metadata(&file).unwrap().modified().unwrap();
        fs::File::options()
            .append(true)
            .open(&file)
            .unwrap()
            .set_modified(time + Duration::from_secs(1))
            .unwrap();
        changes("another time");
        fs::rename(&file, folder.join("deep/b.rs")).unwrap();
        changes("another name");
        fs::write(root.path().join("Cargo.toml"), "").unwrap();
        changes("a file that was not there");
        fs::remove_dir_all(&folder).unwrap();
        changes("a folder gone");
    }
}
