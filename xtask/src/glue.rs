//! Takes out of wasm-bindgen's script what the page does not need: imports that the WebAssembly no longer has once
//! it is optimised, and all ways to load it but the one of `public/monthwise.js`. What each import does in many
//! lines, such as to hand over a text, becomes the call of a function that does it for all.
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
const BEGIN_CATCHING: &str = ") { return handleError(function (";
const BODY: &str = ") {\n";
const END: &str = "},\n";
const END_CATCHING: &str = "}, arguments); },\n";

/// What wasm-bindgen's script says at length, and what says the same here, with [`HELP`].
const SHORTER: [(&str, &str); 11] = [
    // An import gives a text back, or one that may be none, or an object that may be none.
    (
        "            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
",
        "            giveText(arg0, ret);\n",
    ),
    (
        "            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
",
        "            giveAnyText(arg0, ret);\n",
    ),
    ("isLikeNone(ret) ? 0 : addToExternrefTable0(ret)", "placeOf(ret)"),
    // Whether something is of a class: `Response` and the like are classes, so asking does not fail.
    (
        "            let result;
            try {
                result = ",
        "            const ret = ",
    ),
    (
        ";
            } catch (_) {
                result = false;
            }
            const ret = result;
",
        ";\n",
    ),
    // Every browser has it, and it is not looked for by other names (`known.rs`).
    ("typeof globalThis === 'undefined' ? undefined : globalThis", "globalThis"),
    // Safari wants another decoder after two gigabytes of text: that is what some hundred thousand filters say.
    (
        "let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}
",
        "const cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const decodeText = (bytes) => cachedTextDecoder.decode(bytes);
",
    ),
    // To look at a part of the memory costs no more than to cut it out of a look at all, which would be kept.
    ("getUint8ArrayMemory0().subarray(ptr, ptr + len)", "new Uint8Array(wasm.memory.buffer, ptr, len)"),
    (
        "getUint8ArrayMemory0().subarray(ptr / 1, ptr / 1 + len)",
        "new Uint8Array(wasm.memory.buffer, ptr, len)",
    ),
    (
        "getUint32ArrayMemory0().subarray(ptr / 4, ptr / 4 + len)",
        "new Uint32Array(wasm.memory.buffer, ptr, len)",
    ),
    // What is left of taking texts in.
    (", wasm.__wbindgen_malloc, wasm.__wbindgen_realloc)", ")"),
];
const HELP: &str = "
const catching = (call) => (...given) => {
    try {
        return call(...given);
    } catch (error) {
        wasm.__wbindgen_exn_store(addToExternrefTable0(error));
    }
};
const placeOf = (value) => isLikeNone(value) ? 0 : addToExternrefTable0(value);
function give(place, start) {
    const memory = new DataView(wasm.memory.buffer);
    memory.setInt32(place >>> 0, start, true);
    memory.setInt32((place >>> 0) + 4, WASM_VECTOR_LEN, true);
}
const giveText = (place, text) => give(place, passStringToWasm0(text));
const giveAnyText = (place, text) => give(place, isLikeNone(text) ? 0 : passStringToWasm0(text));
function passStringToWasm0(text) {
    const bytes = cachedTextEncoder.encode(text);
    const start = wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
    new Uint8Array(wasm.memory.buffer).set(bytes, start);
    WASM_VECTOR_LEN = bytes.length;
    return start;
}
";

/// How wasm-bindgen's script takes a text in: letter by letter where it can.
const PASSING: &str = "\nfunction passStringToWasm0(arg, malloc, realloc) {\n";

/// How an export takes its texts, and frees them where there is no memory for the next: the program ends then.
const TAKING: &str = "    try {\n        ptr0 = passStringToWasm0(";
const FREEING: &str = "    } catch (e) {\n        if (ptr";
const END_OF_FREEING: &str = "        throw e;\n    }\n";

/// Where the loading begins, with which lines it goes on, and with which it ends the script.
const LOADING: &str = "\nasync function __wbg_load(module, imports) {\n";
const CALLS: [&str; 2] = [
    "\n    const imports = __wbg_get_imports();\n",
    "\n    return __wbg_finalize_init(instance, module);\n",
];
const EXPORTS: &str = "\nexport { initSync, __wbg_init as default };\n";

/// What takes its place: `public/monthwise.js` calls it until it succeeds, then never again, with the bytes of the
/// WebAssembly.
const LOAD: &str = "
export default async function({ module_or_path }) {
    const { instance } = await WebAssembly.instantiate(module_or_path, __wbg_get_imports());
    wasm = instance.exports;
    wasm.__wbindgen_start();
}
";

/// What frees a closure or a handle that JavaScript has lost. It loses none: the app keeps its closures until it drops
/// them, and the element its handle until it is freed.
const REGISTRIES: [&str; 2] = ["HandleFinalization", "CLOSURE_DTORS"];
const REGISTRY: &str = " = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(";

/// What it does where a browser lacks something that all browsers have which run the page's WebAssembly
/// (`TextEncoder.encodeInto` is older than its reference types).
const NO_ENCODE_INTO: &str = "\nif (!('encodeInto' in cachedTextEncoder)) {\n";
const END_OF_BLOCK: &str = "\n}\n";

