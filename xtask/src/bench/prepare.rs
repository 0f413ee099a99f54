//! Makes what is measured: the generated news in the form of each page, the pages, and our own site.

use super::{
    feed::{self, Item},
    naive,
    peers::{NEWEST, PAGEFIND, PEERS, Peer, STATIC, US},
    plan::Group,
    words::{PARTNERS, REGIONS},
};
use crate::{
    page::{self, Profile},
    places::{self, BENCH_OUT, BENCH_PEERS, BENCH_SITE},
    run::{duration, program, run, say},
    tools::{self, Npm},
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

/// Makes the site of all pages, and gives what they have to show, by size.
pub(super) fn site(npm: &Npm, groups: &[Group], seed: u64) -> Result<BTreeMap<usize, Value>> {
    let mut peers: BTreeMap<usize, Vec<&'static Peer>> = BTreeMap::new();
    for group in groups {
        let of_size = peers.entry(group.size).or_default();
        of_size
            .extend(group.peers.iter().filter(|peer| !of_size.contains(peer)).collect::<Vec<_>>());
    }
    let site = places::at(BENCH_SITE);
    tools::remove(&site)?;
    fs::create_dir_all(&site).with_context(|| format!("{BENCH_SITE} could not be made"))?;
    let packages = tools::bench_packages()?;
    scripts(npm, &packages, &site)?;
    let command = page::command(Profile::Release)?;
    let mut steps = BTreeMap::new();
    for (size, peers) in peers {
        let start = Instant::now();
        let items = feed::generate(size, seed);
        steps.insert(size, naive::steps(&items));
        let folder = site.join(size.to_string());
        data(&items, &folder)?;
        for peer in &peers {
            let page = folder.join(peer.folder());
            if peer.name != US {
                write(&page.join("index.html"), &html(peer, &items))?;
            }
        }
        say(format_args!("Generated {size} items in {}", duration(start.elapsed())));
        if peers.iter().any(|peer| peer.name == US) {
            ours(&items, &command, &folder.join(US))?;
        }
        if peers.iter().any(|peer| peer.name == PAGEFIND) {
            let mut index = npm.command("esbuild");
            // Node looks for packages beside the script.
            let script = packages.beside("pagefind.mjs");
            index.arg(places::at("bench/driver/pagefind.ts"));
            index.args([
                "--bundle",
                "--platform=node",
                "--format=esm",
                "--packages=external",
                "--log-level=warning",
            ]);
            run(index.arg(format!("--outfile={}", script.display())))?;
            let out = folder.join(PAGEFIND).join("pagefind");
            run(program("node").arg(script).arg(folder.join("data.json")).arg(out))?;
        }
    }
    Ok(steps)
}

/// The driver, as a script that Node runs.
pub(super) fn driver(npm: &Npm) -> Result<PathBuf> {
    let script = places::at(BENCH_OUT).join("driver.cjs");
    let mut esbuild = npm.command("esbuild");
    esbuild.arg(places::at("bench/driver/main.ts"));
    esbuild.args([
        "--bundle",
        "--platform=node",
        "--format=cjs",
        "--packages=external",
        "--log-level=warning",
    ]);
    run(esbuild.arg(format!("--outfile={}", script.display())))?;
    Ok(script)
}

/// The peers' scripts and their style, minified.
fn scripts(npm: &Npm, packages: &Npm, site: &Path) -> Result<()> {
    let mut esbuild = npm.command("esbuild");
    let scripts: BTreeSet<_> = PEERS.iter().filter_map(|peer| peer.script).collect();
    for script in scripts {
        esbuild.arg(format!("{BENCH_PEERS}/{script}.ts"));
    }
    esbuild.arg(format!("{BENCH_PEERS}/shared/style.css"));
    esbuild.args([
        "--bundle",
        "--minify",
        "--format=esm",
        "--target=es2022",
        "--jsx=automatic",
        "--legal-comments=none",
        "--define:process.env.NODE_ENV=\"production\"",
        "--entry-names=[name]",
        "--log-level=warning",
    ]);
    // The smallest of its builds, which has all that is used and which npm's name for it does not lead to.
    let light = packages.modules().join("flexsearch/dist/flexsearch.light.module.min.js");
    esbuild.arg(format!("--alias:flexsearch={}", light.display()));
    esbuild.env("NODE_PATH", packages.modules());
    run(esbuild.arg(format!("--outdir={}", site.display())))
}

/// What the peers load.
fn data(items: &[Item], folder: &Path) -> Result<()> {
    write(&folder.join("data.json"), &feed::columns(items).to_string())?;
    let names = json!({ "count": items.len(), "region": REGIONS, "partner": PARTNERS });
    write(&folder.join("names.json"), &names.to_string())
}

/// Our own site, as an editor makes it.
fn ours(items: &[Item], command: &Path, out: &Path) -> Result<()> {
    let source = places::at(BENCH_OUT).join("source");
    tools::remove(&source)?;
    write(&source.join("news.json"), &feed::json_feed(items).to_string())?;
    write(&source.join("monthwise.toml"), &format!("items_in_page = {NEWEST}\n"))?;
    run(program(command).arg("build").arg(source).arg("--out").arg(out))
}

/// A peer's page.
fn html(peer: &Peer, items: &[Item]) -> String {
    let title = feed::TITLE;
    let head = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"../../style.css\">\n"
    );
    if peer.name == STATIC {
        let newest = &items[..items.len().min(NEWEST)];
        return format!("{head}<main><h1>{title}</h1>\n{}</main>\n</html>\n", feed::html(newest));
    }
    let script = peer.script.unwrap_or(peer.name);
    // What the script asks for first, so that it comes at the same time.
    let preload = if peer.name == PAGEFIND {
        "<link rel=\"modulepreload\" href=\"pagefind/pagefind.js\">\n\
         <link rel=\"preload\" as=\"fetch\" crossorigin href=\"../names.json\">\n"
    } else {
        "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"../data.json\">\n"
    };
    format!(
        "{head}{preload}<script type=\"module\" src=\"../../{script}.js\"></script>\n<main id=\"app\"></main>\n</html>\n"
    )
}

fn write(file: &Path, text: &str) -> Result<()> {
    let folder = file.parent().unwrap_or(file);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(file, text));
    written.with_context(|| format!("{} could not be written", file.display()))
}
