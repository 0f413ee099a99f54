//! Builds the program that unpacks the page's, `crates/unpack`, into a script. In the file that it unpacks it would
//! weigh more, as nothing compresses that, and would be there later.

use crate::{
    panics::silence,
    places::{self, UNPACKER_PROGRAM},
    run::{program, run},
    tools::{Npm, WASM_TARGET},
};
use anyhow::{Context, Result};
use std::fs;

/// How far after each byte the letter stands in Unicode that it is written as. Of most bytes that makes a letter which
/// JavaScript writes as it is, in one byte.
const AFTER: u32 = 43;

/// The script, which `public/unpack.js` imports.
pub(crate) fn script(npm: &Npm) -> Result<String> {
    let letter = |byte| char::from_u32(u32::from(byte) + AFTER);
    let letters: String = unpacker(npm)?.into_iter().filter_map(letter).collect();
    Ok(format!("export const AFTER = {AFTER}, UNPACKER = {};", serde_json::to_string(&letters)?))
}

/// The profile in which the page is built for visitors.
const PROFILE: &str = "wasm-release";

/// What wasm-opt does, in this order, and again for as long as that helps.
const OPTIMISE: &[&str] = &[
    "--converge",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

/// It uses no stack, and if it did, one too many would be a trap. What stands behind a small one has short addresses.
const STACK: &str = "-Clink-arg=-zstack-size=16";

/// What Rust's linker always exports, and the script never asks for.
const UNUSED: &[&str] = &["__data_end", "__heap_base"];

/// The unpacker, as small as it gets, in a build for development too: there it would be slow otherwise.
fn unpacker(npm: &Npm) -> Result<Vec<u8>> {
    let package = ["--package", "unpack", "--target", WASM_TARGET, "--profile", PROFILE];
    // Natively it is a library, which tests are linked with.
    let mut cargo = program("cargo");
    cargo.args(["rustc", "--quiet", "--crate-type=cdylib"]).args(package);
    run(cargo.args(["--", STACK]))?;
    let built = places::at("target").join(WASM_TARGET).join(PROFILE).join("unpack.wasm");
    let unreadable = || format!("{} could not be read", built.display());
    let silent = silence(&fs::read(&built).with_context(unreadable)?)?;
    let mut module = walrus::Module::from_buffer(&silent)?;
    for name in UNUSED {
        // Another linker may not export it.
        let _ = module.exports.remove(name);
    }
    let small = places::at(UNPACKER_PROGRAM);
    module.emit_wasm_file(&small)?;
    let mut wasm_opt = npm.command("wasm-opt");
    run(wasm_opt.arg(&small).args(OPTIMISE).arg("-o").arg(&small))?;
    fs::read(&small).with_context(|| format!("{UNPACKER_PROGRAM} could not be read"))
}
