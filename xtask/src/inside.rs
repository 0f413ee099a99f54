//! What the program consists of: by section, by crate and by function, and why each crate is in it.
//!
//! Read from the copy with names that `xtask/src/finish.rs` keeps of the program as it is published. A function
//! that is inlined counts as a part of the one it stands in, and a generic one belongs to the crate that asks for
//! it with its own types, not to the one that wrote it.

use crate::{
    pack::packed,
    places::{self, CARGO_LOCK, NAMED, REASONS},
    run::say,
    size::grouped,
};
use anyhow::{Context, Result, bail};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    ops::Range,
    slice::from_ref,
};
use toml::Table;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

/// How many functions are listed.
const LISTED: usize = 60;

/// The heading over the table of reasons, and what a row of it begins with.
const HEADING: &str = "\n## What is in the program\n";
const ROW: &str = "| `";

/// Where the standard library's functions come from, each crate before those that are built on it.
const STANDARD: &[&str] = &["core", "compiler_builtins", "alloc", "hashbrown", "std", "__rustc"];

/// Functions that have no path: the memory's own, those between wasm-bindgen's script and the program, and what
/// the page exports to it.
const PATHLESS: &[(&str, &str)] = &[
    ("mem", "compiler_builtins"),
    ("__externref", "wasm_bindgen"),
    ("__wbindgen", "wasm_bindgen"),
    ("", "monthwise_page"),
];

/// The task `size`.
pub(crate) fn report() -> Result<()> {
    let program = Program::read(&named()?)?;
    let (crates, reasons) = (program.crates(&Crates::locked()?), reasons()?);
    say(
        "\"packed\" is how many bytes less the published program has when these are cut out of it. What is like\n\
         something else costs less than that; so the lines of a table need not add up.\n",
    );
    say(table("section", program.sections()));
    say(table("crate", crates.iter().map(|(name, ranges)| program.line(name, ranges))));
    let functions = program.functions.iter().take(LISTED);
    say(table("function", functions.map(|(name, range)| program.line(name, from_ref(range)))));
    for name in crates.keys() {
        say(format_args!("{name}: {}", reasons.get(name).map_or("NO REASON", String::as_str)));
    }
    within_reason(&crates.keys().map(String::as_str).collect::<Vec<_>>(), &reasons)
}

/// Fails where a crate is in the program that no reason is given for.
pub(crate) fn check() -> Result<()> {
    let crates = Program::read(&named()?)?.crates(&Crates::locked()?);
    within_reason(&crates.keys().map(String::as_str).collect::<Vec<_>>(), &reasons()?)
}

fn within_reason(crates: &[&str], reasons: &BTreeMap<String, String>) -> Result<()> {
    let without: Vec<_> =
        crates.iter().copied().filter(|name| !reasons.contains_key(*name)).collect();
    if without.is_empty() {
        return Ok(());
    }
    bail!(
        "{} is in the program, and {REASONS} gives no reason why; take it out, or give one under \"{}\"",
        without.join(", "),
        HEADING.trim().trim_start_matches("## ")
    )
}

fn named() -> Result<Vec<u8>> {
    fs::read(places::at(NAMED))
        .with_context(|| format!("{NAMED} could not be read; `cargo xtask build` makes it"))
}

/// Why each crate is in the program, by its name.
fn reasons() -> Result<BTreeMap<String, String>> {
    let text = fs::read_to_string(places::at(REASONS))
        .with_context(|| format!("{REASONS} could not be read"))?;
    Ok(reasons_in(&text))
}

fn reasons_in(text: &str) -> BTreeMap<String, String> {
    let (_, table) = text.split_once(HEADING).unwrap_or_default();
    let table = table.split("\n## ").next().unwrap_or_default();
    let rows = table.lines().filter_map(|line| line.strip_prefix(ROW)?.split_once("` | "));
    let reasons = rows.flat_map(|(names, reason)| {
        let reason = reason.trim_end_matches(" |");
        names.split("`, `").map(move |name| (name.to_owned(), reason.to_owned()))
    });
    reasons.collect()
}

