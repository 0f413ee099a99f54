//! Watches the files that a site is made from: the settings, the feed with all its files, the picture.
//!
//! Times and lengths are compared, not contents, so that it costs next to nothing several times a
//! second.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use url::Url;

use crate::settings::{self, Settings};

/// Files, and when each was changed and how long it is; none of that where it is not there.
type State = Vec<(PathBuf, Option<(SystemTime, u64)>)>;

/// What was there when the site was made last, and at the last look.
pub(super) struct Watch {
    dir: PathBuf,
    built: State,
    seen: State,
}

impl Watch {
    /// Begins to watch what the site of a folder is made from.
    pub(super) fn new(dir: &Path) -> Self {
        let state = state(inputs(dir));
        Self { dir: dir.to_owned(), built: state.clone(), seen: state }
    }

    /// Whether the files have changed since the site was made, and are at rest: an editor may still
    /// be writing, or Git changing branches. Each change is told once.
    pub(super) fn has_changed(&mut self) -> bool {
        let now = state(self.built.iter().map(|(path, _)| path.clone()));
        let is_at_rest = now == self.seen;
        self.seen = now;
        let has_changed = is_at_rest && self.seen != self.built;
        if has_changed {
            // The files themselves may be others now. What changes from here on is for the next time.
            *self = Self::new(&self.dir);
        }
        has_changed
    }
}

fn state(paths: impl IntoIterator<Item = PathBuf>) -> State {
    let one = |path: PathBuf| {
        let file = fs::metadata(&path);
        let state = file.ok().and_then(|file| Some((file.modified().ok()?, file.len())));
        (path, state)
    };
    paths.into_iter().map(one).collect()
}

/// The files that the site of a folder is made from, as far as they can be known: of settings with
/// faults no more than themselves.
fn inputs(dir: &Path) -> Vec<PathBuf> {
    let mut files = vec![settings::file_of(dir)];
    if let Ok(Ok(settings)) = Settings::of_folder(dir) {
        files.extend(settings.image.map(|image| dir.join(image)));
        let feed = dir.join(settings.feed);
        let mut next = Some(std::path::absolute(&feed).unwrap_or(feed));
        while let Some(file) = next.filter(|file| !files.contains(file)) {
            next = following(&file);
            files.push(file);
        }
    }
    files
}

/// The file of a feed after this one, where it would lie on this machine. Not what `source` has read:
/// a file that is named and not there is waited for.
fn following(file: &Path) -> Option<PathBuf> {
    let bytes = fs::read(file).ok()?;
    // Without a base the address stays as it is written.
    let address = archive::feed::decode(&bytes, "").ok()?.next_url?;
    Url::from_file_path(file).ok()?.join(&address).ok()?.to_file_path().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = r#"{ "next_url": "older%20news.json", "items": [] }"#;
    const LAST: &str = r#"{ "items": [] }"#;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(dir.path().join(name), text).unwrap();
        }
        dir
    }

    fn names(dir: &Path) -> Vec<String> {
        let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        inputs(dir).into_iter().map(name).collect()
    }

    #[test]
    fn a_site_is_made_from_settings_picture_and_all_files_of_the_feed() {
        let around = r#"{ "next_url": "a.json", "items": [] }"#;
        let elsewhere = r#"{ "next_url": "https://example.org/b.json", "items": [] }"#;
        let settings = "feed = 'a.json'\nimage = 'a.png'";
        for (files, expected) in [
            (&[] as &[(&str, &str)], &["monthwise.toml", "news.json"] as &[&str]),
            (&[("monthwise.toml", "feed = 1")], &["monthwise.toml"]),
            (&[("news.json", FEED)], &["monthwise.toml", "news.json", "older news.json"]),
            (&[("news.json", "{")], &["monthwise.toml", "news.json"]),
            (&[("news.json", elsewhere)], &["monthwise.toml", "news.json"]),
            (
                &[("monthwise.toml", settings), ("a.json", around)],
                &["monthwise.toml", "a.png", "a.json"],
            ),
        ] {
            assert_eq!(names(folder(files).path()), expected, "{files:?}");
        }
    }

    #[test]
    fn a_change_is_told_once_and_when_it_is_over() {
        let dir = folder(&[("news.json", FEED), ("older news.json", LAST)]);
        let mut watch = Watch::new(dir.path());
        let mut after = |file: &str, text: Option<&str>| {
            let path = dir.path().join(file);
            match text {
                Some(text) => fs::write(path, text).unwrap(),
                None => fs::remove_file(path).unwrap(),
            }
            watch.has_changed()
        };
        // Each time a file becomes longer, as two changes may come in one tick of the clock.
        assert!(!after("news.json", Some(&format!("{FEED} "))), "it may still be written");
        assert!(!after("news.json", Some(&format!("{FEED}  "))), "it still is");
        assert!(after("unread.json", Some("")), "it is at rest");
        assert!(!after("unread.json", Some(" ")), "it is told");
        assert!(!after("older news.json", None), "the second file is gone");
        assert!(after("unread.json", Some("")), "and stays away");
        assert!(!after("older news.json", Some(LAST)), "it is there again");
        assert!(after("unread.json", Some(" ")), "and stays there");
        assert!(!after("monthwise.toml", Some("feed = 'other.json'")), "another feed");
        assert!(after("unread.json", Some("")), "is at rest");
        assert!(!after("news.json", None), "the one before is watched no more");
        assert!(!after("unread.json", Some(" ")), "for good");
        assert!(!after("other.json", Some(LAST)), "but the new one is");
        assert!(after("unread.json", Some("")), "as is told");
    }
}
