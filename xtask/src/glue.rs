//! Takes out of wasm-bindgen's script what the page does not need: imports that the WebAssembly no longer has once
//! it is optimised, and all ways to load it but the one of `public/monthwise.js`.
//!
//! esbuild then drops whatever only these called. A script of another form is an error: half of a cut would break
//! the page.

use anyhow::{Context, Result};

/// What stands before the first import, and after the last.
const FIRST: &str = "\n    const import0 = {\n        __proto__: null,\n";
const LAST: &str = "\n    };\n";

/// An import begins and ends with a line indented so far; what is between them is indented further.
const INDENTATION: &str = "        ";
const BEGIN: &str = ": function(";
const END: [char; 2] = ['}', ','];

/// Where the loading begins, with which lines it goes on, and with which it ends the script.
const LOADING: &str = "\nasync function __wbg_load(module, imports) {\n";
const CALLS: [&str; 2] = [
    "\n    const imports = __wbg_get_imports();\n",
    "\n    return __wbg_finalize_init(instance, module);\n",
];
const EXPORTS: &str = "\nexport { initSync, __wbg_init as default };\n";

/// What takes its place: `public/monthwise.js` calls it until it succeeds, then never again, with a response that
/// says it is WebAssembly.
const LOAD: &str = "
export default async function({ module_or_path }) {
    const { instance, module } = await WebAssembly.instantiateStreaming(module_or_path, __wbg_get_imports());
    return __wbg_finalize_init(instance, module);
}
";

/// What it does where a browser lacks something that all browsers have which run the page's WebAssembly
/// (`FinalizationRegistry` and `TextEncoder.encodeInto` are older than its reference types).
const NO_REGISTRY: &str = "(typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : ";
const NO_ENCODE_INTO: &str = "\nif (!('encodeInto' in cachedTextEncoder)) {\n";
const END_OF_BLOCK: &str = "\n}\n";

/// By what JavaScript frees a handle by itself (`using`); the element calls `free`.
const DISPOSAL: &str = "\nif (Symbol.dispose) ";

/// The script without what is not needed. `imported` says which names the WebAssembly imports.
pub(crate) fn trim(script: &str, imported: impl Fn(&str) -> bool) -> Result<String> {
    let script = with_imports(script, imported).with_context(|| unknown("its imports"))?;
    let script = without_fallbacks(&script).with_context(|| unknown("what it falls back on"))?;
    with_one_loading(&script).with_context(|| unknown("how it loads the WebAssembly"))
}

fn unknown(what: &str) -> String {
    format!(
        "wasm-bindgen's script says {what} in a form that xtask/src/glue.rs does not know; it has to learn that"
    )
}

fn with_imports(script: &str, imported: impl Fn(&str) -> bool) -> Option<String> {
    let (before, rest) = script.split_once(FIRST)?;
    // The line break that LAST begins with ends the last import.
    let (imports, after) = rest.split_at(rest.find(LAST)? + 1);
    let mut text = [before, FIRST].concat();
    let mut inside = None;
    for line in imports.split_inclusive('\n') {
        let outermost = line.strip_prefix(INDENTATION)?;
        let keep = match inside {
            Some(keep) if outermost.starts_with(' ') => keep,
            Some(keep) => {
                let ends = outermost.starts_with(END[0]) && outermost.trim_end().ends_with(END[1]);
                inside = ends.then_some(None)?;
                keep
            }
            None => {
                let (name, _) = outermost.split_once(BEGIN)?;
                *inside.insert(imported(name))
            }
        };
        if keep {
            text += line;
        }
    }
    inside.is_none().then(|| text + after)
}

fn without_fallbacks(script: &str) -> Option<String> {
    let (before, fallback) = script.split_once(NO_ENCODE_INTO)?;
    let (_, after) = fallback.split_once(END_OF_BLOCK)?;
    let script = [before, "\n", after].concat();
    let (before, disposal) = script.split_once(DISPOSAL)?;
    let (_, after) = disposal.split_once('\n')?;
    let script = [before, "\n", after].concat();
    script.contains(NO_REGISTRY).then(|| script.replace(NO_REGISTRY, ""))
}

