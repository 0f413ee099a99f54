//! What is served while developing and testing: the page below a sub-path, the host pages, the fixtures.

use crate::places::{self, FIXTURES, HOSTS, SITES};
use pages::Server;
use std::path::Path;

/// Below a sub-path, as on GitHub, where a project's page is never at the root.
pub(crate) const PAGE_AT: &str = "/monthwise/";
pub(crate) const HOSTS_AT: &str = "/hosts/";
const FIXTURES_AT: &str = "/fixtures/";
/// The sites that stories make.
pub(crate) const SITES_AT: &str = "/sites/";
/// The one of them that also stands at the root of its server.
const ROOT_SITE: &str = "root";

/// Mounts everything on a server.
pub(crate) fn mounted(server: Server, page: &Path) -> Server {
    server
        .mount(PAGE_AT, page)
        .mount(HOSTS_AT, places::at(HOSTS))
        .mount(FIXTURES_AT, places::at(FIXTURES))
        .mount(SITES_AT, places::at(SITES))
        .mount("/", places::at(SITES).join(ROOT_SITE))
}

/// The paths of all host pages on a server.
pub(crate) fn host_pages() -> Vec<String> {
    let folder = places::at(HOSTS);
    let paths = places::files_of(&folder, "html");
    paths.iter().map(|path| format!("{HOSTS_AT}{}", places::from(&folder, path))).collect()
}
