//! Where things are: every path that tasks use, named once.

use std::path::{Path, PathBuf};

/// The repository's folder.
pub(crate) fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A path inside of the repository.
pub(crate) fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// What a build is made from. Paths that do not exist (yet) do no harm.
pub(crate) const INPUTS: &[&str] = &[
    "src",
    "crates/archive",
    "crates/memory",
    "crates/send-wrapper",
    "crates/unpack",
    "crates/wasm-streams",
    "style",
    "public",
    "languages",
    "index.html",
    CARGO_TOML,
    CARGO_LOCK,
    "Trunk.toml",
    "rust-toolchain.toml",
    ".cargo",
    NPM_LOCK,
    "xtask/src/closures.rs",
    "xtask/src/finish.rs",
    "xtask/src/known.rs",
    "xtask/src/glue.rs",
    "xtask/src/order.rs",
    "xtask/src/pack.rs",
    "xtask/src/page.rs",
    "xtask/src/panics.rs",
    "xtask/src/shrink.rs",
    "xtask/src/simd.rs",
    "xtask/src/unpacker.rs",
];

pub(crate) const CARGO_TOML: &str = "Cargo.toml";
pub(crate) const CARGO_LOCK: &str = "Cargo.lock";
pub(crate) const NPM_PACKAGE: &str = "xtask/package.json";
pub(crate) const NPM_LOCK: &str = "xtask/package-lock.json";
pub(crate) const HTML_RULES: &str = "xtask/htmlvalidate.json";

/// The package, and the program, that publishes.
pub(crate) const COMMAND: &str = "monthwise";

/// The page as visitors get it.
pub(crate) const DIST: &str = "dist";
/// The page while it is worked on. Not in `dist`, which is what gets published.
pub(crate) const SERVE_DIST: &str = "target/serve-dist";

/// The sheet that imports all others, and its name beside the page.
pub(crate) const STYLE: &str = "style/monthwise.css";

/// The script that the page names.
pub(crate) const SCRIPT: &str = "public/monthwise.js";
/// What the script unpacks the program by.
pub(crate) const UNPACK: &str = "public/unpack.js";
/// What is bundled with the script.
pub(crate) const MODULES: [&str; 3] = [UNPACK, "public/browser.js", "public/intl.js"];
/// The scripts of both sides of a frame, as they are published, and what both are bundled with.
pub(crate) const FRAME_SCRIPTS: [&str; 2] = ["monthwise-frame.js", "frame/frame.js"];
pub(crate) const FRAME_MESSAGES: &str = "frame/messages.js";
/// What wasm-bindgen writes beside the page: the script that it imports, and the program.
pub(crate) const GLUE: &str = "monthwise-page.js";
pub(crate) const WASM: &str = "monthwise-page_bg.wasm";
/// The script with what unpacks the program; `public/unpack.js` names it too.
pub(crate) const UNPACKER: &str = "unpacker.js";
/// The program as it is published, compressed; `public/monthwise.js` names it too.
pub(crate) const PROGRAM: &str = "monthwise.bin";
/// The one for browsers without SIMD, before it is compressed and as it is published.
pub(crate) const PLAIN_WASM: &str = "monthwise-page_plain.wasm";
pub(crate) const PLAIN_PROGRAM: &str = "monthwise-plain.bin";
/// How the name of the folder begins that holds what a version of the script loads; the version
/// follows. `public/monthwise.js` and `crates/publish` know it too.
pub(crate) const VERSION_FOLDER: &str = "monthwise-";

pub(crate) const TOOLS: &str = "target/tools";
/// What tasks remember between two runs.
pub(crate) const MEMORY: &str = "target/xtask";

/// The older copy of the script that host pages name.
pub(crate) const OLD: &str = "target/old";
/// The program as it is published, but not compressed and with the names of its functions.
pub(crate) const NAMED: &str = "target/xtask/page.wasm";
/// What unpacks it.
pub(crate) const UNPACKER_PROGRAM: &str = "target/xtask/unpack.wasm";
/// Where a reason is given for each crate that is in it.
pub(crate) const REASONS: &str = "docs/ARCHITECTURE.md";

/// The sites that tests make.
pub(crate) const SITES: &str = "target/sites";

pub(crate) const TESTS: &str = "tests";
pub(crate) const HOSTS: &str = "tests/hosts";
pub(crate) const FIXTURES: &str = "tests/fixtures";
pub(crate) const TYPESCRIPT: &str = "tests/tsconfig.json";
pub(crate) const PLAYWRIGHT: &str = "tests/playwright.config.ts";
/// Where Node looks for what the tests import.
pub(crate) const TEST_MODULES: &str = "tests/node_modules";

/// The peers of the benchmark: their packages and their scripts.
pub(crate) const BENCH: &str = "bench";
pub(crate) const BENCH_PACKAGE: &str = "bench/package.json";
pub(crate) const BENCH_LOCK: &str = "bench/package-lock.json";
pub(crate) const BENCH_PEERS: &str = "bench/peers";
/// What is made for it, what of that is served, and what was measured last.
pub(crate) const BENCH_OUT: &str = "target/bench";
pub(crate) const BENCH_SITE: &str = "target/bench/site";
pub(crate) const BENCH_LINES: &str = "target/bench/measured.jsonl";
pub(crate) const BENCH_DOCUMENT: &str = "docs/BENCHMARKS.md";

/// All files below a folder, in a fixed order. A folder that is not there has none.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect()
}

/// All files below a folder whose names end in `.extension`.
pub(crate) fn files_of(folder: &Path, extension: &str) -> Vec<PathBuf> {
    files(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect()
}

/// A path as URLs and people write it, from a folder on.
pub(crate) fn from(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}