/// By what JavaScript frees a handle by itself (`using`); the element calls `free`.
const DISPOSAL: &str = "\nif (Symbol.dispose) ";

/// The script without what is not needed. `imported` says which names the WebAssembly imports.
pub(crate) fn trim(script: &str, imported: impl Fn(&str) -> bool) -> Result<String> {
    let script = shortened(script).with_context(|| unknown("how values are handed over"))?;
    let script = with_imports(&script, imported).with_context(|| unknown("its imports"))?;
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
        let (keep, line) = match inside {
            Some(keep) if outermost.starts_with(' ') => (keep, line.to_owned()),
            Some(keep) => {
                inside = None;
                let end = match outermost {
                    END => END,
                    END_CATCHING => "}),\n",
                    _ => return None,
                };
                (keep, [INDENTATION, end].concat())
            }
            None => {
                let (name, function) = outermost.split_once(BEGIN)?;
                let function = function.strip_suffix(BODY)?;
                let line = match function.strip_prefix(BEGIN_CATCHING) {
                    Some(arguments) => [name, ": catching((", arguments],
                    None => [name, ": (", function],
                };
                (*inside.insert(imported(name)), [INDENTATION, &line.concat(), ") => {\n"].concat())
            }
        };
        if keep {
            text += &line;
        }
    }
    inside.is_none().then(|| text + after)
}

fn shortened(script: &str) -> Option<String> {
    let (before, after) = script.split_once(TAKING)?;
    let (taking, after) = after.split_once(FREEING)?;
    let (_, after) = after.split_once(END_OF_FREEING)?;
    let start = TAKING.trim_start_matches("    try {\n");
    let script = [before, start, taking, after].concat();
    let (before, passing) = script.split_once(PASSING)?;
    let (_, after) = passing.split_once(END_OF_BLOCK)?;
    let mut script = [before, "\n", after].concat();
    for (long, short) in SHORTER {
        script = script.contains(long).then(|| script.replace(long, short))?;
    }
    Some([HELP, &script].concat())
}

fn without_fallbacks(script: &str) -> Option<String> {
    let (before, fallback) = script.split_once(NO_ENCODE_INTO)?;
    let (_, after) = fallback.split_once(END_OF_BLOCK)?;
    let script = [before, "\n", after].concat();
    let (before, disposal) = script.split_once(DISPOSAL)?;
    let (_, after) = disposal.split_once('\n')?;
    REGISTRIES
        .iter()
        .try_fold([before, "\n", after].concat(), |script, name| without_registry(&script, name))
}

fn without_registry(script: &str, name: &str) -> Option<String> {
    let (before, registry) = script.split_once(&["const ", name, REGISTRY].concat())?;
    let (_, after) = registry.split_once('\n')?;
    let call = [name, "."].concat();
    let lines = [before, after].into_iter().flat_map(|part| part.split_inclusive('\n'));
    Some(lines.filter(|line| !line.trim_start().starts_with(&call)).collect())
}

