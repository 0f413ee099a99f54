//! What the page weighs on the wire, file by file, against what it may weigh.

use crate::{
    places::{self, PLAIN_PROGRAM, PROGRAM, SCRIPT, VERSION_FOLDER},
    run::say,
};
use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use lzma_rust2::LzmaReader;
use std::{fs, io, io::Write, path::Path};

/// What all code may weigh, compressed, in bytes.
const BUDGET: usize = 90_000;

/// What is weighed: code, and one of the languages, of which a visitor gets one.
const CODE: &[&str] = &["bin", "js", "css"];
const LANGUAGE: &str = "languages/en.json";

/// A file's name and bytes, as they are and compressed.
struct Weight {
    name: String,
    plain: usize,
    compressed: usize,
    /// Whether it is code that every visitor of a list gets. Sentences are content; and what stands beside
    /// the page, such as the scripts of a frame, is loaded by others, or besides.
    counts: bool,
}

/// Prints the table and gives the sum of the compressed sizes.
pub(crate) fn print(folder: &Path) -> Result<usize> {
    let weights = weigh(folder)?;
    say(table(&weights));
    Ok(sum(&weights))
}

/// Prints the table, and fails where the sum is over the budget.
pub(crate) fn check(folder: &Path) -> Result<()> {
    within_budget(print(folder)?)
}

fn within_budget(sum: usize) -> Result<()> {
    if sum > BUDGET {
        let (sum, over) = (grouped(sum), grouped(sum - BUDGET));
        bail!("all code weighs {sum} bytes compressed, {over} too many");
    }
    Ok(())
}

fn weigh(folder: &Path) -> Result<Vec<Weight>> {
    let mut weights = Vec::new();
    for path in places::files(folder) {
        let name = places::from(folder, &path);
        let unversioned = unversioned(&name);
        let counts = unversioned.is_some() || SCRIPT.ends_with(&format!("/{name}"));
        let name = unversioned.unwrap_or(&name).to_owned();
        let extension =
            path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if CODE.contains(&extension) || name == LANGUAGE {
            let sizes = fs::read(&path).and_then(|bytes| sizes(&name, &bytes));
            let (plain, compressed) =
                sizes.with_context(|| format!("{} could not be weighed", path.display()))?;
            // Whoever gets the plain program gets no other.
            let counts = counts && name != LANGUAGE && name != PLAIN_PROGRAM;
            weights.push(Weight { name, plain, compressed, counts });
        }
    }
    if weights.is_empty() {
        bail!("{} holds no page; `cargo xtask build` makes one", folder.display());
    }
    weights.sort_by_key(|weight| std::cmp::Reverse(weight.compressed));
    Ok(weights)
}

/// The name that a file has in the folder of its version, where it is in one.
fn unversioned(name: &str) -> Option<&str> {
    let (folder, name) = name.split_once('/')?;
    folder.starts_with(VERSION_FOLDER).then_some(name)
}

/// How many bytes a file has, as they are used and as they are sent. The program is published compressed.
fn sizes(name: &str, bytes: &[u8]) -> io::Result<(usize, usize)> {
    if name == PROGRAM || name == PLAIN_PROGRAM {
        let mut plain = Vec::new();
        io::copy(&mut LzmaReader::new_mem_limit(bytes, u32::MAX, None)?, &mut plain)?;
        return Ok((plain.len(), bytes.len()));
    }
    Ok((bytes.len(), compressed(bytes)?))
}

/// How many bytes there are after gzip at its best.
fn compressed(bytes: &[u8]) -> io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn sum(weights: &[Weight]) -> usize {
    weights.iter().filter(|weight| weight.counts).map(|weight| weight.compressed).sum()
}

