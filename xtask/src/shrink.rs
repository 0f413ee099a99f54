//! Makes the WebAssembly and its script smaller, together.
//!
//! Each keeps alive what is dead in the other. wasm-bindgen exports all that any dependency marks for it, such
//! as Leptos's streams, which this page never opens, and its script holds whatever any of that might call. So
//! what the bundled script does not name is taken out of the WebAssembly; what the WebAssembly then no longer
//! calls is taken out of the script; and the names by which they know one another, of some thirty letters
//! each, become one or two letters on both sides.

use crate::{places, run::answer, tools::Npm};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// What wasm-opt does, in this order. Chosen by what gzip makes of the page, which is not always the smallest
/// file: `-Oz`, and keeping common subexpressions in variables, save bytes that then compress worse.
const OPTIMISE: &[&str] = &[
    // Rust puts the far end of the stack into the first kilobyte, and never an object.
    "--low-memory-unused",
    "-Os",
    "--skip-pass=local-cse",
    // What one generic function was compiled to is much alike; side by side it compresses better.
    "--reorder-functions-by-name",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    // Prints the new names.
    "--minify-imports-and-exports-and-modules",
];

/// The module that all imports then come from; wasm-opt does not print this name.
const MODULE: &str = "a";

/// How wasm-bindgen's script begins the name of an export, and that of an import among the others.
const EXPORT: &str = "wasm.";
const IMPORT: &str = "    __wb";

/// Shrinks the WebAssembly in its file, and returns the script that then fits it. `script` is as esbuild
/// bundles it: formatted, not minified.
pub(crate) fn shrink(npm: &Npm, wasm: &Path, script: &str) -> Result<String> {
    let memory = places::at(places::MEMORY);
    let (graph, reachable) = (memory.join("shrink.json"), memory.join("shrink.wasm"));
    fs::write(&graph, graph_of(script).to_string())
        .with_context(|| format!("{} could not be written", graph.display()))?;
    let mut metadce = npm.command("wasm-metadce");
    // -g: it is by the functions' names that they are sorted afterwards.
    metadce.arg(wasm).arg("-g").arg("--graph-file").arg(&graph).arg("-o").arg(&reachable);
    answer(&mut metadce)?;
    let mut optimise = npm.command("wasm-opt");
    optimise.arg(&reachable).args(OPTIMISE).arg("-o").arg(wasm);
    Names::read(&answer(&mut optimise)?)?.apply(script)
}

/// What wasm-metadce wants to know: that whatever the script names must stay.
fn graph_of(script: &str) -> Value {
    let exports: BTreeSet<_> = exports(script).map(|(_, name)| name).collect();
    exports.into_iter().map(|name| json!({ "name": name, "export": name, "root": true })).collect()
}

/// The exports that a script names, each with the place where its name begins.
fn exports(script: &str) -> impl Iterator<Item = (usize, &str)> {
    script.match_indices(EXPORT).filter_map(|(at, found)| {
        let start = at + found.len();
        let name = first_name(&script[start..]);
        let whole = !script[..at].ends_with(is_part_of_name) && !name.is_empty();
        whole.then_some((start, name))
    })
}

/// The import that begins in a line of the script.
fn import(line: &str) -> Option<&str> {
    let name = line.starts_with(IMPORT).then(|| first_name(line.trim_start()))?;
    line.trim_start()[name.len()..].starts_with(": function").then_some(name)
}

fn first_name(text: &str) -> &str {
    &text[..text.find(|letter| !is_part_of_name(letter)).unwrap_or(text.len())]
}