fn with_one_loading(script: &str) -> Option<String> {
    let (before, loading) = script.split_once(LOADING)?;
    let known = loading.ends_with(EXPORTS) && CALLS.iter().all(|call| loading.contains(call));
    known.then(|| [before, LOAD].concat())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{LOAD, trim};

    const SCRIPT: &str = r#"
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_warn_1: function(arg0) {
            console.warn(arg0);
        },
        __wbg_call_2: function() { return handleError(function (arg0) {
            if (arg0) {
                arg0();
            }
        }, arguments); },
        __wbg_debug_string_3: function(arg0) {
            return debugString(arg0);
        },
    };
    return {
        __proto__: null,
        "./page_bg.js": import0,
    };
}

if (Symbol.dispose) Handle.prototype[Symbol.dispose] = Handle.prototype.free;

const HandleFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_handle_free(ptr, 1));

if (!('encodeInto' in cachedTextEncoder)) {
    cachedTextEncoder.encodeInto = function (arg, view) {
        return {
            read: arg.length,
        };
    };
}

async function __wbg_load(module, imports) {
    return await WebAssembly.instantiateStreaming(module, imports);
}

async function __wbg_init(module_or_path) {
    const imports = __wbg_get_imports();
    const { instance, module } = await __wbg_load(await module_or_path, imports);
    return __wbg_finalize_init(instance, module);
}

export { initSync, __wbg_init as default };
"#;

    #[test]
    fn what_is_imported_stays_and_is_loaded_in_one_way() {
        let trimmed = trim(SCRIPT, |name| name == "__wbg_call_2").unwrap();
        let expected = r#"
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_call_2: function() { return handleError(function (arg0) {
            if (arg0) {
                arg0();
            }
        }, arguments); },
    };
    return {
        __proto__: null,
        "./page_bg.js": import0,
    };
}


const HandleFinalization = new FinalizationRegistry(ptr => wasm.__wbg_handle_free(ptr, 1));

"#;
        assert_eq!(trimmed, [expected, LOAD].concat());
        let all = trim(SCRIPT, |_| true).unwrap();
        let imports = |script: &str| script.split_once("\n}\n").unwrap().0.to_owned();
        assert_eq!(imports(&all), imports(SCRIPT));
    }

    #[test]
    fn a_script_of_another_form_is_an_error() {
        for (known, other, what) in [
            ("const import0", "let import0", "its imports"),
            ("        __wbg_call_2: function()", "        __wbg_call_2()", "its imports"),
            ("        __wbg_call_2: f", "      __wbg_call_2: f", "its imports"),
            ("        }, arguments); },", "        }, arguments); }", "its imports"),
            ("        },\n    };", "    };", "its imports"),
            ("=== 'undefined'", "== 'undefined'", "what it falls back on"),
            ("if (Symbol.dispose)", "if (Symbol['dispose'])", "what it falls back on"),
            ("if (!('encodeInto'", "if (!(\"encodeInto\"", "what it falls back on"),
            ("(module, imports) {", "(imports, module) {", "how it loads the WebAssembly"),
            ("__wbg_get_imports();", "__wbg_get_imports(memory);", "how it loads the WebAssembly"),
            ("finalize_init(instance,", "finalize_init(imports,", "how it loads the WebAssembly"),
            ("as default };", "as default, memory };", "how it loads the WebAssembly"),
        ] {
            assert!(SCRIPT.contains(known), "{known}");
            let error = trim(&SCRIPT.replacen(known, other, 1), |_| false).unwrap_err().to_string();
            assert!(
                error.starts_with(&format!("wasm-bindgen's script says {what} in a form")),
                "{other}: {error}"
            );
        }
    }
}
