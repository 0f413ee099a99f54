//! The last step of a build, which Trunk calls as its hook: bundles style sheets and scripts, shrinks and
//! packs the program, and gives all but the script a folder that is named after what is in it.
//!
//! Trunk's own minifier breaks the script that wasm-bindgen writes, and Trunk bundles neither `@import` nor
//! `import`.
//!
//! Browsers and servers keep files for a while, each file for itself. With a folder a version, a script of
//! one build never meets the program, the style or the sentences of another.

use crate::{
    order::arrange,
    pack::pack,
    places::{
        self, FRAME_MESSAGES, FRAME_SCRIPTS, GLUE, MODULES, NAMED, PLAIN_PROGRAM, PLAIN_WASM,
        PROGRAM, SCRIPT, STYLE, UNPACKER, VERSION_FOLDER, WASM,
    },
    run::run,
    shrink::shrink,
    simd::with_simd,
    tools::{self, Npm},
    unpacker,
};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What browsers the scripts are for: all that run the page's WebAssembly know this edition.
const SCRIPT_EDITION: &str = "--target=es2022";

pub(crate) fn finish() -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let staging =
        staging.context("`finish` is called by Trunk, within a build; call `cargo xtask build`")?;
    let release = env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let npm = tools::npm()?;
    bundle_styles(&npm, &staging, release)?;
    if release {
        shrink_program(&npm, &staging)?;
    }
    write_programs(&staging, release)?;
    pack(&staging, release)?;
    let unpacker = staging.join(UNPACKER);
    fs::write(&unpacker, unpacker::script(&npm)?)
        .with_context(|| format!("{} could not be written", unpacker.display()))?;
    let version = version(&staging)?;
    bundle_scripts(&npm, &staging, release, &version)?;
    bundle_frame_scripts(&npm, &staging, release)?;
    gather(&staging, &version)
}

fn bundle_styles(npm: &Npm, staging: &Path, release: bool) -> Result<()> {
    let sheet = places::at(STYLE);
    let target = published(staging, STYLE);
    // No target here: it would rewrite nesting and `light-dark()` for browsers that cannot run the page.
    run(&mut esbuild(npm, &sheet, &target, release))?;
    let unreadable = || format!("{} could not be read or written", target.display());
    let sheet = fs::read_to_string(&target).with_context(unreadable)?;
    fs::write(&target, by_the_text_around(&sheet)).with_context(unreadable)
}

/// A sheet whose lengths in rem are counted by `--rem`, and not by the size of the host's root; style/tokens.css
/// says why. But for the one that says what `--rem` is where nobody does.
fn by_the_text_around(sheet: &str) -> String {
    let mut counted = String::new();
    let mut rest = sheet;
    while let Some(at) = rest.find("rem") {
        let (before, after) = rest.split_at(at);
        let is_number = |letter: char| letter.is_ascii_digit() || letter == '.' || letter == '-';
        let (text, number) = before.split_at(before.trim_end_matches(is_number).len());
        counted.push_str(text);
        let is_unit = number.ends_with(|letter: char| letter.is_ascii_digit());
        match number {
            _ if !is_unit || counted.trim_end().ends_with("--rem:") => {
                counted.extend([number, "rem"]);
            }
            "1" => counted.push_str("var(--rem)"),
            _ => counted.extend(["calc(", number, "*var(--rem))"]),
        }
        rest = &after["rem".len()..];
    }
    counted + rest
}

fn shrink_program(npm: &Npm, staging: &Path) -> Result<()> {
    let glue = staging.join(GLUE);
    let text = fs::read_to_string(&glue)
        .with_context(|| format!("{} could not be read", glue.display()))?;
    fs::write(&glue, shrink(npm, &staging.join(WASM), &text)?)
        .with_context(|| format!("{} could not be written", glue.display()))
}