fn is_part_of_name(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

/// The names that the WebAssembly had for what it shares with the script, and those it has now.
struct Names {
    modules: BTreeSet<String>,
    imports: BTreeMap<String, String>,
    exports: BTreeMap<String, String>,
}

impl Names {
    /// Reads what wasm-opt prints.
    fn read(printed: &str) -> Result<Self> {
        let unreadable =
            "wasm-opt prints its new names in another form than xtask/src/shrink.rs reads";
        let mut printed: Value = serde_json::from_str(printed).context(unreadable)?;
        let imports: Vec<(String, String, String)> =
            serde_json::from_value(printed["imports"].take()).context(unreadable)?;
        let exports: Vec<(String, String)> =
            serde_json::from_value(printed["exports"].take()).context(unreadable)?;
        Ok(Self {
            modules: imports.iter().map(|(module, ..)| module.clone()).collect(),
            imports: imports.into_iter().map(|(_, old, new)| (old, new)).collect(),
            exports: exports.into_iter().collect(),
        })
    }

    fn apply(&self, script: &str) -> Result<String> {
        let mut script = self.with_imports(&self.with_exports(script))?;
        for module in &self.modules {
            script = script.replace(&format!("\"{module}\": "), &format!("\"{MODULE}\": "));
        }
        Ok(script)
    }

    fn with_exports(&self, script: &str) -> String {
        let (mut text, mut done) = (String::new(), 0);
        for (start, name) in exports(script) {
            text += &script[done..start];
            text += self.exports.get(name).map_or(name, String::as_str);
            done = start + name.len();
        }
        text + &script[done..]
    }

    /// Renames the imports that there still are, and leaves out the others.
    fn with_imports(&self, script: &str) -> Result<String> {
        let mut text = String::new();
        let mut missing: BTreeSet<_> = self.imports.keys().map(String::as_str).collect();
        let mut unused = false;
        for line in script.lines() {
            let name = import(line);
            let new = name.and_then(|name| self.imports.get(name));
            unused |= name.is_some() && new.is_none();
            if let (Some(name), Some(new)) = (name, new) {
                missing.remove(name);
                text += &line.replacen(name, new, 1);
                text.push('\n');
            } else if !unused {
                text += line;
                text.push('\n');
            }
            // The end of a function among the imports, be it the last or not.
            unused &= !matches!(line, "    }" | "    },");
        }
        if let Some(name) = missing.first() {
            bail!(
                "the bundled script does not define {name} in the form that xtask/src/shrink.rs knows; \
                 has wasm-bindgen or esbuild changed it?"
            );
        }
        Ok(text)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{Names, graph_of};
    use serde_json::json;

    const SCRIPT: &str = r#"function get_imports() {
  const import0 = {
    __proto__: null,
    __wbg_then_1: function(arg0) {
      return arg0.then(wasm.__wbindgen_malloc);
    },
    __wbg_close_2: function() {
      return handleError(function(arg0) {
        arg0.close();
      }, arguments);
    },
    __wbg_then_10: function() {
    }
  };
  return { "./page_bg.js": import0 };
}
const url = "page_bg.wasm", other = _wasm.mount;
function mount() {
  mount(wasm.mount(wasm.memory.buffer), wasm);
}
"#;

    #[test]
    fn what_the_script_names_stays() {
        let root = |name: &str| json!({ "name": name, "export": name, "root": true });
        let expected = json!([root("__wbindgen_malloc"), root("memory"), root("mount")]);
        assert_eq!(graph_of(SCRIPT), expected);
    }

    #[test]
    fn what_is_used_is_renamed_and_what_is_not_goes() {
        let printed = r#"{
 "imports": [["./page_bg.js", "__wbg_then_1", "$"], ["./page_bg.js", "__wbg_then_10", "b"]],
 "exports": [["mount", "c"], ["memory", "d"], ["__wbindgen_malloc", "e"]]
}"#;
        let expected = r#"function get_imports() {
  const import0 = {
    __proto__: null,
    $: function(arg0) {
      return arg0.then(wasm.e);
    },
    b: function() {
    }
  };
  return { "a": import0 };
}
const url = "page_bg.wasm", other = _wasm.mount;
function mount() {
  mount(wasm.c(wasm.d.buffer), wasm);
}
"#;
        assert_eq!(Names::read(printed).unwrap().apply(SCRIPT).unwrap(), expected);
    }

    #[test]
    fn forms_that_are_not_known_are_errors() {
        assert!(Names::read("mount => c").is_err());
        assert!(Names::read(r#"{ "imports": ["mount"], "exports": [] }"#).is_err());
        let printed = r#"{ "imports": [["./page_bg.js", "__wbg_new_3", "b"]], "exports": [] }"#;
        let error = Names::read(printed).unwrap().apply(SCRIPT).unwrap_err().to_string();
        assert!(error.starts_with("the bundled script does not define __wbg_new_3"), "{error}");
    }
}