fn table(weights: &[Weight]) -> String {
    let line =
        |name: &str, plain: &str, compressed: &str| [name, plain, compressed].map(str::to_owned);
    let file =
        |weight: &Weight| line(&weight.name, &grouped(weight.plain), &grouped(weight.compressed));
    let (code, besides): (Vec<_>, Vec<_>) = weights.iter().partition(|weight| weight.counts);
    let plain = code.iter().map(|weight| weight.plain).sum();
    let mut lines = vec![line("bytes", "plain", "sent")];
    lines.extend(code.into_iter().map(file));
    lines.push(line("all code", &grouped(plain), &grouped(sum(weights))));
    lines.push(line("budget", "", &grouped(BUDGET)));
    lines.extend(besides.into_iter().map(file));
    let width = lines.iter().map(|[name, ..]| name.len()).max().unwrap_or_default();
    let lines = lines
        .iter()
        .map(|[name, plain, compressed]| format!("{name:width$}  {plain:>9}  {compressed:>9}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A number with its thousands set apart.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{BUDGET, LANGUAGE, Weight, grouped, sizes, table, weigh, within_budget};
    use crate::{pack::packed, places::PROGRAM};
    use std::fs;

    #[test]
    fn thousands_are_set_apart() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (90_000, "90,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), expected);
        }
    }

    #[test]
    fn the_table_lines_up_and_sums_up_the_code_alone() {
        let weight = |name: &str, plain, compressed, counts| {
            let name = name.to_owned();
            Weight { name, plain, compressed, counts }
        };
        let weights = [
            weight("page.bin", 200_000, 70_000, true),
            weight(LANGUAGE, 3_000, 1_500, false),
            weight("a.js", 1_000, 500, true),
        ];
        let expected = "\
bytes                  plain       sent
page.bin             200,000     70,000
a.js                   1,000        500
all code             201,000     70,500
budget                           90,000
languages/en.json      3,000      1,500";
        assert_eq!(table(&weights), expected);
    }

    #[test]
    fn code_and_one_language_are_weighed_and_what_every_visitor_gets_counts() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("monthwise-1/languages")).unwrap();
        fs::create_dir(folder.path().join("frame")).unwrap();
        for name in [
            "monthwise.js",
            "monthwise-frame.js",
            "monthwise-1/b.bin",
            "monthwise-1/c.css",
            "d.html",
            "frame/frame.css",
            "news.json",
            "monthwise-1/languages/en.json",
            "monthwise-1/languages/fr.json",
        ] {
            fs::write(folder.path().join(name), name).unwrap();
        }
        let weights = weigh(folder.path()).unwrap();
        let names = |counts| {
            let weights = weights.iter().filter(|weight| weight.counts == counts);
            let mut names: Vec<_> = weights.map(|weight| &*weight.name).collect();
            names.sort_unstable();
            names
        };
        assert_eq!(names(true), ["b.bin", "c.css", "monthwise.js"]);
        assert_eq!(names(false), ["frame/frame.css", "languages/en.json", "monthwise-frame.js"]);
    }

    #[test]
    fn what_is_compressed_already_is_weighed_as_it_is() {
        let plain: Vec<u8> = (0..250).cycle().take(1_000).collect();
        let packed = packed(&plain, true).unwrap();
        assert_eq!(sizes(PROGRAM, &packed).unwrap(), (1_000, packed.len()));
        assert!(sizes(PROGRAM, &packed[..100]).is_err());
        let (plain, compressed) = sizes("a.js", &[b'a'; 1_000]).unwrap();
        assert!(plain == 1_000 && compressed < 100, "{plain}, {compressed}");
    }

    #[test]
    fn a_folder_without_a_page_has_no_weight() {
        let folder = tempfile::tempdir().unwrap();
        let error = weigh(folder.path()).err().unwrap().to_string();
        assert!(error.ends_with("holds no page; `cargo xtask build` makes one"), "{error}");
    }

    #[test]
    fn the_budget_is_the_most_that_passes() {
        assert!(within_budget(BUDGET).is_ok());
        let error = within_budget(BUDGET + 1).unwrap_err().to_string();
        assert_eq!(error, "all code weighs 90,001 bytes compressed, 1 too many");
    }
}