/// Makes the program with SIMD of the one without, and keeps both; of the first with the names of its functions, too.
fn write_programs(staging: &Path, release: bool) -> Result<()> {
    let wasm = staging.join(WASM);
    let plain = fs::read(&wasm).with_context(|| format!("{} could not be read", wasm.display()))?;
    let simd = with_simd(&plain)?;
    if release {
        fs::write(places::at(NAMED), &simd)
            .with_context(|| format!("{NAMED} could not be written"))?;
    }
    for (file, program) in [(wasm, simd), (staging.join(PLAIN_WASM), plain)] {
        let program = if release { arrange(&program)? } else { program };
        fs::write(&file, program)
            .with_context(|| format!("{} could not be written", file.display()))?;
    }
    Ok(())
}

/// Names by which the bundled scripts know one another, and by which they ask nothing of the browser: they become short.
const OWN_NAMES: &str = "_wbg_cb_unref|cnt|say|__wbg_ptr|__destroy_into_raw|build|place|last|request|release|copy|save|\
    address|child|entitle|hide|lead|plain|today|why|lazy|months|cures|fold|plural|number|region|list|tag|date";

/// One script in place of several, so that no more is asked for. It knows its version.
fn bundle_scripts(npm: &Npm, staging: &Path, release: bool, version: &str) -> Result<()> {
    let (script, glue) = (published(staging, SCRIPT), staging.join(GLUE));
    let mut esbuild = esbuild(npm, &script, &script, release);
    // Browsers read a module as UTF-8, whatever the server says.
    esbuild.args(["--format=esm", SCRIPT_EDITION, "--charset=utf8", "--allow-overwrite"]);
    if release {
        esbuild.arg(format!("--mangle-props=^({OWN_NAMES})$"));
    }
    run(esbuild.arg(format!("--define:VERSION=\"{version}\"")))?;
    remove(&glue)?;
    remove(&staging.join(UNPACKER))?;
    MODULES.iter().try_for_each(|module| remove(&published(staging, module)))
}

/// What both sides of a frame have in common stands in both. They may be loaded as modules or not.
fn bundle_frame_scripts(npm: &Npm, staging: &Path, release: bool) -> Result<()> {
    for script in FRAME_SCRIPTS.map(|script| staging.join(script)) {
        let mut esbuild = esbuild(npm, &script, &script, release);
        run(esbuild.args(["--format=iife", SCRIPT_EDITION, "--allow-overwrite"]))?;
    }
    remove(&staging.join(FRAME_MESSAGES))
}

fn remove(file: &Path) -> Result<()> {
    fs::remove_file(file).with_context(|| format!("{} could not be removed", file.display()))
}

/// What stands in the folder of a version.
const VERSIONED: &[&str] =
    &[PROGRAM, PLAIN_PROGRAM, "monthwise.css", "standalone.css", "languages"];

/// How many hexadecimal digits of a hash tell versions apart.
const DIGITS: usize = 12;

