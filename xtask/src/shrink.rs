//! Makes the WebAssembly smaller, and shortens the names by which it and wasm-bindgen's script know one another.
//!
//! Those names have some thirty letters each, there are more than a hundred, and they compress badly: in both
//! files together they are worth a twentieth of the page. wasm-opt gives the WebAssembly names of one or two
//! letters; here the script gets the same ones. Trunk calls wasm-opt by itself where it is asked to, but then it
//! could not be told all this.

use crate::{
    closures, glue, known, panics,
    run::{answer, run},
    tools::Npm,
};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What wasm-opt does, in this order, and again for as long as that helps. Chosen by how the result is packed, which is
/// not always the smallest file: what keeps common subexpressions in variables, gives two variables one place
/// or cuts zeros out of data saves bytes that then compress worse.
const OPTIMISE: &[&str] = &[
    "--converge",
    // It gets SIMD afterwards, in one place.
    "--no-inline=*bytes_without*",
    // Rust puts the far end of the stack into the first kilobyte, and never an object.
    "--low-memory-unused",
    "--skip-pass=local-cse",
    "--skip-pass=merge-locals",
    "--skip-pass=memory-packing",
    "-Oz",
    // Makes the branches of all functions anew, all in one manner, from code that has to be flat for it. What that
    // costs another round takes back, and then some.
    "--flatten",
    "--rereloop",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    // The names of functions stay, for `cargo xtask size`; what is published has none.
    "-g",
];

/// What gives short names to all that the script shares with the program, and prints them.
const SHORTEN: &[&str] = &["--minify-imports-and-exports-and-modules", "-g"];

/// The module that all imports then come from; wasm-opt does not print this name.
const MODULE: &str = "a";

/// How wasm-bindgen's script names an export.
const EXPORT: &str = "wasm.";

/// Shrinks the WebAssembly in its file, and returns the script that then fits it.
pub(crate) fn shrink(npm: &Npm, wasm: &Path, script: &str) -> Result<String> {
    let unreadable = || format!("{} could not be read or written", wasm.display());
    let silent = panics::silence(&fs::read(wasm).with_context(unreadable)?)?;
    let asking = known::without_known(&closures::without_unused(&silent)?)?;
    fs::write(wasm, asking).with_context(unreadable)?;
    let wasm_opt = |steps: &[&str]| {
        let mut wasm_opt = npm.command("wasm-opt");
        wasm_opt.arg(wasm).args(steps).arg("-o").arg(wasm);
        wasm_opt
    };
    run(&mut wasm_opt(OPTIMISE))?;
    let names = Names::read(&answer(&mut wasm_opt(SHORTEN))?)?;
    names.apply(&glue::trim(script, |name| names.imports.contains_key(name))?)
}

/// The new names of what the WebAssembly shares with the script, by their old ones.
struct Names {
    modules: BTreeSet<String>,
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    /// Reads what wasm-opt prints.
    fn read(printed: &str) -> Result<Self> {
        let unreadable =
            "wasm-opt prints its new names in a form that xtask/src/shrink.rs does not know";
        let mut printed: Value = serde_json::from_str(printed).context(unreadable)?;
        let imports: Vec<(String, String, String)> =
            serde_json::from_value(printed["imports"].take()).context(unreadable)?;
        let exports: Vec<(String, String)> =
            serde_json::from_value(printed["exports"].take()).context(unreadable)?;
        Ok(Self {
            modules: imports.iter().map(|(module, ..)| format!("\"{module}\"")).collect(),
            imports: imports.into_iter().map(|(_, old, new)| (old, new)).collect(),
            exports: exports.into_iter().collect(),
        })
    }

    /// Puts the new names into a script. A name that is not found would break the page, and is an error.
    fn apply(&self, script: &str) -> Result<String> {
        let mut missing: BTreeSet<&str> =
            self.modules.iter().chain(self.imports.keys()).map(String::as_str).collect();
        let (mut text, mut rest) = (String::new(), script);
        while let Some(start) = rest.find(is_part_of_name) {
            text += &rest[..start];
            rest = &rest[start..];
            let (name, after) =
                rest.split_at(rest.find(|letter| !is_part_of_name(letter)).unwrap_or(rest.len()));
            let export = text.ends_with(EXPORT).then(|| self.exports.get(name)).flatten();
            let import = self.imports.get(name).inspect(|_| _ = missing.remove(name));
            text += export.or(import).map_or(name, String::as_str);
            rest = after;
        }
        text += rest;
        for module in &self.modules {
            if text.contains(module) {
                missing.remove(module.as_str());
                text = text.replace(module, &format!("\"{MODULE}\""));
            }
        }
        if let Some(name) = missing.first() {
            bail!(
                "wasm-bindgen's script does not name {name}, which the WebAssembly imports; \
                 xtask/src/shrink.rs has to learn its new form"
            );
        }
        Ok(text)
    }
}

fn is_part_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::Names;

    const PRINTED: &str = r#"{
 "imports": [["./page_bg.js", "__wbg_then_1", "$"], ["./page_bg.js", "__wbg_then_10", "b"]],
 "exports": [["mount", "c"], ["memory", "d"], ["__wbindgen_malloc", "e"]]
}"#;

    #[test]
    fn whole_names_are_replaced_and_nothing_else() {
        let names = Names::read(PRINTED).unwrap();
        let found = names.apply(
            r#"import0 = { __wbg_then_1: function(a) { return a.then(wasm.__wbindgen_malloc); },
            __wbg_then_10: function() {} }; x = { "./page_bg.js": import0 };
            function mount() { mount(wasm.mount(wasm.memory.buffer), wasm.mounted, "page_bg.wasm"); }"#,
        );
        let expected = r#"import0 = { $: function(a) { return a.then(wasm.e); },
            b: function() {} }; x = { "a": import0 };
            function mount() { mount(wasm.c(wasm.d.buffer), wasm.mounted, "page_bg.wasm"); }"#;
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn forms_that_are_not_known_are_errors() {
        for printed in ["mount => c", r#"{ "imports": ["mount"], "exports": [] }"#, "{}"] {
            assert!(Names::read(printed).is_err(), "{printed}");
        }
        let names = Names::read(PRINTED).unwrap();
        for (script, missing) in [
            ("__wbg_then_1, __wbg_then_2, \"./page_bg.js\"", "__wbg_then_10"),
            ("__wbg_then_1, __wbg_then_10, './page_bg.js'", "\"./page_bg.js\""),
        ] {
            let error = names.apply(script).unwrap_err().to_string();
            let expected = format!("wasm-bindgen's script does not name {missing},");
            assert!(error.starts_with(&expected), "{error}");
        }
    }
}
