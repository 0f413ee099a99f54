//! Reads a feed from a disk: its first file, and from file to file what `next_url` names, as the page
//! does from a server.
//!
//! What is made of it is the page's own work: `archive::feed::decode` and `Archive`. This adds which
//! file each fault is in, and says which `next_url` cannot be followed on a disk.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use archive::archive::Archive;
use archive::feed::{self, Fault, FeedError, Page, Reason};
use url::Url;

use crate::report::{Finding, Progress, Severity, unreadable};
use places::{Places, Sought};

pub(crate) mod places;

/// A feed with all its files.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its files, in the order in which the page reads them; never none.
    pub(crate) files: Vec<File>,
    /// What all its files make; none where the first is refused.
    pub(crate) archive: Option<Archive>,
}

/// A file of a feed.
#[derive(Debug)]
pub(crate) struct File {
    /// The file, as it was named; a later one from the folder of the first, as that was named.
    pub(crate) path: PathBuf,
    /// The file from the folder of the first on: where it stands in a site.
    pub(crate) place: PathBuf,
    /// What is in it, byte for byte.
    pub(crate) bytes: Vec<u8>,
    /// What is in it as text, without a byte order mark: what places are counted in.
    pub(crate) text: String,
    /// What the page makes of it alone, or why it makes nothing of it.
    pub(crate) page: Result<Page, FeedError>,
    /// All that the page finds wrong with it, once it has the whole feed.
    pub(crate) faults: Vec<Fault>,
    /// What is to be said of its `next_url`, where that is not followed.
    pub(crate) next: Option<Finding>,
}

impl Source {
    /// The text of one of its files.
    pub(crate) fn text_of(&self, path: &Path) -> Option<&str> {
        self.files.iter().find(|file| file.path == path).map(|file| file.text.as_str())
    }
}

/// Reads a feed. Relative links start from `base`, the address that its first file will have.
///
/// # Errors
/// When the first file cannot be read. What is wrong *in* a file is no error here: the check says it.
pub(crate) fn read(path: &Path, base: &str) -> Result<Source> {
    // GitHub shows no annotation at `./news.json`.
    let path = path.strip_prefix(".").ok().filter(|path| *path != Path::new("")).unwrap_or(path);
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::IsADirectory => anyhow!("{} is a folder; name the feed in it", path.display()),
        _ => anyhow!(unreadable(path, &error)),
    };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let named = path.parent().unwrap_or(path);
    // Without any `..`, so that paths can be compared.
    let folder = Path::new(".").join(named).canonicalize().map_err(unreadable)?;
    let whole = folder.join(path.file_name().unwrap_or_default());
    let disk = Disk {
        folder,
        named: named.to_owned(),
        web: base.rsplit_once('/').map(|(folder, _)| format!("{folder}/")),
    };

    let mut progress = Progress::new();
    let mut seen = HashSet::from([whole.clone()]);
    let mut source = Source { files: Vec::new(), archive: None };
    let mut waiting = Some(Waiting { whole, base: base.to_owned(), bytes });
    while let Some(Waiting { whole, base, bytes }) = waiting.take() {
        let place = disk.place(&whole);
        let mut file = File::new(disk.named.join(&place), place, bytes, &base);
        progress.say(format_args!("reading {}", file.path.display()));
        // A page is gone once it is in an archive, so the archive gets one of its own.
        if let Ok(page) = feed::decode(&file.bytes, &base) {
            let archive = match source.archive.take() {
                Some(mut before) => {
                    // Those are with their files.
                    before.faults.clear();
                    before.with(page)
                }
                None => Archive::new(page, &base),
            };
            file.faults.clone_from(&archive.faults);
            source.archive = Some(archive);
        }
        match disk.after(&file, &whole, &mut seen) {
            Ok(next) => waiting = next,
            Err(finding) => file.next = Some(*finding),
        }
        source.files.push(file);
    }
    if let Some(archive) = &mut source.archive {
        settle(&mut source.files, archive);
    }
    Ok(source)
}

