//! What is served while developing and testing: the page below a sub-path, an older copy of its script,
//! the host pages, the fixtures.

use crate::places::{self, FIXTURES, HOSTS, OLD, SCRIPT, SITES, VERSION_FOLDER};
use anyhow::{Context, Result};
use pages::Server;
use std::{fmt::Write, fs, path::Path};

/// Below a sub-path, as on GitHub, where a project's page is never at the root.
pub(crate) const PAGE_AT: &str = "/monthwise/";
pub(crate) const HOSTS_AT: &str = "/hosts/";
const FIXTURES_AT: &str = "/fixtures/";
/// An older copy of the page's script, for host pages that name one beside the new one.
const OLD_AT: &str = "/old/";
/// The version of that copy, which no build has.
const OLD_VERSION: &str = "000000000000";
/// The sites that stories make.
pub(crate) const SITES_AT: &str = "/sites/";
/// The one of them that also stands at the root of its server.
const ROOT_SITE: &str = "root";

/// Mounts everything on a server.
pub(crate) fn mounted(server: Server, page: &Path) -> Result<Server> {
    let old = places::at(OLD);
    copy_as_old(page, &old).with_context(|| {
        format!("an older copy of the script could not be made in {}", old.display())
    })?;
    Ok(server
        .mount(PAGE_AT, page)
        .mount(HOSTS_AT, places::at(HOSTS))
        .mount(FIXTURES_AT, places::at(FIXTURES))
        .mount(OLD_AT, old)
        .mount(SITES_AT, places::at(SITES))
        .mount("/", places::at(SITES).join(ROOT_SITE)))
}

/// Makes what an older build would have left: the script and all that it loads, under another version.
fn copy_as_old(page: &Path, old: &Path) -> Result<()> {
    let script = Path::new(SCRIPT).file_name().map(|name| page.join(name)).unwrap_or_default();
    let mut text = fs::read_to_string(&script)?;
    if old.exists() {
        fs::remove_dir_all(old)?;
    }
    for path in places::files(page) {
        let name = places::from(page, &path);
        let Some((version, file)) =
            name.strip_prefix(VERSION_FOLDER).and_then(|name| name.split_once('/'))
        else {
            continue;
        };
        text = text.replace(version, OLD_VERSION);
        let copy = old.join(format!("{VERSION_FOLDER}{OLD_VERSION}")).join(file);
        fs::create_dir_all(copy.parent().unwrap_or(old))?;
        fs::copy(&path, copy)?;
    }
    fs::write(old.join(script.file_name().unwrap_or_default()), text)?;
    Ok(())
}

/// All host pages on a server, a line each, in groups; the page at [`HOSTS_AT`] links to each of them.
pub(crate) fn host_pages(address: &str) -> String {
    let folder = places::at(HOSTS);
    let pages = places::files_of(&folder, "html");
    listing(address, pages.iter().map(|page| places::from(&folder, page)))
}

fn listing(address: &str, pages: impl Iterator<Item = String>) -> String {
    let mut text = format!("Pages that embed it, all linked from {address}{HOSTS_AT}");
    let mut last = String::new();
    for page in pages {
        // What stands in no group is the page with the links, and one that stories fill.
        let Some((group, _)) = page.split_once('/') else { continue };
        if group != last {
            let _ = write!(text, "\n  {group}");
            group.clone_into(&mut last);
        }
        let _ = write!(text, "\n    {address}{HOSTS_AT}{page}");
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{copy_as_old, listing};
    use std::fs;

    #[test]
    fn host_pages_are_listed_in_groups() {
        let pages = ["hurts/dark.html", "hurts/tab.html", "index.html", "looks/parts.html"];
        let expected = "\
Pages that embed it, all linked from http://localhost:1/hosts/
  hurts
    http://localhost:1/hosts/hurts/dark.html
    http://localhost:1/hosts/hurts/tab.html
  looks
    http://localhost:1/hosts/looks/parts.html";
        assert_eq!(listing("http://localhost:1", pages.map(Into::into).into_iter()), expected);
    }

    #[test]
    fn an_older_copy_names_its_own_files() {
        let folder = tempfile::tempdir().unwrap();
        let (page, old) = (folder.path().join("page"), folder.path().join("old"));
        let write = |name: &str, text: &str| {
            let path = page.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("monthwise.js", "`monthwise-${\"abcdef012345\"}/`");
        write("monthwise-abcdef012345/languages/en.json", "{}");
        write("news.json", "{}");
        for _ in 0..2 {
            copy_as_old(&page, &old).unwrap();
        }
        let read = |name: &str| fs::read_to_string(old.join(name)).ok();
        assert_eq!(read("monthwise.js").unwrap(), "`monthwise-${\"000000000000\"}/`");
        assert_eq!(read("monthwise-000000000000/languages/en.json").unwrap(), "{}");
        assert_eq!(read("news.json"), None);
    }
}
