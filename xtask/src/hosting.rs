//! What is served while developing and testing: the page below a sub-path, the host pages, the fixtures.

use crate::places::{self, FIXTURES, HOSTS};
use pages::Server;
use std::path::Path;

/// Below a sub-path, as on GitHub, where a project's page is never at the root.
pub(crate) const PAGE_AT: &str = "/monthwise/";
pub(crate) const HOSTS_AT: &str = "/hosts/";
const FIXTURES_AT: &str = "/fixtures/";

/// Mounts everything on a server.
pub(crate) fn mounted(server: Server, page: &Path) -> Server {
    server
        .mount(PAGE_AT, page)
        .mount(HOSTS_AT, places::at(HOSTS))
        .mount(FIXTURES_AT, places::at(FIXTURES))
}

/// The paths of all host pages on a server.
pub(crate) fn host_pages() -> Vec<String> {
    let folder = places::at(HOSTS);
    let paths = places::files_of(&folder, "html");
    paths.iter().map(|path| format!("{HOSTS_AT}{}", places::from(&folder, path))).collect()
}