/// A program, with its parts as ranges of its bytes.
struct Program {
    bytes: Vec<u8>,
    sections: Vec<(String, Range<usize>)>,
    /// Functions by their names, the largest first.
    functions: Vec<(String, Range<usize>)>,
    /// How much it weighs packed, without its names.
    packed: usize,
}

impl Program {
    fn read(bytes: &[u8]) -> Result<Self> {
        let (mut sections, mut bodies, mut names) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut imported = 0_u32;
        let mut end = 0;
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload.with_context(|| format!("{NAMED} is no WebAssembly"))?;
            if let Some((_, range)) = payload.as_section()
                && !matches!(payload, Payload::CustomSection(_))
            {
                end = range.end;
                sections.push((section(&payload).to_owned(), range));
            }
            match payload {
                Payload::ImportSection(imports) => {
                    for import in imports.into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.range()),
                Payload::CustomSection(custom) => {
                    if let KnownCustom::Name(parts) = custom.as_known() {
                        for part in parts {
                            if let Name::Function(functions) = part? {
                                for name in functions {
                                    let name = name?;
                                    names.insert(name.index, name.name.to_owned());
                                }
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        let name = |index| names.remove(&index).unwrap_or_else(|| "(no name)".to_owned());
        let mut functions: Vec<_> = (imported..).map(name).zip(bodies).collect();
        functions.sort_by_key(|(_, range)| std::cmp::Reverse(range.len()));
        // Custom sections stand last.
        let bytes = bytes[..end].to_vec();
        let packed = packed(&bytes, true)?.len();
        Ok(Self { bytes, sections, functions, packed })
    }

    fn sections(&self) -> impl Iterator<Item = [String; 3]> {
        self.sections.iter().map(|(name, range)| self.line(name, from_ref(range)))
    }

    /// The functions of each crate.
    fn crates(&self, crates: &Crates) -> BTreeMap<String, Vec<Range<usize>>> {
        let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for (name, range) in &self.functions {
            found.entry(crates.of(name).to_owned()).or_default().push(range.clone());
        }
        found
    }

    /// A name and what weighs that goes by it.
    fn line(&self, name: &str, ranges: &[Range<usize>]) -> [String; 3] {
        let plain = ranges.iter().map(Range::len).sum();
        let mut cut: Vec<_> = ranges.to_vec();
        cut.sort_by_key(|range| range.start);
        let mut left = Vec::with_capacity(self.bytes.len());
        let mut from = 0;
        for range in cut {
            left.extend_from_slice(&self.bytes[from..range.start]);
            from = range.end;
        }
        left.extend_from_slice(&self.bytes[from..]);
        let less = packed(&left, true).map_or(0, |left| self.packed.saturating_sub(left.len()));
        [without_hashes(name), grouped(plain), grouped(less)]
    }
}

fn section(payload: &Payload) -> &'static str {
    match payload {
        Payload::TypeSection(_) => "types",
        Payload::ImportSection(_) => "imports",
        Payload::FunctionSection(_) => "functions",
        Payload::ExportSection(_) => "exports",
        Payload::ElementSection(_) => "table",
        Payload::CodeSectionStart { .. } => "code",
        Payload::DataSection(_) => "data",
        _ => "other",
    }
}

/// How far each crate is from those that depend on nothing.
struct Crates(BTreeMap<String, usize>);

impl Crates {
    /// The crates that Cargo links, as its lock has them.
    fn locked() -> Result<Self> {
        let text = fs::read_to_string(places::at(CARGO_LOCK))
            .with_context(|| format!("{CARGO_LOCK} could not be read"))?;
        Ok(Self::of_lock(&text.parse().with_context(|| format!("{CARGO_LOCK} is not TOML"))?))
    }

    fn of_lock(lock: &Table) -> Self {
        let text = |value: &toml::Value| {
            // Where there are several of a name, a version follows it.
            value
                .as_str()
                .and_then(|name| name.split(' ').next())
                .unwrap_or_default()
                .replace('-', "_")
        };
        let packages = lock.get("package").and_then(toml::Value::as_array);
        let mut needs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for package in packages.into_iter().flatten() {
            let needed = package.get("dependencies").and_then(toml::Value::as_array);
            let needed = needed.into_iter().flatten().map(text);
            needs
                .entry(package.get("name").map(text).unwrap_or_default())
                .or_default()
                .extend(needed);
        }
        let mut depths: BTreeMap<_, _> =
            STANDARD.iter().map(|name| (*name).to_owned()).zip(0..).collect();
        for name in needs.keys() {
            depth(name, &needs, &mut depths);
        }
        Self(depths)
    }

    /// The crate that a function belongs to: of those in its name the one that is built on the others.
    fn of<'a>(&self, function: &'a str) -> &'a str {
        let named = function.match_indices('[').filter_map(|(at, _)| {
            let (before, behind) = function.split_at(at);
            let (hash, _) = behind[1..].split_once(']')?;
            let begin = before.rfind(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let name = &before[begin.map_or(0, |begin| begin + 1)..];
            let is_hash = !hash.is_empty() && hash.bytes().all(|digit| digit.is_ascii_hexdigit());
            (is_hash && !name.is_empty()).then_some(name)
        });
        let pathless = PATHLESS.iter().find(|(begin, _)| function.starts_with(begin));
        named
            .max_by_key(|name| self.0.get(*name))
            .or(pathless.map(|(_, name)| *name))
            .unwrap_or(function)
    }
}

/// How many crates stand one upon the other below this one.
fn depth(
    name: &str,
    needs: &BTreeMap<String, BTreeSet<String>>,
    depths: &mut BTreeMap<String, usize>,
) -> usize {
    if let Some(depth) = depths.get(name) {
        return *depth;
    }
    // For tests a crate may need one that needs it: that way back does not count.
    depths.insert(name.to_owned(), STANDARD.len());
    let below =
        needs.get(name).into_iter().flatten().map(|needed| depth(needed, needs, depths) + 1);
    let depth = below.max().unwrap_or_default().max(STANDARD.len());
    depths.insert(name.to_owned(), depth);
    depth
}

/// A function's name without the hashes by which the compiler tells versions of crates apart.
fn without_hashes(name: &str) -> String {
    let mut pieces = name.split('[');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((hash, after)) if hash.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                text += after;
            }
            _ => text.extend(["[", piece]),
        }
    }
    text
}