fn with_one_loading(script: &str) -> Option<String> {
    let (before, loading) = script.split_once(LOADING)?;
    let known = loading.ends_with(EXPORTS) && CALLS.iter().all(|call| loading.contains(call));
    known.then(|| [before, LOAD].concat())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{HELP, LOAD, trim};

    const SCRIPT: &str = r#"
export function mount(src, texts) {
    let ptr0, len0, ptr1, len1;
    try {
        ptr0 = passStringToWasm0(src, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        len0 = WASM_VECTOR_LEN;
        ptr1 = passStringToWasm0(texts, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
        len1 = WASM_VECTOR_LEN;
    } catch (e) {
        if (ptr1) { wasm.__wbindgen_free(ptr1, len1 * 1, 1); }
        if (ptr0) { wasm.__wbindgen_free(ptr0, len0 * 1, 1); }
        throw e;
    }
    return wasm.mount(ptr0, len0, ptr1, len1);
}

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
        __wbg_id_4: function(arg0, arg1) {
            const ret = arg1.id;
            const ptr1 = passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            const len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg_getAttribute_5: function(arg0, arg1) {
            const ret = arg1.getAttribute("id");
            var ptr1 = isLikeNone(ret) ? 0 : passStringToWasm0(ret, wasm.__wbindgen_malloc, wasm.__wbindgen_realloc);
            var len1 = WASM_VECTOR_LEN;
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 1, len1, true);
            getDataViewMemory0().setInt32((arg0 >>> 0) + 4 * 0, ptr1, true);
        },
        __wbg_instanceof_Response_6: function(arg0) {
            let result;
            try {
                result = arg0 instanceof Response;
            } catch (_) {
                result = false;
            }
            const ret = result;
            return ret;
        },
        __wbg_static_accessor_GLOBAL_THIS_7: function() {
            const ret = typeof globalThis === 'undefined' ? undefined : globalThis;
            return isLikeNone(ret) ? 0 : addToExternrefTable0(ret);
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

const CLOSURE_DTORS = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(state => wasm.__wbindgen_destroy_closure(state.a, state.b));

function makeClosure(arg0, arg1, f) {
    const state = { a: arg0, b: arg1, cnt: 1 };
    const real = (...args) => f(state.a, state.b, ...args);
    real._wbg_cb_unref = () => {
        if (--state.cnt === 0) {
            CLOSURE_DTORS.unregister(state);
        }
    };
    CLOSURE_DTORS.register(real, state, state);
    return real;
}

let cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
cachedTextDecoder.decode();
const MAX_SAFARI_DECODE_BYTES = 2146435072;
let numBytesDecoded = 0;
function decodeText(bytes) {
    numBytesDecoded += bytes.length;
    if (numBytesDecoded >= MAX_SAFARI_DECODE_BYTES) {
        cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
        cachedTextDecoder.decode();
        numBytesDecoded = bytes.length;
    }
    return cachedTextDecoder.decode(bytes);
}

function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return decodeText(getUint8ArrayMemory0().subarray(ptr, ptr + len));
}

function getArrayU8FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint8ArrayMemory0().subarray(ptr / 1, ptr / 1 + len);
}

function getArrayU32FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return getUint32ArrayMemory0().subarray(ptr / 4, ptr / 4 + len);
}

function passStringToWasm0(arg, malloc, realloc) {
    if (realloc === undefined) {
        return 0;
    }
    return malloc(arg.length, 1);
}

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
    fn what_is_imported_stays_and_says_what_it_does_in_short() {
        let trimmed = trim(SCRIPT, |name| name != "__wbg_warn_1" && !name.contains("debug"));
        let expected = r#"
export function mount(src, texts) {
    let ptr0, len0, ptr1, len1;
        ptr0 = passStringToWasm0(src);
        len0 = WASM_VECTOR_LEN;
        ptr1 = passStringToWasm0(texts);
        len1 = WASM_VECTOR_LEN;
    return wasm.mount(ptr0, len0, ptr1, len1);
}

function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_call_2: catching((arg0) => {
            if (arg0) {
                arg0();
            }
        }),
        __wbg_id_4: (arg0, arg1) => {
            const ret = arg1.id;
            giveText(arg0, ret);
        },
        __wbg_getAttribute_5: (arg0, arg1) => {
            const ret = arg1.getAttribute("id");
            giveAnyText(arg0, ret);
        },
        __wbg_instanceof_Response_6: (arg0) => {
            const ret = arg0 instanceof Response;
            return ret;
        },
        __wbg_static_accessor_GLOBAL_THIS_7: () => {
            const ret = globalThis;
            return placeOf(ret);
        },
    };
    return {
        __proto__: null,
        "./page_bg.js": import0,
    };
}




function makeClosure(arg0, arg1, f) {
    const state = { a: arg0, b: arg1, cnt: 1 };
    const real = (...args) => f(state.a, state.b, ...args);
    real._wbg_cb_unref = () => {
        if (--state.cnt === 0) {
        }
    };
    return real;
}

const cachedTextDecoder = new TextDecoder('utf-8', { ignoreBOM: true });
const decodeText = (bytes) => cachedTextDecoder.decode(bytes);

function getStringFromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return decodeText(new Uint8Array(wasm.memory.buffer, ptr, len));
}

function getArrayU8FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return new Uint8Array(wasm.memory.buffer, ptr, len);
}

function getArrayU32FromWasm0(ptr, len) {
    ptr = ptr >>> 0;
    return new Uint32Array(wasm.memory.buffer, ptr, len);
}


"#;
        assert_eq!(trimmed.unwrap(), [HELP, expected, LOAD].concat());
    }

    #[test]
    fn only_imports_go_that_the_program_does_without() {
        let names = |script: &str| {
            let names = script.lines().filter_map(|line| line.trim().split_once(": "));
            let names = names.map(|(name, _)| name).filter(|name| name.starts_with("__wbg_"));
            names.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(names(SCRIPT).len(), 7);
        assert_eq!(names(&trim(SCRIPT, |_| true).unwrap()), names(SCRIPT));
        assert!(names(&trim(SCRIPT, |_| false).unwrap()).is_empty());
    }

    #[test]
    fn a_script_of_another_form_is_an_error() {
        for (known, other, what) in [
            ("const import0", "let import0", "its imports"),
            ("        __wbg_call_2: function()", "        __wbg_call_2()", "its imports"),
            ("        __wbg_call_2: f", "      __wbg_call_2: f", "its imports"),
            ("        }, arguments); },", "        }, arguments); }", "its imports"),
            ("        },\n    };", "    };", "its imports"),
            ("4 * 1, len1", "4, len1", "how values are handed over"),
            ("    } catch (e) {", "    } catch {", "how values are handed over"),
            ("(arg, malloc, realloc)", "(arg, realloc, malloc)", "how values are handed over"),
            (
                "typeof globalThis === 'undefined'",
                "globalThis === undefined",
                "how values are handed over",
            ),
            (
                "FinalizationRegistry === 'undefined'",
                "FinalizationRegistry == 'undefined'",
                "what it falls back on",
            ),
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