/// The version: a hash of the scripts and of all that they load, in hexadecimal digits.
fn version(staging: &Path) -> Result<String> {
    let mut hash = Sha256::new();
    let scripts = [SCRIPT].iter().chain(&MODULES).map(|script| published(staging, script));
    let loaded = [GLUE, UNPACKER].iter().chain(VERSIONED).map(|name| staging.join(name));
    for part in scripts.chain(loaded) {
        let files = if part.is_dir() { places::files(&part) } else { vec![part] };
        for file in files {
            let bytes =
                fs::read(&file).with_context(|| format!("{} could not be read", file.display()))?;
            // The length keeps apart what would read the same in one piece.
            hash.update(bytes.len().to_le_bytes());
            hash.update(bytes);
        }
    }
    let digits = hash.finalize();
    let digits = digits.iter().flat_map(|byte| [byte >> 4, byte & 0xf]).take(DIGITS);
    Ok(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
}

/// Moves what belongs to a version into its folder, and has the page name it there.
fn gather(staging: &Path, version: &str) -> Result<()> {
    let name = format!("{VERSION_FOLDER}{version}");
    let (folder, page) = (staging.join(&name), staging.join("index.html"));
    let unwritable = || format!("{} could not be read or written", page.display());
    let mut html = fs::read_to_string(&page).with_context(unwritable)?;
    fs::create_dir_all(&folder)
        .with_context(|| format!("{} could not be made", folder.display()))?;
    for file in VERSIONED {
        fs::rename(staging.join(file), folder.join(file))
            .with_context(|| format!("{file} could not be moved to {}", folder.display()))?;
        html = html.replace(&format!("href=\"{file}\""), &format!("href=\"{name}/{file}\""));
    }
    fs::write(&page, html).with_context(unwritable)
}

fn esbuild(npm: &Npm, source: &Path, target: &Path, release: bool) -> Command {
    let mut outfile = OsString::from("--outfile=");
    outfile.push(target);
    let mut esbuild = npm.command("esbuild");
    esbuild.arg(source).arg("--bundle").arg(outfile).arg("--log-level=warning");
    if release {
        esbuild.arg("--minify");
    }
    esbuild
}

/// Where a source file comes to stand: beside the page, under its own name.
fn published(staging: &Path, source: &str) -> PathBuf {
    staging.join(Path::new(source).file_name().unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{by_the_text_around, gather, version};
    use crate::places::{GLUE, PLAIN_PROGRAM, PROGRAM, UNPACKER};
    use std::fs;

    #[test]
    fn lengths_are_counted_by_the_text_around() {
        for (sheet, expected) in [
            ("a{gap:1.5rem -.5rem}", "a{gap:calc(1.5*var(--rem)) calc(-.5*var(--rem))}"),
            ("a{--rem:1rem;--x:var(--rem)}", "a{--rem:1rem;--x:var(--rem)}"),
            ("a{--rem: 1rem;\n  b: 2rem}", "a{--rem: 1rem;\n  b: calc(2*var(--rem))}"),
            (
                "clamp(1rem,1.2rem + 2cqi,3rem)",
                "clamp(var(--rem),calc(1.2*var(--rem)) + 2cqi,calc(3*var(--rem)))",
            ),
            (".theorem .rem{color:red}", ".theorem .rem{color:red}"),
            ("", ""),
        ] {
            assert_eq!(by_the_text_around(sheet), expected);
        }
    }

    #[test]
    fn every_file_of_a_version_changes_its_name_and_the_same_files_keep_it() {
        let staging = tempfile::tempdir().unwrap();
        let at = |name: &str| staging.path().join(name);
        fs::create_dir(at("languages")).unwrap();
        let files = [
            "monthwise.js",
            "unpack.js",
            "browser.js",
            "intl.js",
            GLUE,
            UNPACKER,
            PROGRAM,
            PLAIN_PROGRAM,
            "monthwise.css",
            "standalone.css",
            "languages/en.json",
        ];
        for file in files {
            fs::write(at(file), "before").unwrap();
        }
        let mut seen = vec![version(staging.path()).unwrap()];
        assert_eq!(seen[0].len(), 12);
        for file in files {
            fs::write(at(file), "after").unwrap();
            let now = version(staging.path()).unwrap();
            assert!(!seen.contains(&now), "{file}");
            seen.push(now);
        }
        for file in files {
            fs::write(at(file), "before").unwrap();
        }
        assert_eq!(version(staging.path()).unwrap(), seen[0]);

        fs::write(at("index.html"), "<link href=\"monthwise.css\"><link href=\"icon.svg\">")
            .unwrap();
        gather(staging.path(), "abc").unwrap();
        let page = fs::read_to_string(at("index.html")).unwrap();
        assert_eq!(page, "<link href=\"monthwise-abc/monthwise.css\"><link href=\"icon.svg\">");
        for file in [PROGRAM, PLAIN_PROGRAM, "monthwise.css", "languages/en.json"] {
            assert!(at(&format!("monthwise-abc/{file}")).is_file() && !at(file).exists(), "{file}");
        }
        assert!(at("monthwise.js").is_file(), "pages of others name it, so it stays where it is");
    }
}
