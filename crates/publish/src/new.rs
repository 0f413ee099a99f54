//! The subcommand `new`: a folder that is ready to publish.
//!
//! The files lie in the folder `new` beside this one, with names in braces for what differs. All of
//! them are written or none, and none over another.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chrono::NaiveDate;

use crate::Outcome;
use crate::arguments::{Listing, New};
use crate::report::print;

/// Where this program is published.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Does what was asked for.
pub(crate) fn run(arguments: &New) -> Result<Outcome> {
    let today = chrono::Local::now().date_naive();
    let files = files(&arguments.title, &arguments.language, today);
    write(&arguments.dir, &files)?;
    let said = match arguments.format {
        Listing::Human => report(&arguments.dir, &files),
        Listing::Json => document(&arguments.dir, &files),
    };
    print(&said)?;
    Ok(Outcome::Fine)
}

/// What was written, for programs.
fn document(dir: &Path, files: &[Planned]) -> String {
    let paths: Vec<&str> = files.iter().map(|file| file.path).collect();
    let document = serde_json::json!({ "folder": dir.to_string_lossy(), "written": paths });
    format!("{document:#}")
}

/// A title as one line.
///
/// # Errors
/// When nothing is in it.
pub(crate) fn title(text: &str) -> Result<String, &'static str> {
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { Err("it is empty") } else { Ok(title) }
}

/// A file to write.
struct Planned {
    /// Where in the folder.
    path: &'static str,
    /// What it is, for the report.
    is: &'static str,
    text: String,
}

/// The files of a folder that is ready to publish.
fn files(title: &str, language: &str, today: NaiveDate) -> [Planned; 7] {
    let documents = format!("{REPOSITORY}/blob/v{VERSION}/docs");
    let fill = |template: &str| {
        let text = template.replace("{documents}", &documents);
        text.replace("{repository}", REPOSITORY).replace("{version}", VERSION)
    };
    // The example is in English; in other news it says so, for voices and hyphens.
    let is_english = language.split('-').next() == Some("en");
    let item_language = if is_english { "" } else { "\n      \"language\": \"en\"," };
    let news = fill(include_str!("new/news.json"))
        .replace("{language}", language)
        .replace("{item_language}", item_language)
        .replace("{day}", &today.format("%Y-%m-%d").to_string())
        .replace("{month}", &today.format("%Y-%m").to_string())
        .replace("{year}", &today.format("%Y").to_string())
        // Last, as names in braces within a title are the title's.
        .replace("{title}", &serde_json::Value::from(title).to_string());
    let readme = fill(include_str!("new/README.md")).replace("{title}", title);
    let planned = |path, is, text: String| Planned { path, is, text };
    let schema = include_str!("../news.schema.json");
    [
        planned("news.json", "the feed, with one example item", news),
        planned(
            crate::settings::FILE,
            "the settings",
            include_str!("new/monthwise.toml").to_owned(),
        ),
        planned("README.md", "what is here, and what to do", readme),
        planned(
            ".github/workflows/monthwise.yml",
            "publishes on GitHub Pages",
            fill(include_str!("new/workflow.yml")),
        ),
        planned("news.schema.json", "what a feed may say, for editors", schema.to_owned()),
        planned(
            ".vscode/settings.json",
            "has Visual Studio Code check the feed",
            include_str!("new/vscode.json").to_owned(),
        ),
        planned(
            ".gitignore",
            "keeps the site out of the repository",
            include_str!("new/gitignore").to_owned(),
        ),
    ]
}

/// Writes all files into a folder, or none.
fn write(dir: &Path, files: &[Planned]) -> Result<()> {
    let taken = files.iter().map(|file| dir.join(file.path));
    // What is there may also be a link that leads nowhere.
    let taken = taken.filter(|path| path.symlink_metadata().is_ok());
    let taken: Vec<_> = taken.map(|path| path.display().to_string()).collect();
    if let [first, others @ ..] = taken.as_slice() {
        let (are, them) = if others.is_empty() { ("is", "it") } else { ("are", "them") };
        let names = others.iter().fold(first.clone(), |names, name| names + ", " + name);
        bail!(
            "{names} {are} there already, so nothing was written; \
             move {them} away, or choose another folder"
        );
    }
    let mut written = Written::default();
    for file in files {
        let path = dir.join(file.path);
        written
            .add(&path, &file.text)
            .with_context(|| format!("{} cannot be written", path.display()))?;
    }
    written.keep();
    Ok(())
}

/// Files and folders that were made; they are taken away again unless they are kept.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Written {
    fn add(&mut self, path: &Path, text: &str) -> std::io::Result<()> {
        self.folder(path.parent().unwrap_or(Path::new("")))?;
        let mut file = File::create_new(path)?;
        self.files.push(path.to_owned());
        file.write_all(text.as_bytes())
    }

    fn folder(&mut self, path: &Path) -> std::io::Result<()> {
        // The path of a file in the current folder has an empty folder.
        if path == Path::new("") || path.is_dir() {
            return Ok(());
        }
        self.folder(path.parent().unwrap_or(Path::new("")))?;
        fs::create_dir(path)?;
        self.folders.push(path.to_owned());
        Ok(())
    }

    fn keep(mut self) {
        self.files.clear();
        self.folders.clear();
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // What cannot be taken away stays; the error that led here is what is said.
        for file in &self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// What was written, and what to do next.
fn report(dir: &Path, files: &[Planned]) -> String {
    let width = files.iter().map(|file| file.path.len()).max().unwrap_or_default();
    let lines = files.iter().map(|file| format!("  {:width$}  {}\n", file.path, file.is));
    let argument = match dir.display().to_string() {
        dir if dir == "." => String::new(),
        dir if dir.contains(' ') => format!(" \"{dir}\""),
        dir => format!(" {dir}"),
    };
    format!(
        "Written into {}:\n{}\nNext: `monthwise preview{argument}` shows the site; \
         README.md says how to publish it.",
        dir.display(),
        lines.collect::<String>(),
    )
}

#[cfg(test)]
mod tests;