/// Takes away what a later file put right, as the page does, and gives the archive all that is left.
fn settle(files: &mut [File], archive: &mut Archive) {
    let stays = |fault: &Fault| match &fault.reason {
        Reason::UnknownRegion(id) => !archive.regions().knows(id),
        Reason::UndeclaredPartner(id) => archive.partner(id).is_none(),
        _ => true,
    };
    for file in &mut *files {
        file.faults.retain(stays);
    }
    archive.faults = files.iter().flat_map(|file| file.faults.clone()).collect();
}

/// Bytes without a byte order mark.
pub(crate) fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

impl File {
    /// A file that is read alone.
    pub(crate) fn new(path: PathBuf, place: PathBuf, bytes: Vec<u8>, base: &str) -> Self {
        let page = feed::decode(&bytes, base);
        let text = String::from_utf8_lossy(unmarked(&bytes)).into_owned();
        Self { path, place, bytes, text, page, faults: Vec::new(), next: None }
    }
}

/// A file that is about to be decoded.
struct Waiting {
    /// Its path from the root of the disk on, by which no file is read twice.
    whole: PathBuf,
    /// Where its relative links start from.
    base: String,
    bytes: Vec<u8>,
}

/// The folder that the files of a feed are looked for in.
struct Disk {
    /// From the root of the disk on.
    folder: PathBuf,
    /// As the user named it.
    named: PathBuf,
    /// What it will be on the web, where that is known.
    web: Option<String>,
}

impl Disk {
    fn place(&self, whole: &Path) -> PathBuf {
        whole.strip_prefix(&self.folder).unwrap_or(whole).to_owned()
    }

    /// The file that comes after one; none where it is the last. Otherwise why it is not read.
    fn after(
        &self,
        file: &File,
        whole: &Path,
        seen: &mut HashSet<PathBuf>,
    ) -> Result<Option<Waiting>, Box<Finding>> {
        let Some(base) = file.page.as_ref().ok().and_then(|page| page.next_url.clone()) else {
            return Ok(None);
        };
        let mut places = Places::new(&file.text);
        let Some(written) = places.text(None, "next_url") else { return Ok(None) };
        let mut untold = |code, message: String, help: &str| {
            let finding = Finding::of_file(Severity::Warning, code, &file.path, message).help(help);
            let finding = Finding { field: Some("next_url".to_owned()), ..finding };
            Box::new(match places.find(None, "next_url", Sought::Value) {
                Some(place) => finding.at(&file.text, place.span),
                None => finding,
            })
        };
        let Some(next) = self.on_disk(&written, whole) else {
            return Err(untold(
                "next-elsewhere",
                "`next_url` leads out of the feed's folder, and what is there is not checked"
                    .to_owned(),
                "keep the files of a feed in one folder and name the next one from there, such as \
                 \"next_url\": \"older.json\"",
            ));
        };
        if !seen.insert(next.clone()) {
            return Err(untold(
                "next-read-before",
                "`next_url` leads to a file that comes before; no file is read twice".to_owned(),
                "name the next file, or take `next_url` out of the last one",
            ));
        }
        match std::fs::read(&next) {
            Ok(bytes) => Ok(Some(Waiting { whole: next, base, bytes })),
            Err(error) => {
                let path = self.named.join(self.place(&next));
                let message =
                    format!("the feed's next file is missing: {}", unreadable(&path, &error));
                let help = "put the file there, or take `next_url` out; until then the page shows \
                            what comes before and says that the rest could not be loaded";
                Err(untold("next-missing", message, help))
            }
        }
    }

    /// The file that an address names in this folder, if it names one.
    fn on_disk(&self, written: &str, from: &Path) -> Option<PathBuf> {
        let written = written.trim_matches(|character: char| character <= ' ');
        let of_site = self.web.as_deref().and_then(|web| written.strip_prefix(web));
        let address = match of_site {
            Some(rest) => Url::from_directory_path(&self.folder).ok()?.join(rest).ok()?,
            None if written.starts_with(['/', '\\']) || Url::parse(written).is_ok() => return None,
            None => Url::from_file_path(from).ok()?.join(written).ok()?,
        };
        // What stands behind a question mark is for a server.
        let path = address.to_file_path().ok().filter(|_| address.query().is_none())?;
        path.starts_with(&self.folder).then_some(path)
    }
}

#[cfg(test)]
mod tests;