/// Lines of a name and two numbers, the largest first.
fn table(what: &str, lines: impl Iterator<Item = [String; 3]>) -> String {
    let mut lines: Vec<_> = lines.collect();
    let number = |text: &str| text.replace(',', "").parse::<usize>().unwrap_or_default();
    lines.sort_by_key(|[_, plain, _]| std::cmp::Reverse(number(plain)));
    let head = ["", "plain", "packed"].map(str::to_owned);
    let [_, plain, packed] = &head;
    let mut text = format!("{plain:>9} {packed:>8}  {what}\n");
    for [name, plain, packed] in lines {
        let _ = writeln!(text, "{plain:>9} {packed:>8}  {name}");
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{Crates, Program, reasons, reasons_in, table, within_reason, without_hashes};
    use std::collections::BTreeMap;
    use walrus::{FunctionBuilder, Module};

    const LOCK: &str = r#"
        [[package]]
        name = "the-page"
        dependencies = ["news", "signals 0.2.0"]
        [[package]]
        name = "signals"
        dependencies = ["small-vec"]
        [[package]]
        name = "news"
        [[package]]
        name = "small-vec"
        dependencies = ["tests"]
        [[package]]
        name = "tests"
        dependencies = ["small-vec"]
    "#;

    fn crates() -> Crates {
        Crates::of_lock(&LOCK.parse().unwrap())
    }

    #[test]
    fn a_function_belongs_to_the_crate_that_asks_for_it() {
        for (function, expected) in [
            ("<news[a1]::Feed>::read", "news"),
            ("<alloc[f0]::vec::Vec<news[a1]::Item> as core[f0]::ops::drop::Drop>::drop", "news"),
            ("<std[f0]::sync::Mutex<alloc[f0]::string::String>>::lock", "std"),
            ("<small_vec[1]::SmallVec<[u8; 4]>>::push::<signals[2]::Signal>", "signals"),
            ("signals[2]::with::<the_page[3]::App, [core[f0]::any::TypeId; 2]>", "the_page"),
            ("memcpy", "compiler_builtins"),
            ("__externref_table_alloc", "wasm_bindgen"),
            ("mount", "monthwise_page"),
        ] {
            assert_eq!(crates().of(function), expected, "{function}");
        }
    }

    #[test]
    fn hashes_are_left_out_of_names_and_arrays_stay() {
        let name = "<[u8; 4] as core[c5930c85a12de822]::fmt::Debug>::fmt::<[a[0]::B]>";
        assert_eq!(without_hashes(name), "<[u8; 4] as core::fmt::Debug>::fmt::<[a::B]>");
    }

    /// A program of functions of so many instructions.
    fn program(functions: &[(&str, i32)]) -> Program {
        let mut module = Module::default();
        for (name, length) in functions {
            let mut builder = FunctionBuilder::new(&mut module.types, &[], &[]);
            builder.name((*name).to_owned());
            for value in 0..*length {
                builder.func_body().i32_const(value * value * 7919 % 10_007).drop();
            }
            let function = builder.finish(vec![], &mut module.funcs);
            module.exports.add(name, function);
        }
        Program::read(&module.emit_wasm()).unwrap()
    }

    #[test]
    fn what_belongs_to_a_crate_is_summed_up_and_weighed_by_what_is_left_without_it() {
        let names = ["news[a1]::one", "signals[2]::two", "news[a1]::three"];
        let program = program(&[(names[0], 100), (names[1], 300), (names[2], 50)]);
        let sizes: Vec<_> = program.functions.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(sizes, [names[1], names[0], names[2]]);
        let crates = program.crates(&crates());
        assert_eq!(crates["news"].len(), 2);
        let weight = |name: &str| program.line(name, &crates[name]);
        let number = |text: &str| text.replace(',', "").parse::<usize>().unwrap();
        let [_, news, less] = weight("news");
        let [_, signals, more] = weight("signals");
        assert!(number(&news) < number(&signals) && number(&less) < number(&more));
        assert!(number(&less) > 0 && number(&news) + number(&signals) < program.bytes.len());
        let names: Vec<_> = program.sections().map(|[name, ..]| name).collect();
        assert_eq!(names, ["types", "functions", "exports", "code"]);
        assert!(Program::read(b"no program").is_err());
    }

    #[test]
    fn the_largest_stands_first() {
        let line = |name: &str, plain: &str| [name, plain, "9"].map(str::to_owned);
        let lines = [line("a", "999"), line("b", "1,000")];
        let expected = "    plain   packed  crate\n    1,000        9  b\n      999        9  a\n";
        assert_eq!(table("crate", lines.into_iter()), expected);
    }

    #[test]
    fn a_crate_without_a_reason_fails() {
        let text = "# A\n\n## What is in the program\n\n| crate | why |\n|---|---|\n| `news` | all rules |\n\
                    | `a`, `b` | more |\n\
                    \n## More\n\n| `other` | not here |\n";
        let reasons = reasons_in(text);
        let expected = [("news", "all rules"), ("a", "more"), ("b", "more")];
        let expected = expected.map(|(name, reason)| (name.to_owned(), reason.to_owned()));
        assert_eq!(reasons, BTreeMap::from(expected));
        assert!(within_reason(&["news"], &reasons).is_ok());
        let error = within_reason(&["news", "other", "more"], &reasons).unwrap_err().to_string();
        let expected = "other, more is in the program, and docs/ARCHITECTURE.md gives no reason why; take it out, or \
                        give one under \"What is in the program\"";
        assert_eq!(error, expected);
    }

    #[test]
    fn reasons_are_found_where_they_stand() {
        assert!(!reasons().unwrap().is_empty());
    }
}
