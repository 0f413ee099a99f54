//! The task `bench`: builds the page and its peers, has all of them measured in one run of a browser, prints what
//! was found and writes it to `docs/BENCHMARKS.md`.
//!
//! What decides is here, where it is tested: the news, what every page has to show, statistics, figures, document.
//! `bench/driver` drives the browser and says what it measured in lines of JSON.

mod document;
mod feed;
mod figures;
mod measured;
mod naive;
mod peers;
mod plan;
mod prepare;
mod statistics;
mod tables;
mod words;

pub(crate) use plan::{Brake, Options};

use crate::{
    lock::Lock,
    page::{self, Profile},
    places::{self, BENCH_DOCUMENT, BENCH_LINES, BENCH_OUT, BENCH_SITE},
    run::{duration, output, program, run, say},
    size, tools, versions,
};
use anyhow::{Context, Result, bail};
use measured::{Results, Run};
use naive::Matching;
use pages::Server;
use peers::{HAND, PEERS, Peer, STATIC, US};
use plan::Group;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader, Write},
    net::Ipv4Addr,
    process::{Command, Stdio},
    time::Instant,
};

/// How many items are in view at least, once the first month can be read.
const SCREENFUL: usize = 10;
/// Over how many changes memory is watched.
const CHANGES: usize = 1_000;
/// The pages of which a trace tells what they do: ours, and what it is compared with.
const TRACED: [&str; 3] = [STATIC, US, HAND];
/// How long a page may take for a single thing, in ms.
const PATIENCE: usize = 180_000;
/// Where the site is, below a sub-path.
const SITE_AT: &str = "/bench/";

/// The names that `--only` takes.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    PEERS.iter().map(|peer| peer.name)
}

/// Measures, or reads what was measured last, and says it.
pub(crate) fn bench(options: &Options) -> Result<()> {
    if !options.again {
        measure(options)?;
    }
    if options.profile {
        return Ok(());
    }
    let lines = fs::read_to_string(places::at(BENCH_LINES))
        .with_context(|| format!("nothing has been measured yet: there is no {BENCH_LINES}"))?;
    let results = Results::read(&lines)?;
    if results.visits.is_empty() {
        bail!(
            "nothing has been measured: the pages that were named are not measured at these sizes"
        );
    }
    let document = document::document(&results);
    for (size, slow) in results.groups() {
        say(format_args!(
            "\n{size} items{}\n\n{}",
            tables::brake(slow),
            tables::times(&results, size, slow)
        ));
    }
    say(format_args!("\n{}", figures::table(&results)));
    fs::write(places::at(BENCH_DOCUMENT), document)
        .with_context(|| format!("{BENCH_DOCUMENT} could not be written"))?;
    say(format_args!("Written to {BENCH_DOCUMENT}"));
    Ok(())
}

fn measure(options: &Options) -> Result<()> {
    // Two at a time would measure each other.
    let _lock = Lock::take("measuring")?;
    let start = Instant::now();
    let npm = tools::npm()?;
    let chromium = tools::chromium()?;
    page::build(Profile::Release)?;
    let code = size::print(&Profile::Release.folder())?;
    let groups = plan::groups(options);
    let steps = prepare::site(&npm, &groups, options.seed)?;

    let server =
        Server::bind((Ipv4Addr::LOCALHOST, 0)).context("no port can be used on this machine")?;
    let server = server.mount(SITE_AT, places::at(BENCH_SITE));
    let server = server.start().context("the server did not start")?;
    let url = format!("http://{}{SITE_AT}", server.address());
    let plan = places::at(BENCH_OUT).join("plan.json");
    fs::write(&plan, for_driver(&url, options, &groups, &steps).to_string())
        .with_context(|| format!("{} could not be written", plan.display()))?;

    let mut node = program("node");
    node.arg(prepare::driver(&npm)?).arg(plan);
    node.env("NODE_PATH", npm.modules()).env("CHROMIUM", chromium);
    if options.profile {
        return run(&mut node);
    }
    record(node, &Run { call: call(), seed: options.seed, code, versions: used()? })?;
    say(format_args!("Measured in {}", duration(start.elapsed())));
    Ok(())
}

/// The plan as the driver reads it.
fn for_driver(
    url: &str,
    options: &Options,
    groups: &[Group],
    steps: &BTreeMap<usize, Value>,
) -> Value {
    let names = |peers: &[&Peer]| peers.iter().map(|peer| peer.name).collect::<Vec<_>>();
    let peers = PEERS.iter().map(|peer| {
        json!({
            "name": peer.name,
            "folder": peer.folder(),
            "holds": peer.page.unwrap_or_default(),
            "rows": peer.rows(),
            "matching": match peer.matching {
                Some(Matching::Starts) => "starts",
                Some(Matching::Anywhere) => "anywhere",
                Some(Matching::Whole) => "whole",
                None => "none",
            },
        })
    });
    let groups = groups.iter().map(|group| {
        json!({
            "size": group.size,
            "slow": group.slow,
            "rounds": group.rounds,
            "peers": names(&group.peers),
            "growth": names(&group.growth),
        })
    });
    json!({
        "url": url,
        "seed": options.seed,
        "peers": peers.collect::<Vec<_>>(),
        "groups": groups.collect::<Vec<_>>(),
        "steps": steps,
        "traced": TRACED,
        "changes": CHANGES,
        "compared": naive::COMPARED,
        "screenful": SCREENFUL,
        "patience": PATIENCE,
        "profiles": options.profile.then(|| places::at(BENCH_OUT)),
    })
}

/// Runs the driver and keeps what it says, which takes the place of what was measured before once it is whole.
fn record(mut driver: Command, run: &Run) -> Result<()> {
    let lines = places::at(BENCH_LINES);
    let partial = lines.with_extension("partial");
    let unwritable = || format!("{} could not be written", partial.display());
    // Line by line, so that what was measured before a fault can be looked at.
    let mut file = fs::File::create(&partial).with_context(unwritable)?;
    writeln!(file, "{}", run.line()?).with_context(unwritable)?;
    let mut driver = driver.stdout(Stdio::piped()).spawn().context("node could not be started")?;
    for line in driver.stdout.take().map(BufReader::new).into_iter().flat_map(BufRead::lines) {
        writeln!(file, "{}", line?).with_context(unwritable)?;
    }
    if !driver.wait()?.success() {
        bail!("the pages could not be measured; what went wrong is above");
    }
    fs::rename(&partial, lines).with_context(unwritable)
}

/// The call as it was made.
fn call() -> String {
    ["cargo".to_owned(), "xtask".to_owned()]
        .into_iter()
        .chain(env::args().skip(1))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The versions of all that was measured, and of what measured it.
fn used() -> Result<Vec<(String, String)>> {
    let commit =
        output(program("git").args(["describe", "--always", "--dirty"])).unwrap_or_default();
    let mut used = vec![(
        "Monthwise".to_owned(),
        format!("{} {commit}", env!("CARGO_PKG_VERSION")).trim().to_owned(),
    )];
    used.extend(versions::npm(places::BENCH_PACKAGE, "dependencies")?);
    let tools = versions::npm(places::NPM_PACKAGE, "devDependencies")?;
    used.extend(
        tools.into_iter().filter(|(name, _)| ["@playwright/test", "esbuild"].contains(&&**name)),
    );
    Ok(used)
}
